// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/base/rng.h"
#include "core/pipeline/review_list.h"
#include "core/pipeline/reviewing.h"
#include "tests/pipeline/project_files.h"
#include "tests/support/killed_process.h"

namespace noiseal {
namespace {

constexpr int kRows = 1000;
constexpr int kRounds = 50;

std::string csv_of(int rows) {
  std::string csv = "text,label\n";
  for (int i = 1; i <= rows; ++i) {
    csv += fmt::format("text {},{}\n", i, i % 2 == 0 ? "a" : "b");
  }
  return csv;
}

void score_rows(const Project& project) {
  const std::int64_t run = project.runs().add({}, project.rows().read_split(Split::train).ids);
  std::vector<RowScore> scores;
  for (int i = 1; i <= kRows; ++i) {
    RowScore score;
    score.row = i;
    score.score = 1.0 / i;
    score.suggestion = i % 3 == 0 ? 0 : 1;
    scores.push_back(score);
  }
  project.scores().replace(run, scores);
}

/// What a reviewer does: decides row after row, now and then takes back or brings back, and many
/// at once. A number is confirmed once the row after the decision could be shown.
void review(const std::filesystem::path& file, std::uint64_t round,
            const std::function<void(int)>& confirm) {
  const Project project = Project::open(file, OpenMode::write);
  ReviewList list(project, {}, Control());
  list.apply({.state = QueueState::any});
  DecisionSteps steps = project.decision_steps("Ada");
  Rng rng({round, 77});
  for (int i = 1;; ++i) {
    const std::uint64_t what = rng.below(10);
    const auto position = static_cast<std::size_t>(rng.below(list.order().size()));
    if (what == 0) {
      steps.undo();
    } else if (what == 1) {
      steps.redo();
    } else if (what == 2) {
      project.decisions().add_batch(bulk_decision(list, list.order().subspan(position).first(1),
                                                  DecisionKind::keep, -1, "Ada", "{}")
                                        .decisions);
    } else {
      Decision decision = decision_on(list.row_at(position), 0, 1, DecisionKind::accept);
      decision.reviewer = "Ada";
      project.decisions().add(decision);
    }
    list.refresh({list.row_at(position)});
    static_cast<void>(project.rows().row(list.row_at((position + 1) % kRows)));
    confirm(static_cast<int>(project.decisions().newest()));
  }
}

/// Every step can be taken back to the start and brought back to where it was.
void check_undo_history(const Project& project) {
  const std::size_t decided = project.decisions().decided_count();
  DecisionSteps steps = project.decision_steps("Ada");
  std::size_t undone = 0;
  project.in_transaction([&] {
    while (steps.undo()) {
      ++undone;
    }
    ASSERT_EQ(project.decisions().decided_count(), 0U);
    std::size_t redone = 0;
    while (redone < undone && steps.redo()) {
      ++redone;
    }
    ASSERT_EQ(redone, undone);
    ASSERT_EQ(project.decisions().decided_count(), decided);
  });
}

TEST(AReviewKilledFiftyTimes, LosesNoDecisionWhoseNextRowWasShown) {
  test::ProjectFiles files(csv_of(kRows));
  score_rows(files.project());
  const std::filesystem::path file = files.project().path();
  Rng rng({9});
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const int confirmed = test::confirmed_before_kill(
        [&](const std::function<void(int)>& confirm) { review(file, round, confirm); },
        static_cast<useconds_t>(50'000 + rng.below(250'000)));
    const Project project = Project::open(file, OpenMode::write);
    ASSERT_EQ(project.integrity_problem(), "") << "round " << round;
    ASSERT_GE(project.decisions().newest(), confirmed) << "round " << round;
    if (round % 10 == 9) {
      check_undo_history(project);
    }
  }
  const Project project = files.project();
  EXPECT_GT(project.decisions().newest(), kRounds);
  project.decisions().for_each_current([&](const CurrentDecision& current) {
    const std::vector<Decision> history = project.decisions().history(current.row);
    EXPECT_FALSE(history.empty());
  });
}

}  // namespace
}  // namespace noiseal
