// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/pipeline/training_run.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using nlohmann::json;
using test::error_of;
using test::FakeWatch;
using test::NoisyProject;
using test::report_of;
using test::run_to_end;
using test::scores_of;
using test::signal_of;
using test::small_recipe;
using test::trace_of;
using testing::AllOf;
using testing::Each;
using testing::Ge;
using testing::HasSubstr;
using testing::Le;
using testing::SizeIs;

class TrainingRun : public testing::Test {
 protected:
  NoisyProject noisy_;
  Project project_ = noisy_.open();
  Recipe recipe_ = small_recipe();
  std::size_t n_rows_ = project_.rows().count(Split::train);
};

TEST_F(TrainingRun, StoresEveryEpochAndEndsFinished) {
  const std::int64_t run = run_to_end(project_, recipe_);
  const RunRecord record = project_.runs().run(run);
  EXPECT_EQ(record.state, RunState::finished);
  EXPECT_EQ(record.last_epoch, 5);
  EXPECT_EQ(record.seed, recipe_.seed);
  EXPECT_EQ(record.recipe, recipe_to_json(recipe_));
  EXPECT_EQ(record.program_version, "test");
  EXPECT_EQ(record.labels, project_.labels().names());
  EXPECT_EQ(project_.runs().row_ids(run), project_.rows().read_labels(Split::train).ids);
  std::vector<std::string> phases;
  for (const EpochRecord& epoch : project_.runs().epochs(run)) {
    phases.push_back(epoch.phase);
  }
  EXPECT_EQ(phases, (std::vector<std::string>{"warm-up", "warm-up", "noise-aware", "noise-aware",
                                              "noise-aware"}));
}

TEST_F(TrainingRun, RecordsTheSignalsOfBothModelsInEveryEpoch) {
  const std::int64_t run = run_to_end(project_, recipe_);
  for (int epoch = 1; epoch <= 5; ++epoch) {
    for (const char* model : {"strong", "weak"}) {
      const auto p_given = signal_of(project_, run, epoch, model, "p_given");
      const auto p_max = signal_of(project_, run, epoch, model, "p_max");
      const auto loss = signal_of(project_, run, epoch, model, "loss");
      const auto margin = signal_of(project_, run, epoch, model, "margin");
      const auto argmax = signal_of(project_, run, epoch, model, "argmax");
      ASSERT_THAT(p_given, AllOf(SizeIs(n_rows_), Each(AllOf(Ge(0.0F), Le(1.0F)))));
      ASSERT_THAT(argmax, AllOf(SizeIs(n_rows_), Each(AllOf(Ge(0.0F), Le(3.0F)))));
      const std::vector<std::int32_t> given = project_.rows().read_labels(Split::train).given;
      for (std::size_t i = 0; i < n_rows_; ++i) {
        ASSERT_LE(p_given[i], p_max[i]);
        ASSERT_GE(p_max[i], 0.25F);
        ASSERT_NEAR(loss[i], -std::log(p_given[i]), 1e-3);
        const bool predicts_given = static_cast<std::int32_t>(argmax[i]) == given[i];
        ASSERT_EQ(margin[i] <= 0, predicts_given);
        ASSERT_GE(margin[i], p_max[i] - 2 * p_given[i] - 1e-5F);
      }
    }
  }
}

TEST_F(TrainingRun, RecordsThresholdsThatFollowTheConfidence) {
  const std::int64_t run = run_to_end(project_, recipe_);
  EXPECT_THAT(signal_of(project_, run, 1, "strong", "threshold"), Each(0.25F));
  // The selection after epoch t looks at tau(t-1), as stored with epoch t.
  for (int epoch = 2; epoch <= 5; ++epoch) {
    const auto before = signal_of(project_, run, epoch - 1, "weak", "threshold");
    const auto confidence = signal_of(project_, run, epoch - 1, "weak", "p_max");
    const auto now = signal_of(project_, run, epoch, "weak", "threshold");
    for (std::size_t i = 0; i < n_rows_; ++i) {
      ASSERT_NEAR(now[i], 0.5F * confidence[i] + 0.5F * before[i], 1e-5);
    }
  }
}

TEST_F(TrainingRun, RecordsTheSetOfEveryRowInEveryNoiseAwareEpoch) {
  const std::int64_t run = run_to_end(project_, recipe_);
  EXPECT_FALSE(project_.signals().read(run, 2, "joint", "set").has_value());
  const std::vector<std::int32_t> given = project_.rows().read_labels(Split::train).given;
  for (int epoch = 3; epoch <= 5; ++epoch) {
    const auto set = signal_of(project_, run, epoch, "joint", "set");
    const auto strong = signal_of(project_, run, epoch - 1, "strong", "argmax");
    const auto weak = signal_of(project_, run, epoch - 1, "weak", "argmax");
    ASSERT_EQ(set.size(), n_rows_);
    // Section 3, agreement: R agrees on the given label, P agrees on another one, the rest is H.
    for (std::size_t i = 0; i < n_rows_; ++i) {
      const bool agree = strong[i] == weak[i];
      const bool on_given = strong[i] == static_cast<float>(given[i]);
      if (static_cast<RowSet>(set[i]) == RowSet::reliable) {
        ASSERT_TRUE(agree && on_given);
      } else if (static_cast<RowSet>(set[i]) == RowSet::purified) {
        ASSERT_TRUE(agree && !on_given);
      } else {
        ASSERT_EQ(static_cast<RowSet>(set[i]), RowSet::hard);
      }
    }
    EXPECT_GT(std::count(set.begin(), set.end(), 0.0F), 100);
    EXPECT_GT(std::count(set.begin(), set.end(), 2.0F), 5);
    const json sizes =
        report_of(project_, run)["epochs"][static_cast<std::size_t>(epoch) - 1]["sets"];
    EXPECT_EQ(sizes["reliable"], std::count(set.begin(), set.end(), 0.0F));
    EXPECT_EQ(sizes["hard"], std::count(set.begin(), set.end(), 1.0F));
    EXPECT_EQ(sizes["purified"], std::count(set.begin(), set.end(), 2.0F));
    EXPECT_EQ(sizes["unused"], 0);
  }
}

TEST_F(TrainingRun, FindsWrongLabelsFarBetterThanChance) {
  const json report = report_of(project_, run_to_end(project_, recipe_));
  EXPECT_GT(report["error_score"]["roc_auc"], 0.9);
  EXPECT_GT(report["error_score"]["average_precision"], 0.8);
  EXPECT_GT(report["suggestions"]["accuracy"], 0.8);
  EXPECT_GT(report["test"]["strong"]["best"], 0.85);
  const json last = report["epochs"].back();
  EXPECT_NEAR(last["noise"]["train"], 0.3, 0.01);
  EXPECT_LT(last["noise"]["reliable"], 0.15);
  EXPECT_GT(last["noise"]["purified_before"], 0.8);
  EXPECT_LT(last["noise"]["purified_after"], 0.2);
}

TEST_F(TrainingRun, RanksEveryRowByItsScore) {
  const std::int64_t run = run_to_end(project_, recipe_);
  const std::vector<RowScore> ranked = project_.scores().page(run, 0, n_rows_ + 1);
  ASSERT_EQ(ranked.size(), n_rows_);
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    EXPECT_EQ(ranked[i].rank, static_cast<std::int64_t>(i) + 1);
    EXPECT_TRUE(i == 0 || ranked[i - 1].score >= ranked[i].score);
  }
  // Section 8: the margin's mean over the epochs after warm-up.
  const std::vector<std::int64_t> ids = project_.runs().row_ids(run);
  const auto scores = scores_of(project_, run);
  const auto set = signal_of(project_, run, 5, "joint", "set");
  for (std::size_t i = 0; i < n_rows_; i += 17) {
    double margin = 0;
    for (int epoch = 3; epoch <= 5; ++epoch) {
      margin += static_cast<double>(signal_of(project_, run, epoch, "strong", "margin")[i]) / 3;
    }
    EXPECT_NEAR(scores.at(ids[i]).score, margin, 1e-5);
    EXPECT_EQ(scores.at(ids[i]).set, static_cast<std::uint8_t>(set[i]));
  }
}

TEST_F(TrainingRun, KeepsTheBestWeightsAndDropsTheStateToGoOnWith) {
  const std::int64_t run = run_to_end(project_, recipe_);
  const json report = report_of(project_, run);
  double best = -1;
  int best_epoch = 0;
  for (const json& epoch : report["epochs"]) {
    if (epoch["valid_accuracy"].get<double>() > best) {
      best = epoch["valid_accuracy"];
      best_epoch = epoch["epoch"];
    }
  }
  EXPECT_EQ(report["run"]["best_epoch"], best_epoch);
  EXPECT_TRUE(report["run"]["clean_validation"].get<bool>());
  EXPECT_EQ(project_.checkpoints().facts(run, "best")->epoch, best_epoch);
  EXPECT_FALSE(project_.checkpoints().facts(run, "last").has_value());
  const json at_best = report["epochs"][static_cast<std::size_t>(best_epoch) - 1];
  EXPECT_EQ(report["test"]["strong"]["best"], at_best["test_accuracy"]);
  EXPECT_EQ(report["test"]["strong"]["last"], report["epochs"].back()["test_accuracy"]);
}

TEST_F(TrainingRun, GivesTheSameFiguresForTheSameSeedAndOthersForAnother) {
  recipe_.annotator = "simulated:0.85";
  const auto first = trace_of(project_, run_to_end(project_, recipe_));
  EXPECT_EQ(trace_of(project_, run_to_end(project_, recipe_)), first);
  recipe_.seed = 2;
  const auto other = trace_of(project_, run_to_end(project_, recipe_));
  EXPECT_NE(other.at("epoch 1 strong p_given"), first.at("epoch 1 strong p_given"));
  EXPECT_NE(other.at("epoch 1 figures"), first.at("epoch 1 figures"));
}

TEST_F(TrainingRun, EveryRuleRuns) {
  for (const Rule rule : {Rule::agreement, Rule::given_label, Rule::mixture, Rule::fixed}) {
    recipe_.rule = rule;
    recipe_.fixed_threshold = 0.4;
    const json report = report_of(project_, run_to_end(project_, recipe_));
    EXPECT_GT(report["error_score"]["roc_auc"], 0.85) << report["run"]["recipe"]["rule"];
    const json sets = report["epochs"].back()["sets"];
    EXPECT_GT(sets["reliable"], 0);
    EXPECT_EQ(sets["reliable"].get<std::size_t>() + sets["hard"].get<std::size_t>() +
                  sets["purified"].get<std::size_t>() + sets["unused"].get<std::size_t>(),
              n_rows_);
    if (rule == Rule::mixture) {
      EXPECT_EQ(sets["purified"], 0);
    }
    if (rule != Rule::given_label) {
      EXPECT_EQ(sets["unused"], 0);
    }
  }
}

TEST_F(TrainingRun, ThePlainRuleIsWarmUpThroughoutAndCountsAllEpochs) {
  recipe_.rule = Rule::plain;
  const auto watch = std::make_shared<FakeWatch>();
  const std::int64_t run = run_to_end(project_, recipe_, watch);
  EXPECT_EQ(watch->losses, (std::set{LossKind::cross_entropy}));
  const json report = report_of(project_, run);
  ASSERT_EQ(report["epochs"].size(), 5U);
  for (const json& epoch : report["epochs"]) {
    EXPECT_EQ(epoch["phase"], "warm-up");
    EXPECT_TRUE(epoch["sets"].is_null());
    EXPECT_TRUE(epoch["noise"]["reliable"].is_null());
  }
  double margin = 0;
  for (int epoch = 1; epoch <= 5; ++epoch) {
    margin += static_cast<double>(signal_of(project_, run, epoch, "strong", "margin")[0]) / 5;
  }
  EXPECT_NEAR(scores_of(project_, run).begin()->second.score, margin, 1e-5);
}

TEST_F(TrainingRun, FollowsTheRecipesLosses) {
  const auto losses = [&] {
    const auto watch = std::make_shared<FakeWatch>();
    run_to_end(project_, recipe_, watch);
    return watch->losses;
  };
  using Losses = std::set<LossKind>;
  EXPECT_EQ(losses(),
            (Losses{LossKind::cross_entropy, LossKind::reversed_cross_entropy, LossKind::embmix}));
  recipe_.p_loss = PurifiedLoss::ce;
  recipe_.h_loss = HardLoss::soft;
  EXPECT_EQ(losses(), (Losses{LossKind::cross_entropy, LossKind::soft_cross_entropy}));
  recipe_.p_loss = PurifiedLoss::off;
  recipe_.h_loss = HardLoss::off;
  EXPECT_EQ(losses(), (Losses{LossKind::cross_entropy}));
  recipe_.h_loss = HardLoss::given;
  recipe_.correction = Correction::forward;
  recipe_.h_target = HardTarget::posterior;
  EXPECT_EQ(losses(), (Losses{LossKind::cross_entropy, LossKind::corrected_cross_entropy}));
}

TEST_F(TrainingRun, AveragesPredictionsWithinAnEpochAndWeightsOverSteps) {
  const auto plain = trace_of(project_, run_to_end(project_, recipe_));
  recipe_.predictions_per_epoch = 3;
  const std::int64_t thrice = run_to_end(project_, recipe_);
  EXPECT_NE(trace_of(project_, thrice).at("epoch 1 strong p_given"),
            plain.at("epoch 1 strong p_given"));
  const auto p_max = signal_of(project_, thrice, 3, "strong", "p_max");
  EXPECT_THAT(p_max, Each(AllOf(Ge(0.25F), Le(1.00001F))));
  recipe_.weight_average = 0.9;
  EXPECT_GT(report_of(project_, run_to_end(project_, recipe_))["error_score"]["roc_auc"], 0.9);
}

TEST_F(TrainingRun, TheLearningRateStaysOrFallsToZeroOverTheRun) {
  const auto rates = [&] {
    const auto watch = std::make_shared<FakeWatch>();
    run_to_end(project_, recipe_, watch);
    return watch->learning_rates;
  };
  EXPECT_THAT(rates(), Each(0.7F));
  recipe_.schedule = Schedule::linear;
  recipe_.predictions_per_epoch = 2;
  const std::vector<float> falling = rates();
  ASSERT_EQ(falling.size(), 20U);
  EXPECT_EQ(falling.front(), 0.7F);
  EXPECT_NEAR(falling.back(), 0, 1e-6);
  EXPECT_TRUE(std::is_sorted(falling.rbegin(), falling.rend()));
  for (std::size_t i = 1; i + 1 < falling.size(); i += 2) {
    EXPECT_NEAR(falling[i], falling[i + 1], 1e-6);
  }
}

TEST_F(TrainingRun, RefusesARecipeThatCantSelectAndStoresNoRun) {
  recipe_.warm_up_epochs = 0;
  EXPECT_THAT(error_of([&] { run_to_end(project_, recipe_); }), HasSubstr("warm_up_epochs"));
  recipe_.noise_aware_epochs = 0;
  recipe_.rule = Rule::plain;
  EXPECT_THAT(error_of([&] { run_to_end(project_, recipe_); }), HasSubstr("no epoch"));
  EXPECT_TRUE(project_.runs().all().empty());
}

TEST_F(TrainingRun, RunsOfWarmUpAloneCountAllTheirEpochs) {
  recipe_.noise_aware_epochs = 0;
  const std::int64_t run = run_to_end(project_, recipe_);
  EXPECT_EQ(project_.runs().epochs(run).size(), 2U);
  EXPECT_GT(report_of(project_, run)["error_score"]["roc_auc"], 0.8);
}

TEST_F(TrainingRun, ASecondStrongModelLearnsAtTheStrongOnesRate) {
  const auto weak_rates = [&] {
    const auto watch = std::make_shared<FakeWatch>();
    run_to_end(project_, recipe_, watch);
    return watch->weak_learning_rates;
  };
  EXPECT_THAT(weak_rates(), Each(0.9F));
  recipe_.second_model = SecondModel::two_strong;
  EXPECT_THAT(weak_rates(), Each(0.7F));
}

}  // namespace
}  // namespace noiseal
