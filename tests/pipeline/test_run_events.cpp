// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <variant>

#include "core/base/error.h"
#include "core/pipeline/training_run.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using test::error_of;
using test::facts_of;
using test::NoisyProject;
using test::small_recipe;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::Ge;
using testing::HasSubstr;

/// A run on the small data with everything that it said.
struct WatchedRun {
  std::vector<RunEvent> events;
  std::int64_t id = 0;

  template <typename Event>
  [[nodiscard]] std::vector<Event> all() const {
    std::vector<Event> found;
    for (const RunEvent& event : events) {
      if (const auto* one = std::get_if<Event>(&event)) {
        found.push_back(*one);
      }
    }
    return found;
  }
};

WatchedRun watched_run(const Project& project, const Recipe& recipe) {
  WatchedRun run;
  run.id = start_run(
      project, recipe, UseDecisions::no, test::fake_parts(),
      [&](const RunEvent& event) { run.events.push_back(event); }, Control());
  return run;
}

class RunEvents : public testing::Test {
 protected:
  NoisyProject noisy_;
  Project project_ = noisy_.open();
  Recipe recipe_ = small_recipe();
  std::size_t n_rows_ = project_.rows().count(Split::train);
};

TEST_F(RunEvents, AddsWarmUpEpochsOnASmallSetAndSaysSo) {
  recipe_.min_warm_up_steps = 70;  // 272 rows: 17 steps an epoch
  ASSERT_EQ(n_rows_, 272U);
  const WatchedRun run = watched_run(project_, recipe_);
  const RunStarted started = run.all<RunStarted>().at(0);
  EXPECT_EQ(started.warm_up_epochs, 5);
  EXPECT_EQ(started.epochs, 8);
  EXPECT_THAT(started.remarks, Contains(AllOf(HasSubstr("3 warm-up epochs"), HasSubstr("70"))));
  EXPECT_EQ(project_.runs().epochs(run.id).size(), 8U);
  EXPECT_EQ(facts_of(project_, run.id).added_warm_up_epochs, 3);
}

TEST_F(RunEvents, SaysWhenEvenTheMostWarmUpIsTooShort) {
  recipe_.min_warm_up_steps = 1000;  // 272 rows in one batch: 50 steps in 50 epochs
  recipe_.batch = 512;
  const WatchedRun run = watched_run(project_, recipe_);
  EXPECT_EQ(facts_of(project_, run.id).warm_up_epochs, 50);
  EXPECT_THAT(run.all<RunStarted>().at(0).remarks, Contains(HasSubstr("only 50 of 1000 steps")));
}

TEST_F(RunEvents, SpeaksOfOneAddedEpochAsOfOne) {
  recipe_.min_warm_up_steps = 50;
  EXPECT_THAT(watched_run(project_, recipe_).all<RunStarted>().at(0).remarks,
              Contains(HasSubstr("1 warm-up epoch was added")));
}

TEST(EpochCounts, ArePlannedByTheRowsThatAreTrained) {
  Recipe recipe = small_recipe();
  recipe.min_warm_up_steps = 300;
  recipe.batch = 32;
  EXPECT_EQ(plan_epochs(recipe, 100'000).warm_up, 2);
  EXPECT_EQ(plan_epochs(recipe, 100'000).added_warm_up, 0);
  EXPECT_EQ(plan_epochs(recipe, 1350).warm_up, 7);
  EXPECT_EQ(plan_epochs(recipe, 1350).added_warm_up, 5);
  EXPECT_EQ(plan_epochs(recipe, 1350).noise_aware, 3);
  EXPECT_LE(plan_epochs(recipe, 1).warm_up, 50);
  recipe.rule = Rule::plain;
  EXPECT_EQ(plan_epochs(recipe, 100'000).warm_up, 5);
  EXPECT_EQ(plan_epochs(recipe, 100'000).noise_aware, 0);
}

TEST_F(RunEvents, TellsItsProgressWithoutEverFallingBack) {
  recipe_.annotator = "neighbours";
  recipe_.predictions_per_epoch = 2;
  const WatchedRun run = watched_run(project_, recipe_);
  double share = 0;
  for (const RunProgress& progress : run.all<RunProgress>()) {
    EXPECT_GE(progress.share, share) << progress.what << " in epoch " << progress.epoch;
    EXPECT_LE(progress.share, 1);
    EXPECT_FALSE(progress.what.empty());
    share = progress.share;
  }
  EXPECT_GT(share, 0.95);
}

TEST_F(RunEvents, TellsEveryEpochAndBatchInOrder) {
  const WatchedRun run = watched_run(project_, recipe_);
  const auto stored = run.all<EpochStored>();
  const auto epochs = project_.runs().epochs(run.id);
  ASSERT_EQ(stored.size(), 5U);
  for (std::size_t i = 0; i < stored.size(); ++i) {
    EXPECT_EQ(stored[i].epoch, static_cast<int>(i) + 1);
    EXPECT_EQ(stored[i].figures, epochs[i].figures);
    EXPECT_EQ(stored[i].phase, epochs[i].phase);
  }
  const RunStarted started = run.all<RunStarted>().at(0);
  EXPECT_EQ(started.run, run.id);
  EXPECT_EQ(started.rows, n_rows_);
  EXPECT_EQ(started.epochs_done, 0);
  EXPECT_TRUE(started.remarks.empty());
  std::map<std::pair<int, std::string>, std::size_t> rows;
  for (const BatchLosses& batch : run.all<BatchLosses>()) {
    ASSERT_EQ(batch.rows.size(), batch.losses.size());
    rows[{batch.epoch, batch.model}] += batch.rows.size();
    EXPECT_THAT(batch.losses, Each(Ge(0.0F)));
  }
  EXPECT_EQ((rows[{1, "strong"}]), n_rows_);
  EXPECT_EQ((rows[{2, "weak"}]), n_rows_);
}

TEST_F(RunEvents, StaysFinishedWhenItsLastWordIsNotHeard) {
  const auto deaf = [](const RunEvent& event) {
    const auto* stored = std::get_if<EpochStored>(&event);
    if (stored != nullptr && stored->epoch == 5) {
      throw Error("Nobody listens.");
    }
  };
  EXPECT_THAT(error_of([&] {
                start_run(project_, recipe_, UseDecisions::no, test::fake_parts(), deaf, Control());
              }),
              HasSubstr("Nobody listens"));
  EXPECT_EQ(project_.runs().newest()->state, RunState::finished);
}

}  // namespace
}  // namespace noiseal
