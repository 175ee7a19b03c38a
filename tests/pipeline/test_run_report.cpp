// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/pipeline/epoch_figures.h"
#include "core/pipeline/run_facts.h"
#include "core/pipeline/run_report.h"
#include "tests/pipeline/noisy_project.h"

namespace noiseal {
namespace {

using nlohmann::json;
using test::error_of;
using test::NoisyData;
using test::NoisyProject;
using test::run_to_end;
using test::small_recipe;
using testing::HasSubstr;

/// The report of a run on generated data whose annotator is asked about half of the doubtful rows.
json report_on(const NoisyData& data, const std::string& annotator) {
  NoisyProject noisy(data);
  const Project project = noisy.open();
  Recipe recipe = small_recipe();
  recipe.annotator = annotator;
  recipe.budget_share = 0.5;
  return json::parse(make_run_report(project, run_to_end(project, recipe)));
}

void expect_numbers(const json& object, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    ASSERT_TRUE(object.contains(name)) << name << " in " << object;
    EXPECT_TRUE(object[name].is_number()) << name << " in " << object;
  }
}

void expect_nulls(const json& object, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    ASSERT_TRUE(object.contains(name)) << name << " in " << object;
    EXPECT_TRUE(object[name].is_null()) << name << " in " << object;
  }
}

const std::vector<std::string> kModels{"strong", "weak", "both"};
const std::vector<std::string> kTestNames{"best", "last", "macro_f1_best", "macro_f1_last"};
const std::vector<std::string> kNoiseNames{"train", "reliable", "hard", "purified_before",
                                           "purified_after"};

TEST(RunReport, HasEveryNameOfTheProductWithItsType) {
  const json report = report_on({}, "simulated:0.85");
  expect_numbers(report["rows"], {"train", "valid", "test"});
  EXPECT_EQ(report["labels"], json({"animal", "food", "sport", "weather"}));
  expect_numbers(report["run"], {"id", "seed"});
  EXPECT_EQ(report["run"]["state"], "finished");
  EXPECT_EQ(report["run"]["recipe"]["annotator"], "simulated:0.85");
  for (const std::string& model : kModels) {
    expect_numbers(report["test"][model], kTestNames);
    expect_numbers(report["separation"][model], {"roc_auc", "average_precision"});
  }
  expect_numbers(report["error_score"], {"roc_auc", "average_precision", "roc_auc_never_asked"});
  EXPECT_TRUE(report["error_score"]["precision_at"]["100"].is_number());
  EXPECT_TRUE(report["error_score"]["precision_at"]["500"].is_null());  // of 272 rows
  expect_numbers(report["suggestions"], {"count", "wrong_given_found", "accuracy"});
  expect_numbers(report["annotator"], {"asked", "answered", "unparsable", "failed",
                                       "refused_by_witness", "tokens_in", "tokens_out", "cost"});
  EXPECT_TRUE(report["annotator"]["name"].is_string());
  EXPECT_TRUE(report["signatures"].is_array());
  expect_numbers(report["seconds"],
                 {"total", "train_strong", "train_weak", "predict", "annotate", "other"});
  EXPECT_EQ(report["device"], "cpu");
  EXPECT_EQ(report["precision"], "fp32");
}

TEST(RunReport, CountsEveryTrainingRowInTheTransitionTable) {
  const json report = report_on({}, "none");
  ASSERT_EQ(report["transition"].size(), 4U);
  std::size_t rows = 0;
  std::size_t moved = 0;
  for (std::size_t given = 0; given < 4; ++given) {
    ASSERT_EQ(report["transition"][given].size(), 4U);
    for (std::size_t suggested = 0; suggested < 4; ++suggested) {
      const auto count = report["transition"][given][suggested].get<std::size_t>();
      rows += count;
      moved += given == suggested ? 0 : count;
    }
  }
  EXPECT_EQ(report["rows"]["train"], rows);
  EXPECT_EQ(report["suggestions"]["count"], moved);
}

TEST(RunReport, HasEveryNameOfAnEpoch) {
  const json report = report_on({}, "simulated:0.85");
  ASSERT_EQ(report["epochs"].size(), 5U);
  for (const json& epoch : report["epochs"]) {
    expect_numbers(epoch,
                   {"epoch", "ks_distance", "valid_accuracy", "test_accuracy", "asked", "seconds"});
    expect_numbers(epoch["memorised"], {"strong", "weak"});
    if (epoch["phase"] == "noise-aware") {
      expect_numbers(epoch["sets"], {"reliable", "hard", "purified", "unused"});
      expect_numbers(epoch["noise"], kNoiseNames);
    } else {
      EXPECT_EQ(epoch["phase"], "warm-up");
      EXPECT_TRUE(epoch["sets"].is_null());
      expect_numbers(epoch["noise"], {"train"});
    }
  }
}

TEST(RunReport, IsNullWhereGoldIsMissing) {
  const json report = report_on({.noise = ""}, "none");
  expect_nulls(report["error_score"], {"roc_auc", "average_precision", "roc_auc_never_asked"});
  expect_nulls(report["error_score"]["precision_at"], {"100", "500"});
  for (const std::string& model : kModels) {
    expect_nulls(report["separation"][model], {"roc_auc", "average_precision"});
    expect_numbers(report["test"][model], kTestNames);
  }
  expect_numbers(report["suggestions"], {"count"});
  expect_nulls(report["suggestions"], {"wrong_given_found", "accuracy"});
  for (const json& epoch : report["epochs"]) {
    expect_nulls(epoch["noise"], kNoiseNames);
    expect_nulls(epoch["memorised"], {"strong", "weak"});
  }
}

TEST(RunReport, IsNullWhereATestSplitIsMissing) {
  const json report = report_on({.test_rows = 0}, "none");
  EXPECT_EQ(report["rows"]["test"], 0);
  for (const std::string& model : kModels) {
    expect_nulls(report["test"][model], kTestNames);
  }
  for (const json& epoch : report["epochs"]) {
    expect_nulls(epoch, {"test_accuracy"});
    expect_numbers(epoch, {"valid_accuracy"});
  }
}

TEST(RunReport, NeedsARunWithAFinishedEpoch) {
  NoisyProject noisy;
  const Project project = noisy.open();
  EXPECT_THAT(error_of([&] { make_run_report(project, {}); }), HasSubstr("no run"));
  EXPECT_THAT(error_of([&] { make_run_report(project, 3); }), HasSubstr("3"));
  const std::int64_t empty = project.runs().add({}, {});
  EXPECT_THAT(error_of([&] { make_run_report(project, empty); }), HasSubstr("no finished epoch"));
}

TEST(RunReport, IsAboutTheNewestRunThatHasAnEpoch) {
  NoisyProject noisy;
  const Project project = noisy.open();
  Recipe recipe = small_recipe();
  run_to_end(project, recipe);
  recipe.seed = 2;
  const std::int64_t second = run_to_end(project, recipe);
  project.runs().add({}, {});
  const json report = json::parse(make_run_report(project, {}));
  EXPECT_EQ(report["run"]["id"], second);
  EXPECT_EQ(report["run"]["seed"], 2);
}

/// Six rows, three of them wrong, and a run of two epochs whose figures are worked out by hand.
class HandMadeRun : public testing::Test {
 protected:
  HandMadeRun() {
    files_.options.gold_column = "gold";
    const Project project = files_.project();
    RunRecord record;
    record.seed = 5;
    record.labels = {"a", "b"};
    const std::vector<std::int64_t> ids = project.rows().read_labels(Split::train).ids;
    const std::int64_t run = project.runs().add(record, ids);
    project.answers().add_all(run, answers());
    project.runs().commit_epoch(run, epoch(1, "warm-up", 0.75, 0.5));
    EpochCommit last = epoch(2, "noise-aware", 0.5, 0.25);
    const std::vector<RowScore> scores = row_scores(ids);
    last.scores = scores;
    last.facts = run_facts_to_json(facts());
    last.notices = {{2, "confirmation-bias", "The models agree too much."}};
    project.runs().commit_epoch(run, last);
    report_ = json::parse(make_run_report(project, run));
  }

  static std::vector<AnswerRecord> answers() {
    AnswerRecord answered;
    answered.index = 1;
    answered.epoch = 2;
    answered.state = 0;
    answered.label = 1;
    answered.tokens_in = 70;
    answered.tokens_out = 3;
    answered.cost = 0.25;
    AnswerRecord failed;
    failed.index = 2;
    failed.epoch = 2;
    return {answered, failed};
  }

  static EpochCommit epoch(int number, const std::string& phase, double strong, double weak) {
    const auto model = [](double accuracy) {
      return json{{"accuracy", accuracy}, {"macro_f1", accuracy / 2}};
    };
    const json figures{
        {"test", {{"strong", model(strong)}, {"weak", model(weak)}, {"both", model(1)}}},
        {"separation", {{"strong", {{"roc_auc", number / 10.0}}}}},
        {"seconds",
         {{"train_strong", 2.0}, {"train_weak", 0.5}, {"predict", 0.25}, {"annotate", 0.125}}}};
    EpochCommit commit;
    commit.epoch = {number, phase, figures.dump(), 3.0};
    return commit;
  }

  static std::vector<RowScore> row_scores(const std::vector<std::int64_t>& ids) {
    const std::vector<double> scores{.1, .9, .2, .3, .8, .25};
    const std::vector<std::int32_t> suggestions{0, 1, 1, 0, 1, 1};
    std::vector<RowScore> rows(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      rows[i].row = ids[i];
      rows[i].score = scores[i];
      rows[i].suggestion = suggestions[i];
    }
    return rows;
  }

  static RunFacts facts() {
    RunFacts facts;
    facts.best_epoch = 1;
    facts.annotator = "llm:it";
    facts.refused_by_witness = 4;
    facts.total_seconds = 10;
    facts.device = "cuda:0 (it)";
    facts.precision = "bf16";
    return facts;
  }

  test::ProjectFiles files_{
      "text,label,gold\none,a,a\ntwo,a,b\nthree,b,b\nfour,b,b\nfive,a,b\nsix,b,a\n"};
  json report_;
};

TEST_F(HandMadeRun, ScoresItsErrors) {
  const json score = report_["error_score"];
  // Wrong .9 .8 .25 against right .1 .2 .3: 8 of 9 pairs in order.
  EXPECT_NEAR(score["roc_auc"].get<double>(), 8.0 / 9, 1e-9);
  EXPECT_NEAR(score["average_precision"].get<double>(), (1 + 1 + 0.75) / 3, 1e-9);
  // Without rows two and three: .8 .25 against .1 .3.
  EXPECT_NEAR(score["roc_auc_never_asked"].get<double>(), 0.75, 1e-9);
  EXPECT_TRUE(score["precision_at"]["100"].is_null());
}

TEST_F(HandMadeRun, CountsItsSuggestions) {
  EXPECT_EQ(report_["suggestions"]["count"], 3);
  EXPECT_EQ(report_["suggestions"]["wrong_given_found"], 2);
  EXPECT_NEAR(report_["suggestions"]["accuracy"].get<double>(), 2.0 / 3, 1e-9);
  EXPECT_EQ(report_["transition"], json({{1, 2}, {1, 2}}));
}

TEST_F(HandMadeRun, TakesTheTestFiguresOfTheBestAndTheLastEpoch) {
  EXPECT_EQ(report_["test"]["strong"]["best"], 0.75);
  EXPECT_EQ(report_["test"]["strong"]["last"], 0.5);
  EXPECT_EQ(report_["test"]["weak"]["macro_f1_best"], 0.25);
  EXPECT_EQ(report_["test"]["weak"]["macro_f1_last"], 0.125);
  EXPECT_EQ(report_["test"]["both"]["last"], 1);
  EXPECT_EQ(report_["separation"]["strong"]["roc_auc"], 0.2);
}

TEST_F(HandMadeRun, SumsItsSecondsAndAnswers) {
  EXPECT_EQ(report_["seconds"]["total"], 10);
  EXPECT_EQ(report_["seconds"]["train_strong"], 4);
  EXPECT_EQ(report_["seconds"]["train_weak"], 1);
  EXPECT_EQ(report_["seconds"]["predict"], 0.5);
  EXPECT_EQ(report_["seconds"]["annotate"], 0.25);
  EXPECT_EQ(report_["seconds"]["other"], 4.25);
  const json annotator = report_["annotator"];
  EXPECT_EQ(annotator["name"], "llm:it");
  EXPECT_EQ(annotator["asked"], 2);
  EXPECT_EQ(annotator["answered"], 1);
  EXPECT_EQ(annotator["unparsable"], 0);
  EXPECT_EQ(annotator["failed"], 1);
  EXPECT_EQ(annotator["refused_by_witness"], 4);
  EXPECT_EQ(annotator["tokens_in"], 70);
  EXPECT_EQ(annotator["tokens_out"], 3);
  EXPECT_EQ(annotator["cost"], 0.25);
}

TEST_F(HandMadeRun, NamesItsSignaturesAndDevice) {
  EXPECT_EQ(report_["signatures"], json::array({{{"name", "confirmation-bias"},
                                                 {"epoch", 2},
                                                 {"message", "The models agree too much."}}}));
  EXPECT_EQ(report_["device"], "cuda:0 (it)");
  EXPECT_EQ(report_["precision"], "bf16");
  EXPECT_EQ(report_["run"]["seed"], 5);
}

/// Six rows of two labels; rows 1, 4 and 5 are wrong, the gold of row 3 is not known.
class HandMadeEpoch : public testing::Test {
 protected:
  HandMadeEpoch() {
    rows_.labels = {"a", "b"};
    rows_.train.ids = {1, 2, 3, 4, 5, 6};
    rows_.train.texts.resize(6);
    rows_.train.given = {0, 0, 1, 1, 0, 1};
    rows_.train.gold = {0, 1, 1, -1, 1, 0};
    rows_.held_out = {1, 1, 0, 0, 1, 0};
    state_.p_strong = predicting({0, 0, 1, 1, 1, 1});
    state_.p_weak = predicting({0, 1, 1, 1, 1, 0});
    state_.evidence = Evidence(6, 2);
    state_.evidence.add(state_.p_strong, state_.p_weak, rows_.train.given);
  }

  static MatrixF predicting(const std::vector<std::size_t>& labels) {
    MatrixF p(labels.size(), 2, 0.25F);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      p(i, labels[i]) = 0.75F;
    }
    return p;
  }

  [[nodiscard]] json figures(bool selected) const {
    using enum RowSet;
    const std::vector<RowSet> sets{reliable, reliable, hard, unused, purified, purified};
    std::vector<RowRole> roles(6);
    for (std::size_t i = 0; i < 6; ++i) {
      roles[i].set = sets[i];
      roles[i].label = rows_.train.given[i];
    }
    roles[4].label = 1;   // corrected
    roles[5].set = hard;  // its answer was refused
    EpochFacts facts;
    facts.rows = &rows_;
    facts.state = &state_;
    facts.asked = 2;
    if (selected) {
      facts.selected = sets;
      facts.roles = roles;
    }
    return json::parse(epoch_figures(facts));
  }

  RunRows rows_;
  EpochState state_;
};

TEST_F(HandMadeEpoch, HasTheNoiseOfEverySet) {
  const json noise = figures(true)["noise"];
  EXPECT_EQ(noise["train"], 3.0 / 5);
  EXPECT_EQ(noise["reliable"], 1.0 / 2);
  EXPECT_EQ(noise["hard"], 0.0);
  EXPECT_EQ(noise["purified_before"], 1.0);
  EXPECT_EQ(noise["purified_after"], 0.0);
  EXPECT_EQ(figures(true)["sets"],
            json({{"reliable", 2}, {"hard", 1}, {"purified", 2}, {"unused", 1}}));
  EXPECT_TRUE(figures(false)["sets"].is_null());
  EXPECT_TRUE(figures(false)["noise"]["hard"].is_null());
}

TEST_F(HandMadeEpoch, HasTheShareOfWrongLabelsThatEachModelRepeats) {
  // The wrong rows carry a, a, b; the strong model predicts a, b, b, the weak one b, b, a.
  const json memorised = figures(true)["memorised"];
  EXPECT_EQ(memorised["strong"], 2.0 / 3);
  EXPECT_EQ(memorised["weak"], 0.0);
}

TEST_F(HandMadeEpoch, SeparatesWrongFromRightByTheMargin) {
  const json separation = figures(true)["separation"];
  // Only one of three wrong rows stands out for the strong model, all for the weak one.
  EXPECT_NEAR(separation["strong"]["roc_auc"].get<double>(), 4.0 / 6, 1e-9);
  EXPECT_EQ(separation["weak"]["roc_auc"], 1.0);
  EXPECT_EQ(separation["both"]["roc_auc"], 1.0);
}

TEST_F(HandMadeEpoch, IsJudgedByTheValidationSplitOrTheHeldOutRows) {
  EXPECT_NEAR(choosing_accuracy(rows_, state_, {}).value(), 2.0 / 3, 1e-9);
  rows_.valid.ids = {7, 8};
  rows_.valid.texts.resize(2);
  rows_.valid.given = {0, 1};
  rows_.valid.gold = {0, 0};
  HeldOutPredictions valid;
  valid.strong = predicting({1, 0});
  valid.weak = predicting({0, 0});
  EXPECT_NEAR(choosing_accuracy(rows_, state_, valid).value(), 0.5, 1e-9);
}

TEST_F(HandMadeEpoch, HasNoChoosingAccuracyWithoutValidationAndHeldOutRows) {
  std::fill(rows_.held_out.begin(), rows_.held_out.end(), std::uint8_t{0});
  EXPECT_FALSE(choosing_accuracy(rows_, state_, {}).has_value());
  EXPECT_TRUE(figures(true)["choosing_accuracy"].is_null());
}

}  // namespace
}  // namespace noiseal
