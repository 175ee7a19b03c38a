// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/pipeline/training_run.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using nlohmann::json;
using test::error_of;
using test::facts_of;
using test::FakeWatch;
using test::NoisyProject;
using test::report_of;
using test::run_to_end;
using test::signal_of;
using test::small_recipe;
using test::trace_of;
using testing::Contains;
using testing::HasSubstr;

TEST(TrainingRunWithoutValidation, HoldsOutATenthOfEveryLabelButScoresIt) {
  NoisyProject noisy({.valid_share = 0});
  const Project project = noisy.open();
  const auto watch = std::make_shared<FakeWatch>();
  std::vector<std::string> remarks;
  const std::int64_t run = start_run(
      project, small_recipe(), UseDecisions::no, test::fake_parts(watch),
      [&](const RunEvent& event) {
        if (const auto* started = std::get_if<RunStarted>(&event)) {
          remarks = started->remarks;
        }
      },
      Control());
  const SplitLabels labels = project.rows().read_labels(Split::train);
  ASSERT_EQ(labels.ids.size(), 320U);
  EXPECT_EQ(watch->trained_rows.size(), 288U);
  std::map<std::int32_t, std::pair<double, double>> by_label;  // rows, held out
  for (std::size_t i = 0; i < labels.ids.size(); ++i) {
    by_label[labels.given[i]].first += 1;
    by_label[labels.given[i]].second +=
        watch->trained_rows.contains(static_cast<std::uint32_t>(i)) ? 0 : 1;
  }
  for (const auto& [label, counts] : by_label) {
    EXPECT_NEAR(counts.second, 0.1 * counts.first, 1.0) << label;
  }
  EXPECT_EQ(project.scores().count(run), 320U);
  EXPECT_EQ(signal_of(project, run, 4, "strong", "p_given").size(), 320U);
  const json report = report_of(project, run);
  EXPECT_FALSE(report["run"]["clean_validation"].get<bool>());
  EXPECT_TRUE(report["epochs"][0]["valid_accuracy"].is_null());
  EXPECT_THAT(remarks, Contains(HasSubstr("no clean validation")));
}

TEST(TrainingRunWithoutValidation, TakesTheLastEpochOfASetTooSmallToHoldRowsOut) {
  test::ProjectFiles files("text,label\ngood,a\nbad,b\nfine,a\npoor,b\n");
  const Project project = files.project();
  std::vector<std::string> remarks;
  const std::int64_t run = start_run(
      project, small_recipe(), UseDecisions::no, test::fake_parts(),
      [&](const RunEvent& event) {
        if (const auto* started = std::get_if<RunStarted>(&event)) {
          remarks = started->remarks;
        }
      },
      Control());
  EXPECT_THAT(remarks, Contains(HasSubstr("too few to leave any out, so the last epoch counts")));
  const json report = report_of(project, run);
  EXPECT_TRUE(report["epochs"][0]["choosing_accuracy"].is_null());
  EXPECT_EQ(report["run"]["best_epoch"], report["epochs"].size());
}

TEST(TrainingRunWithoutValidation, ChoosesTheBestEpochByTheHeldOutGivenLabels) {
  NoisyProject noisy({.valid_share = 0});
  const Project project = noisy.open();
  const auto watch = std::make_shared<FakeWatch>();
  const std::int64_t run = run_to_end(project, small_recipe(), watch);
  const std::vector<std::int32_t> given = project.rows().read_labels(Split::train).given;
  std::size_t most = 0;
  int best = 0;
  for (int epoch = 1; epoch <= 5; ++epoch) {
    const auto argmax = signal_of(project, run, epoch, "strong", "argmax");
    std::size_t right = 0;
    for (std::uint32_t i = 0; i < given.size(); ++i) {
      const bool as_given = static_cast<std::int32_t>(argmax[i]) == given[i];
      right += !watch->trained_rows.contains(i) && as_given ? 1U : 0U;
    }
    if (right > most) {
      most = right;
      best = epoch;
    }
  }
  EXPECT_EQ(facts_of(project, run).best_epoch, best);
}

class DecidedRun : public testing::Test {
 protected:
  /// The index in a run of the n-th row whose label is wrong.
  [[nodiscard]] std::size_t wrong_row(std::size_t n) const {
    for (std::size_t i = 0;; ++i) {
      if (labels_.given.at(i) != labels_.gold.at(i) && n-- == 0) {
        return i;
      }
    }
  }
  [[nodiscard]] Decision decision(std::size_t index, DecisionKind kind,
                                  std::int32_t label = -1) const {
    Decision made;
    made.row = labels_.ids.at(index);
    made.kind = kind;
    made.from_label = labels_.given.at(index);
    made.to_label = label < 0 ? labels_.given.at(index) : label;
    made.reviewer = "Ada";
    return made;
  }
  void decide(std::size_t index, DecisionKind kind, std::int32_t label = -1) const {
    project_.decisions().add(decision(index, kind, label));
  }
  [[nodiscard]] static const Example* example_of(const FakeWatch& watch, std::size_t row) {
    const auto found = std::find_if(watch.last_examples.begin(), watch.last_examples.end(),
                                    [row](const Example& example) { return example.row == row; });
    return found == watch.last_examples.end() ? nullptr : &*found;
  }

  NoisyProject noisy_;
  Project project_ = noisy_.open();
  Recipe recipe_ = small_recipe();
  std::size_t n_rows_ = project_.rows().count(Split::train);
  SplitLabels labels_ = project_.rows().read_labels(Split::train);
};

TEST_F(DecidedRun, TrainsOnWhatPeopleDecided) {
  const std::size_t relabelled = wrong_row(0);
  const std::size_t excluded = wrong_row(1);
  const std::size_t ambiguous = wrong_row(2);
  const std::size_t kept = wrong_row(3);
  const std::size_t skipped = wrong_row(4);
  decide(relabelled, DecisionKind::label, labels_.gold.at(relabelled));
  decide(excluded, DecisionKind::exclude);
  decide(ambiguous, DecisionKind::ambiguous);
  decide(kept, DecisionKind::keep);
  decide(skipped, DecisionKind::skip);
  const auto watch = std::make_shared<FakeWatch>();
  const std::int64_t run = run_to_end(project_, recipe_, watch, UseDecisions::yes);
  EXPECT_EQ(example_of(*watch, relabelled)->label, labels_.gold.at(relabelled));
  EXPECT_EQ(example_of(*watch, relabelled)->loss, LossKind::cross_entropy);
  EXPECT_EQ(example_of(*watch, kept)->label, labels_.given.at(kept));
  EXPECT_EQ(example_of(*watch, kept)->loss, LossKind::cross_entropy);
  EXPECT_EQ(example_of(*watch, ambiguous)->loss, LossKind::embmix);
  EXPECT_EQ(watch->trained_rows.count(static_cast<std::uint32_t>(excluded)), 0U);
  EXPECT_EQ(watch->trained_rows.size(), n_rows_ - 1);
  const auto sets = signal_of(project_, run, 5, "joint", "set");
  EXPECT_EQ(static_cast<RowSet>(sets[excluded]), RowSet::unused);
  EXPECT_EQ(static_cast<RowSet>(sets[relabelled]), RowSet::reliable);
  EXPECT_EQ(project_.scores().count(run), n_rows_);
  EXPECT_TRUE(facts_of(project_, run).use_decisions);
}

TEST_F(DecidedRun, LooksAtNoDecisionUnlessItIsToldTo) {
  const auto untouched = trace_of(project_, run_to_end(project_, recipe_));
  decide(wrong_row(1), DecisionKind::exclude);
  decide(wrong_row(0), DecisionKind::label, labels_.gold.at(wrong_row(0)));
  EXPECT_EQ(trace_of(project_, run_to_end(project_, recipe_)), untouched);
}

TEST_F(DecidedRun, AsksNoDecidedRow) {
  recipe_.annotator = "simulated:1";
  const std::size_t kept = wrong_row(0);
  const std::size_t excluded = wrong_row(1);
  decide(kept, DecisionKind::keep);
  decide(excluded, DecisionKind::exclude);
  const std::int64_t run = run_to_end(project_, recipe_, nullptr, UseDecisions::yes);
  EXPECT_FALSE(project_.answers().find(run, static_cast<std::uint32_t>(kept)).has_value());
  EXPECT_FALSE(project_.answers().find(run, static_cast<std::uint32_t>(excluded)).has_value());
  EXPECT_GT(project_.answers().totals(run).asked, 20);
}

TEST_F(DecidedRun, RefusesARunOnRowsThatAreAllExcluded) {
  std::vector<Decision> all;
  for (std::size_t i = 0; i < n_rows_; ++i) {
    all.push_back(decision(i, DecisionKind::exclude));
  }
  project_.decisions().add_batch(all);
  EXPECT_THAT(error_of([&] { run_to_end(project_, recipe_, nullptr, UseDecisions::yes); }),
              HasSubstr("excluded all"));
}

TEST(TrainingRunOnOtherData, NeedsTwoLabelsAndTwoRows) {
  test::ProjectFiles files("text,label\none,a\ntwo,a\nthree,b\n");
  const Project project = files.project();
  const std::vector<std::int64_t> ids = project.rows().read_labels(Split::train).ids;
  project.rows().set_labels(ids, std::vector<std::int32_t>{0, 0, 0});
  EXPECT_THAT(error_of([&] { run_to_end(project, small_recipe()); }), HasSubstr("label \"a\""));
  project.rows().set_split(std::span(ids).first(2), Split::test);
  EXPECT_THAT(error_of([&] { run_to_end(project, small_recipe()); }), HasSubstr("at least two"));
  EXPECT_TRUE(project.runs().all().empty());
}

TEST(TrainingRunOnOtherData, RunsOnTwoRowsToo) {
  test::ProjectFiles files("text,label\none,a\ntwo,b\n");
  const Project project = files.project();
  const json report = report_of(project, run_to_end(project, small_recipe()));
  EXPECT_EQ(report["run"]["state"], "finished");
  EXPECT_TRUE(report["error_score"]["roc_auc"].is_null());
}

TEST(TrainingRunOnOtherData, LeavesRowsWithoutALabelOut) {
  std::string csv = "text,label\n";
  for (int i = 0; i < 40; ++i) {
    csv += i % 2 == 0 ? "red apple,a\n" : "blue boat,b\n";
  }
  test::ProjectFiles files(csv + "green thing,\n");
  const Project project = files.project();
  const std::int64_t run = run_to_end(project, small_recipe());
  EXPECT_EQ(project.scores().count(run), 40U);
}

}  // namespace
}  // namespace noiseal
