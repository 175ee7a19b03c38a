// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/pipeline/random_review.h"
#include "core/pipeline/reviewing.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::ProjectFiles;
using testing::HasSubstr;

std::string csv_of(int rows) {
  std::string csv = "text,label\n";
  for (int i = 1; i <= rows; ++i) {
    csv += fmt::format("text {},{}\n", i, i % 2 == 0 ? "a" : "b");
  }
  return csv;
}

/// A project whose rows are all suggested the other label. The truth is known: a row's given label
/// is wrong with a probability that grows with its error score.
class RandomReview : public testing::Test {
 protected:
  static constexpr int kRows = 600;

  RandomReview() {
    run_ = project_.runs().add({}, project_.rows().read_split(Split::train).ids);
    Rng rng({3});
    for (int i = 1; i <= kRows; ++i) {
      RowScore score;
      score.row = i;
      score.score = rng.uniform();
      score.suggestion = 1 - project_.rows().row(i).given;
      scores_.push_back(score);
      if (rng.uniform() < score.score) {
        wrong_.insert(i);
      }
    }
    project_.scores().replace(run_, scores_);
  }

  /// A reviewer who knows the truth decides the rows of a sample.
  void review(std::int64_t sample) {
    std::vector<Decision> decisions;
    OnScreen screen;
    screen.mode = ReviewMode::sample;
    screen.sample = sample;
    for (const SampleRow& row : sample_progress(project_, sample).waiting) {
      const std::int32_t given = project_.rows().row(row.row).given;
      const std::int32_t label = wrong_.contains(row.row) ? 1 - given : given;
      Decision decision = decision_on(row.row, given, row.suggestion,
                                      kind_of_label(label, given, row.suggestion), label);
      decision.reviewer = "Ada";
      decision.context = on_screen_json(screen, {"a", "b"});
      decisions.push_back(decision);
    }
    project_.decisions().add_batch(decisions);
  }
  std::int64_t draw(SamplePurpose purpose, std::size_t size, double threshold = 0.8) {
    SampleDraw wanted;
    wanted.purpose = purpose;
    wanted.size = size;
    wanted.threshold = threshold;
    wanted.reviewer = "Ada";
    return draw_sample(project_, wanted);
  }
  [[nodiscard]] std::size_t wrong_left() const {
    std::size_t left = 0;
    for (const std::int64_t row : wrong_) {
      left += project_.decisions().current(row) ? 0U : 1U;
    }
    return left;
  }

  ProjectFiles files_{csv_of(kRows)};
  Project project_ = files_.project();
  std::int64_t run_ = 0;
  std::vector<RowScore> scores_;
  std::set<std::int64_t> wrong_;
};

TEST_F(RandomReview, AnAuditStatesItsPrecisionOnlyWhenAllIsReviewedAndThenAcceptsTheRest) {
  const std::int64_t sample = draw(SamplePurpose::accept, 40);
  SampleProgress progress = sample_progress(project_, sample);
  EXPECT_EQ(progress.size, 40U);
  EXPECT_EQ(progress.waiting.size(), 40U);
  EXPECT_THAT(error_of([&] { audit_result(progress); }), HasSubstr("40 of the sample's 40 rows"));
  EXPECT_THAT(error_of([&] { accept_rest(project_, sample, "Ada"); }), HasSubstr("wait"));
  review(sample);
  progress = sample_progress(project_, sample);
  const AuditResult result = audit_result(progress);
  EXPECT_EQ(result.reviewed, 40U);
  EXPECT_GT(result.precision, 0.7);
  EXPECT_LT(result.interval.low, result.precision);
  const std::size_t rest = accept_rest(project_, sample, "Ada");
  EXPECT_EQ(rest, progress.sample.population - 40);
  for (const RowScore& score : scores_) {
    EXPECT_EQ(project_.decisions().current(score.row).has_value(), score.score >= 0.8);
  }
  EXPECT_THAT(error_of([&] { accept_rest(project_, sample, "Ada"); }), HasSubstr("before"));
  EXPECT_EQ(project_.decision_steps("Ada").undo()->size(), rest);
  EXPECT_EQ(project_.decisions().decided_count(), 40U);
}

TEST_F(RandomReview, ANewThresholdDrawsAFreshSample) {
  const auto rows_of = [&](std::int64_t sample) {
    std::set<std::int64_t> rows;
    for (const SampleRow& row : project_.review_samples().rows(sample)) {
      rows.insert(row.row);
    }
    return rows;
  };
  const std::set<std::int64_t> first = rows_of(draw(SamplePurpose::accept, 30, 0.5));
  const std::set<std::int64_t> second = rows_of(draw(SamplePurpose::accept, 30, 0.4));
  EXPECT_EQ(first.size(), 30U);
  EXPECT_NE(first, second);
  EXPECT_THAT(error_of([&] { draw(SamplePurpose::accept, 30, 2); }), HasSubstr("lower the score"));
}

TEST_F(RandomReview, ADecisionMadeInSightOfTheSuggestionDoesNotCountForTheAudit) {
  const std::int64_t sample = draw(SamplePurpose::accept, 10);
  Decision decision =
      decision_on(project_.review_samples().rows(sample)[0].row, 0, 1, DecisionKind::accept);
  decision.reviewer = "Ada";
  project_.decisions().add(decision);
  EXPECT_EQ(sample_progress(project_, sample).reviewed, 0U);
  review(sample);
  EXPECT_EQ(sample_progress(project_, sample).reviewed, 10U);
  project_.decision_steps("Ada").undo();
  EXPECT_EQ(sample_progress(project_, sample).reviewed, 0U);
}

/// The claim behind auto-accept: over many audits the interval covers the true precision of the
/// set at the stated rate.
TEST_F(RandomReview, TheAuditsIntervalCoversTheTruePrecisionAtItsRate) {
  std::size_t candidates = 0;
  std::size_t right = 0;
  for (const RowScore& score : scores_) {
    candidates += score.score >= 0.6 ? 1U : 0U;
    right += score.score >= 0.6 && wrong_.contains(score.row) ? 1U : 0U;
  }
  const double truth = static_cast<double>(right) / static_cast<double>(candidates);
  constexpr int rounds = 150;
  int covered = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::int64_t sample = draw(SamplePurpose::accept, 40, 0.6);
    review(sample);
    const AuditResult result = audit_result(sample_progress(project_, sample));
    covered += result.interval.low <= truth && truth <= result.interval.high ? 1 : 0;
    project_.decision_steps("Ada").undo();
  }
  EXPECT_GE(covered, rounds * 0.90);  // 0.95 less three standard errors
}

TEST_F(RandomReview, TheErrorsLeftAreCoveredAlsoAfterMoreWasFound) {
  constexpr int rounds = 60;
  int covered = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::int64_t sample = draw(SamplePurpose::errors_left, 80);
    review(sample);
    std::vector<Decision> found;  // from the ranked queue: rows with a high score
    for (const RowScore& score : scores_) {
      if (score.score > 0.9 && !project_.decisions().current(score.row)) {
        const bool wrong = wrong_.contains(score.row);
        found.push_back(decision_on(score.row, 1 - score.suggestion, score.suggestion,
                                    wrong ? DecisionKind::accept : DecisionKind::keep));
        found.back().reviewer = "Ada";
      }
    }
    project_.decisions().add_batch(found);
    const ErrorsLeft left = errors_left(project_, sample_progress(project_, sample));
    const auto truth = static_cast<double>(wrong_left());
    covered += left.left.low <= truth && truth <= left.left.high ? 1 : 0;
    project_.decision_steps("Ada").undo();
    project_.decision_steps("Ada").undo();
  }
  EXPECT_GE(covered, rounds * 0.86);  // 0.95 less three standard errors
}

TEST_F(RandomReview, StopAdviceNeverEstimatesFromTheRankedQueue) {
  EXPECT_THAT(stop_advice(project_).sentence, HasSubstr("No row is decided yet"));
  Decision decision = decision_on(1, 1, 0, DecisionKind::accept);
  decision.reviewer = "Ada";
  project_.decisions().add(decision);
  StopAdvice advice = stop_advice(project_);
  EXPECT_EQ(advice.last, 1U);
  EXPECT_EQ(advice.last_wrong, 1U);
  EXPECT_FALSE(advice.left.has_value());
  EXPECT_THAT(advice.sentence, HasSubstr("not known"));
  const std::int64_t sample = draw(SamplePurpose::errors_left, 50);
  EXPECT_THAT(stop_advice(project_).sentence, HasSubstr("0 of 50"));
  review(sample);
  advice = stop_advice(project_);
  EXPECT_EQ(advice.last, 1U);  // the sample's rows say nothing about the queue
  ASSERT_TRUE(advice.left.has_value());
  EXPECT_THAT(advice.sentence, HasSubstr("Clopper-Pearson"));
}

}  // namespace
}  // namespace noiseal
