// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/rng.h"
#include "core/pipeline/reviewers.h"
#include "core/pipeline/reviewing.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::ProjectFiles;
using testing::HasSubstr;

constexpr const char* kTrain = "text,label\none,a\ntwo,b\nthree,a\nfour,b\nfive,a\n";

class ReviewersTest : public testing::Test {
 protected:
  std::int64_t decide(const std::string& reviewer, std::int64_t row, DecisionKind kind,
                      std::int32_t label = -1, ReviewMode mode = ReviewMode::single) {
    Decision decision = decision_on(row, project_.rows().row(row).given, 1, kind, label);
    decision.reviewer = reviewer;
    OnScreen screen;
    screen.mode = mode;
    decision.context = on_screen_json(screen, labels_);
    return project_.decisions().add(decision);
  }
  [[nodiscard]] Decision blind_decision(std::int64_t row, std::int32_t first, std::int32_t last,
                                        std::int32_t suggestion) const {
    const std::int32_t given = project_.rows().row(row).given;
    OnScreen screen;
    screen.mode = ReviewMode::blind;
    screen.first_label = first;
    screen.score = RowScore();
    screen.score->suggestion = suggestion;
    Decision decision =
        decision_on(row, given, suggestion, kind_of_label(last, given, suggestion), last);
    decision.reviewer = "Ada";
    decision.context = on_screen_json(screen, labels_);
    return decision;
  }
  void decide_blind(std::int64_t row, std::int32_t first, std::int32_t last,
                    std::int32_t suggestion) {
    project_.decisions().add(blind_decision(row, first, last, suggestion));
  }

  ProjectFiles files_{kTrain};
  Project project_ = files_.project();
  std::vector<std::string> labels_ = project_.labels().names();
};

TEST_F(ReviewersTest, AgreeWhereTheOutcomeIsTheSameHoweverItWasReached) {
  decide("Ada", 1, DecisionKind::accept);       // b
  decide("Grace", 1, DecisionKind::label, 1);   // b
  decide("Ada", 2, DecisionKind::keep);         // b
  decide("Grace", 2, DecisionKind::ambiguous);  // ambiguous
  decide("Ada", 3, DecisionKind::exclude);
  const ReviewersReport report = compare_reviewers(project_);
  ASSERT_EQ(report.pairs.size(), 1U);
  EXPECT_EQ(report.pairs[0].first, "Ada");
  EXPECT_EQ(report.pairs[0].agreement.items, 2U);
  EXPECT_EQ(report.pairs[0].agreement.agreed, 1U);
  ASSERT_EQ(report.conflicts.size(), 1U);
  EXPECT_EQ(report.conflicts[0].row, 2);
  EXPECT_EQ(report.conflicts[0].verdicts.size(), 2U);
}

TEST_F(ReviewersTest, AConflictIsGoneOnceItIsSettledOrTakenBack) {
  decide("Ada", 2, DecisionKind::keep);
  const std::int64_t second = decide("Grace", 2, DecisionKind::exclude);
  decide("Linus", 2, DecisionKind::keep, -1, ReviewMode::settle);
  EXPECT_TRUE(compare_reviewers(project_).conflicts.empty());
  EXPECT_EQ(compare_reviewers(project_).pairs[0].agreement.agreed, 0U);
  const std::int64_t again = decide("Grace", 2, DecisionKind::ambiguous);  // after the settling
  EXPECT_EQ(compare_reviewers(project_).conflicts.size(), 1U);
  project_.decisions().undo(again, "Grace");
  EXPECT_TRUE(compare_reviewers(project_).conflicts.empty());
  project_.decisions().undo(second, "Grace");
  EXPECT_TRUE(compare_reviewers(project_).pairs.empty());
}

TEST_F(ReviewersTest, AcceptedUnseenIsNobodysOpinion) {
  decide("Ada", 1, DecisionKind::accept, -1, ReviewMode::auto_accept);
  decide("Grace", 1, DecisionKind::keep);
  EXPECT_TRUE(compare_reviewers(project_).pairs.empty());
}

TEST_F(ReviewersTest, TheBlindReportCountsChangedMinds) {
  EXPECT_THAT(blind_report(project_).sentence, HasSubstr("No row"));
  decide_blind(1, 0, 1, 1);  // changed to the suggestion
  decide_blind(2, 1, 1, 1);  // agreed at first
  decide_blind(3, 0, 0, 1);  // stayed with the first choice
  decide_blind(4, 1, 0, 1);  // changed, away from the suggestion
  decide("Ada", 5, DecisionKind::accept);
  const BlindReport report = blind_report(project_);
  EXPECT_EQ(report.decisions, 4U);
  EXPECT_EQ(report.agreed_at_first, 2U);
  EXPECT_EQ(report.changed, 2U);
  EXPECT_EQ(report.changed_to_suggestion, 1U);
  EXPECT_THAT(report.sentence, HasSubstr("Wilson"));
}

class ChangedMinds : public ReviewersTest, public testing::WithParamInterface<double> {};

/// Reviewers whose truth is known: each changes their mind with this probability once the
/// suggestion is seen. The stated interval covers that probability at its rate.
TEST_P(ChangedMinds, AreCoveredByTheBlindReportsIntervalAtItsRate) {
  constexpr int kRounds = 120;
  constexpr int kDecisions = 40;
  const double truth = GetParam();
  Rng rng({7, static_cast<std::uint64_t>(1000 * truth)});
  int covered = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Decision> decisions;
    for (int i = 0; i < kDecisions; ++i) {
      decisions.push_back(blind_decision(1 + i % 5, 0, rng.uniform() < truth ? 1 : 0, 1));
    }
    const std::int64_t batch = project_.decisions().add_batch(decisions);
    const BlindReport report = blind_report(project_);
    ASSERT_EQ(report.decisions, static_cast<std::size_t>(kDecisions));
    covered += report.changed_share.low <= truth && truth <= report.changed_share.high ? 1 : 0;
    project_.decisions().undo_batch(batch, "Ada");
  }
  EXPECT_GE(covered, kRounds * 0.89);  // 0.95 less three standard errors
}

INSTANTIATE_TEST_SUITE_P(Known, ChangedMinds, testing::Values(0.05, 0.2, 0.5));

/// Two reviewers who are right with probability a on two labels, else wrong, agree with probability
/// a^2 + (1 - a)^2, by chance with 1/2.
TEST(CohensKappa, OfSimulatedReviewersIsTheKnownOne) {
  constexpr double kRight = 0.9;
  constexpr int kRows = 3000;
  std::string csv = "text,label\n";
  for (int i = 0; i < kRows; ++i) {
    csv += i % 2 == 0 ? "t,a\n" : "t,b\n";
  }
  ProjectFiles files(csv);
  const Project project = files.project();
  Rng rng({11});
  for (const char* reviewer : {"Ada", "Grace"}) {
    std::vector<Decision> decisions;
    for (std::int64_t row = 1; row <= kRows; ++row) {
      const auto truth = static_cast<std::int32_t>((row + 1) % 2);
      const std::int32_t label = rng.uniform() < kRight ? truth : 1 - truth;
      decisions.push_back(decision_on(row, truth, -1, DecisionKind::label, label));
      decisions.back().reviewer = reviewer;
    }
    project.decisions().add_batch(decisions);
  }
  const ReviewersReport report = compare_reviewers(project);
  ASSERT_EQ(report.pairs.size(), 1U);
  const double agree = kRight * kRight + (1 - kRight) * (1 - kRight);
  EXPECT_NEAR(report.pairs[0].agreement.kappa.value(), 2 * agree - 1, 0.045);  // three std. errors
  EXPECT_EQ(report.conflicts.size(), kRows - report.pairs[0].agreement.agreed);
}

}  // namespace
}  // namespace noiseal
