// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/experiment/scratch_project.h"
#include "tests/experiment/lab_parts.h"

namespace noiseal {
namespace {

using test::error_of;
using test::fake_lab;
using test::FakeWatch;
using test::figures_of;
using test::mean_of;
using test::NoisyProject;
using test::run_experiment;
using test::small_options;
using test::small_recipe;
using test::untouched_parts;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ExperimentsTest : public testing::Test {
 protected:
  NoisyProject noisy_;
  Project project_ = noisy_.open();
};

TEST_F(ExperimentsTest, SeparationComparesTheModelsAloneAndTogether) {
  const ExperimentResult result = run_experiment(project_, ExperimentKind::separation);
  EXPECT_EQ(result.state, ExperimentState::finished);
  ASSERT_THAT(result.arms, SizeIs(4));
  for (const ArmResult& arm : result.arms) {
    EXPECT_EQ(arm.seeds, (std::vector<std::uint64_t>{1, 2})) << arm.name;
    const FigureSummary* area = arm.figure(Figure::roc_auc);
    ASSERT_NE(area, nullptr) << arm.name;
    EXPECT_EQ(area->known(), 2U);
    EXPECT_GT(*area->mean, 0.7) << arm.name;
    EXPECT_LE(*area->low, *area->mean);
    EXPECT_GE(*area->high, *area->mean);
    EXPECT_GT(area->standard_error, 0);
    const auto curve = std::ranges::find(arm.curves, "roc_auc", &CurveSummary::name);
    ASSERT_NE(curve, arm.curves.end());
    EXPECT_THAT(curve->mean, SizeIs(5));
    EXPECT_NE(std::ranges::find(arm.curves, "memorised", &CurveSummary::name), arm.curves.end());
    EXPECT_NE(std::ranges::find(arm.curves, "average_precision", &CurveSummary::name),
              arm.curves.end());
  }
  EXPECT_THAT(result.sentence, HasSubstr("ROC-AUC"));
}

TEST_F(ExperimentsTest, SeparationKeepsHistogramsOfCleanAndNoisyRowsApart) {
  const ExperimentResult result = run_experiment(project_, ExperimentKind::separation);
  const ArmResult& strong = result.arms[0];
  ASSERT_THAT(strong.histograms, SizeIs(10)) << "loss and confidence of five epochs";
  std::uint64_t clean = 0;
  std::uint64_t noisy = 0;
  for (std::size_t i = 0; i < strong.histograms[0].clean.size(); ++i) {
    clean += strong.histograms[0].clean[i];
    noisy += strong.histograms[0].noisy[i];
  }
  const std::size_t rows = project_.rows().count(Split::train);
  EXPECT_EQ(clean + noisy, rows);
  EXPECT_NEAR(static_cast<double>(noisy) / static_cast<double>(rows), 0.3, 0.01);
  ASSERT_THAT(result.arms[2].rocs, SizeIs(5)) << "of both models together, each epoch";
  EXPECT_EQ(result.arms[2].rocs[4].x.front(), 0);
  EXPECT_EQ(result.arms[2].rocs[4].y.back(), 1);
  EXPECT_LE(result.arms[2].rocs[4].x.size(), 60U);
  EXPECT_THAT(result.arms[1].histograms, Each(testing::Field(&OutcomeHistogram::view, View::weak)));
}

TEST_F(ExperimentsTest, ArmsThatLookAtOneRunShareIt) {
  const auto watch = std::make_shared<FakeWatch>();
  ExperimentOptions options = small_options();
  options.seeds = {1};
  const ExperimentResult result =
      run_experiment(project_, ExperimentKind::separation, options, fake_lab(watch));
  EXPECT_EQ(result.saved.runs_reused, 2U);
  EXPECT_EQ(result.saved.epochs_not_trained, 10U);
  const auto trained = [&](test::FakeMoment::Kind kind) {
    return std::ranges::count_if(watch->moments, [&](const test::FakeMoment& moment) {
      return moment.kind == kind && moment.epoch == 5;
    });
  };
  const auto rows = static_cast<long>(project_.rows().count(Split::train));
  const long batches = (rows + options.recipe.batch - 1) / options.recipe.batch;
  EXPECT_EQ(trained(test::FakeMoment::Kind::train_strong), 2 * batches) << "two runs, not four";
}

TEST_F(ExperimentsTest, RulesRunsEveryRuleAndSweepsTheirSettings) {
  const ExperimentResult result = run_experiment(project_, ExperimentKind::rules);
  EXPECT_EQ(result.runs_done, result.runs_all);
  std::set<Rule> rules;
  for (const Arm& arm : result.plan.arms) {
    rules.insert(arm.recipe.rule);
    if (arm.recipe.rule != Rule::plain) {
      EXPECT_EQ(arm.recipe.h_loss, HardLoss::embmix) << "or the rules would be one";
    }
  }
  EXPECT_THAT(rules, SizeIs(5));
  for (const char* arm : {"plain", "agreement", "given-label", "mixture"}) {
    EXPECT_GT(mean_of(result, arm, Figure::test_best), 0.7) << arm;
    EXPECT_GT(mean_of(result, arm, Figure::test_last), 0.6) << arm;
  }
  EXPECT_THAT(result.sentence, HasSubstr("By rule"));
  EXPECT_THAT(result.sentence, HasSubstr("by lambda"));
  EXPECT_GT(result.saved.epochs_not_trained, 0U);
}

TEST_F(ExperimentsTest, LeaveRowsLabelsNoiseAndRunsAlone) {
  const std::string before = untouched_parts(project_);
  for (const ExperimentKind kind : all_experiments()) {
    ExperimentOptions options = small_options();
    options.seeds = {1};
    EXPECT_EQ(run_experiment(project_, kind, options).state, ExperimentState::finished)
        << experiment_name(kind);
  }
  EXPECT_EQ(untouched_parts(project_), before);
  EXPECT_FALSE(std::filesystem::exists(ScratchProject::path_for(project_.path())));
}

TEST_F(ExperimentsTest, EveryExperimentStatesItsResult) {
  for (const ExperimentKind kind : all_experiments()) {
    ExperimentOptions options = small_options();
    options.seeds = {1};
    const ExperimentResult result = run_experiment(project_, kind, options);
    EXPECT_THAT(result.sentence, HasSubstr("On one seed")) << experiment_name(kind);
    EXPECT_GT(result.sentence.size(), 150U) << result.sentence;
    EXPECT_EQ(result.sentence.back(), '.') << result.sentence;
    for (const ArmResult& arm : result.arms) {
      EXPECT_NE(arm.figure(Figure::test_best), nullptr) << arm.name;
    }
    std::set<std::string> names;
    for (const Arm& arm : result.plan.arms) {
      names.insert(arm.name);
    }
    EXPECT_THAT(names, SizeIs(result.plan.arms.size())) << "names are unique";
  }
}

TEST(SharingOfWarmUps, ChangesNoFigure) {
  for (const ExperimentKind kind : all_experiments()) {
    NoisyProject noisy;
    const Project project = noisy.open();
    ExperimentOptions options = small_options();
    options.seeds = {1};
    options.recipe.weight_average = 0.9;
    options.recipe.correction =
        kind == ExperimentKind::budget ? Correction::forward : Correction::none;
    const ExperimentResult shared = run_experiment(project, kind, options);
    ExperimentParts alone = fake_lab();
    alone.sharing = Sharing::no;
    const ExperimentResult trained = run_experiment(project, kind, options, alone);
    EXPECT_EQ(figures_of(project, shared.id), figures_of(project, trained.id))
        << experiment_name(kind);
    EXPECT_EQ(trained.saved.epochs_not_trained, 0U);
    EXPECT_EQ(trained.saved.runs_reused, 0U);
    // Each kind of noise has a warm-up of its own.
    EXPECT_EQ(shared.saved.epochs_not_trained > 0, kind != ExperimentKind::noise)
        << experiment_name(kind);
  }
}

TEST(SharingOfWarmUps, HoldsOverExperimentsOfAQueue) {
  NoisyProject noisy;
  const Project project = noisy.open();
  ExperimentOptions options = small_options();
  const LabelFacts labels = read_label_facts(project);
  const std::int64_t first =
      queue_experiment(project, make_plan(ExperimentKind::budget, options, labels), "test");
  const std::int64_t second =
      queue_experiment(project, make_plan(ExperimentKind::annotators, options, labels), "test");
  const auto watch = std::make_shared<FakeWatch>();
  run_experiments(project, {}, fake_lab(watch), nullptr, Control());
  EXPECT_TRUE(experiments_to_do(project).empty());
  const ExperimentResult annotators = read_experiment(project, second);
  // Without an annotator and with all of simulated:0.85:model are the first one's runs; all others
  // begin with its warm-ups of two epochs.
  EXPECT_EQ(annotators.saved.runs_reused, 4U);
  EXPECT_EQ(annotators.saved.epochs_not_trained, 4U * 5 + 12U * 2);
  EXPECT_EQ(read_experiment(project, first).saved.epochs_not_trained, 2U * 4 * 2);
}

TEST(ExperimentsWithoutGold, InjectNoiseAndSaySo) {
  test::NoisyData data;
  data.noise = "";
  NoisyProject noisy(data);
  const Project project = noisy.open();
  const std::string before = untouched_parts(project);
  const ExperimentResult result = run_experiment(project, ExperimentKind::budget);
  EXPECT_THAT(result.remarks, Contains(HasSubstr("no gold labels")));
  EXPECT_EQ(result.plan.arms[0].noise, (ArmNoise{"asymmetric", 0.4}));
  EXPECT_GT(mean_of(result, "0 %", Figure::score_roc_auc), 0.5);
  EXPECT_EQ(untouched_parts(project), before);
}

TEST(ExperimentsWithGold, TakeTheProjectsOwnWrongLabels) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const ExperimentPlan plan =
      make_plan(ExperimentKind::budget, small_options(), read_label_facts(project));
  EXPECT_EQ(plan.arms[0].noise, ArmNoise());
  ExperimentOptions options = small_options();
  options.noise = ArmNoise{"pair", 0.2};
  EXPECT_EQ(make_plan(ExperimentKind::budget, options, read_label_facts(project)).arms[0].noise,
            (ArmNoise{"pair", 0.2}));
}

TEST(ExperimentsWithoutATestSplit, AreDecidedByWhatIsKnown) {
  test::NoisyData data;
  data.test_rows = 0;
  NoisyProject noisy(data);
  const Project project = noisy.open();
  const ExperimentResult result = run_experiment(project, ExperimentKind::rules);
  EXPECT_EQ(deciding_figure(result), Figure::score_roc_auc);
  EXPECT_THAT(result.sentence, HasSubstr("error score"));
}

TEST(ExperimentOptionsTest, AreChecked) {
  const auto refusal = [](const ExperimentOptions& options) {
    return error_of([&] { make_plan(ExperimentKind::rules, options, {}); });
  };
  ExperimentOptions options = small_options();
  options.seeds = {};
  EXPECT_THAT(refusal(options), HasSubstr("at least one seed"));
  options.seeds = {1, 1};
  EXPECT_THAT(refusal(options), HasSubstr("twice"));
  options = small_options();
  options.sway = 1.5;
  EXPECT_THAT(refusal(options), HasSubstr("sway"));
  options = small_options();
  options.noise = ArmNoise{"loud", 0.4};
  EXPECT_THAT(refusal(options), HasSubstr("loud"));
  options.noise = ArmNoise{"pair", 1.4};
  EXPECT_THAT(refusal(options), HasSubstr("1.4"));
  EXPECT_THAT(error_of([] { parse_experiment("seperation"); }), HasSubstr("separation"));
}

TEST(ExperimentPlanTest, ComesBackFromItsJson) {
  for (const ExperimentKind kind : all_experiments()) {
    const ExperimentPlan plan = make_plan(kind, small_options(), {});
    const std::string json = plan_to_json(plan);
    EXPECT_EQ(plan_to_json(plan_from_json(json)), json);
    EXPECT_EQ(parse_experiment(experiment_name(kind)), kind);
  }
  EXPECT_THAT(error_of([] { plan_from_json("{}"); }), HasSubstr("damaged"));
}

TEST(ExperimentPlanTest, KnowsEqualRunsWhateverKeysHaveNoEffect) {
  const auto run_of = [](const std::map<std::string, std::string>& values) {
    Arm arm;
    for (const auto& [key, value] : values) {
      set_recipe_value(arm.recipe, key, value);
    }
    return recipe_to_json(run_recipe(arm, 3));
  };
  EXPECT_EQ(run_of({{"annotator", "neighbours"}, {"budget_share", "0"}}), run_of({}));
  EXPECT_EQ(run_of({{"acceptance", "overwrite"}, {"fixed_threshold", "0.5"}}), run_of({}));
  EXPECT_EQ(run_of({{"rule", "plain"}, {"lambda", "0.1"}, {"annotator", "neighbours"}}),
            run_of({{"rule", "plain"}}));
  EXPECT_EQ(run_of({{"annotator", "simulated:1:model"}}), run_of({{"annotator", "simulated:1"}}));
  EXPECT_NE(run_of({{"annotator", "simulated:0.9:model"}}),
            run_of({{"annotator", "simulated:0.9"}}));
  EXPECT_NE(run_of({{"lambda", "0.1"}}), run_of({}));
}

TEST(ExperimentOutcomeTest, ComesBackFromItsJson) {
  RunOutcome outcome;
  outcome.figures["test_best.strong"] = {0.9, 0.01};
  outcome.curves.push_back({"roc_auc", View::both, {0.5, std::nullopt, 0.75}});
  outcome.histograms.push_back({"loss", View::weak, 3, 0, 6, {1, 2}, {0, 5}});
  outcome.rocs.push_back({View::strong, 2, {0, 0.5, 1}, {0, 0.75, 1}});
  outcome.signatures.push_back({"confirmation-bias", 4, "Said."});
  outcome.epochs = 5;
  outcome.device = "cpu";
  const std::string json = outcome_to_json(outcome);
  EXPECT_EQ(outcome_to_json(outcome_from_json(json)), json);
  EXPECT_THAT(error_of([] { outcome_from_json("{\"figures\": 3}"); }), HasSubstr("damaged"));
}

}  // namespace
}  // namespace noiseal
