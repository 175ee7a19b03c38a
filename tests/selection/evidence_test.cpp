// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/evidence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "tests/selection/tables.h"

namespace noiseal {
namespace {

using test::table;
using Labels = std::vector<std::int32_t>;

/// Two rows, two epochs, worked by hand below.
Evidence two_epochs() {
  const Labels given{0, 1};
  Evidence evidence(2, 3);
  evidence.add(table({{.5F, .25F, .25F}, {.75F, .25F, 0}}), table({{.25F, .5F, .25F}, {0, 1, 0}}),
               given);
  evidence.add(table({{1, 0, 0}, {.5F, .125F, .375F}}), table({{.5F, .5F, 0}, {0, .5F, .5F}}),
               given);
  return evidence;
}

TEST(ErrorScore, IsTheStrongModelsMeanMargin) {
  const auto scores = error_scores(two_epochs(), Labels{0, 1});
  EXPECT_FLOAT_EQ(scores[0], (-.25F - 1) / 2);
  EXPECT_FLOAT_EQ(scores[1], (.5F + .375F) / 2);
}

TEST(ErrorScore, HasTheOptionsOfTheMethod) {
  const Evidence evidence = two_epochs();
  const Labels given{0, 1};
  const auto last = error_scores(evidence, given, {.kind = ScoreKind::last_loss});
  EXPECT_NEAR(last[0], 0, 1e-6);
  EXPECT_NEAR(last[1], -std::log(.125), 1e-6);
  const auto both = error_scores(evidence, given, {.kind = ScoreKind::both_mean_loss});
  EXPECT_NEAR(both[0], (-std::log(.5) - std::log(.25) - std::log(.5)) / 4, 1e-6);
  EXPECT_NEAR(both[1], (-std::log(.25) - std::log(.125) - std::log(.5)) / 4, 1e-6);
  const auto mixed =
      error_scores(evidence, given, {.kind = ScoreKind::mixed_margin, .weak_share = .25});
  EXPECT_NEAR(mixed[0], .75 * -.625 + .25 * (.25 + 0) / 2, 1e-6);
  EXPECT_NEAR(mixed[1], .75 * .4375 + .25 * (-1 + 0) / 2, 1e-6);
}

TEST(ErrorScore, ByTransitionIsTheChanceThatTheGivenLabelIsNotGold) {
  const MatrixF transition = table({{.5F, .5F, 0}, {.25F, .75F, 0}, {0, 0, 1}});
  const auto scores = error_scores(two_epochs(), Labels{0, 1},
                                   {.kind = ScoreKind::transition_odds, .transition = &transition});
  // Joint means: row 0 (.5625, .3125, .125), row 1 (.3125, .46875, .21875).
  EXPECT_NEAR(scores[0], 1 - .5625 * .5 / (.5625 * .5 + .3125 * .25), 1e-6);
  EXPECT_NEAR(scores[1], 1 - .46875 * .75 / (.3125 * .5 + .46875 * .75), 1e-6);
  for (const float score :
       error_scores(two_epochs(), Labels{0, 1}, {.kind = ScoreKind::transition_odds})) {
    EXPECT_GE(score, 0);
    EXPECT_LE(score, 1);
  }
}

TEST(ErrorScore, IsZeroBeforeTheFirstEpochThatCounts) {
  EXPECT_EQ(error_scores(Evidence(2, 3), Labels{0, 1}), (std::vector<float>{0, 0}));
}

TEST(Suggestions, AreTheAcceptedAnswerElseTheStrongModelsMean) {
  const Evidence evidence = two_epochs();
  EXPECT_EQ(suggestions(evidence, {}), (Labels{0, 0}));
  EXPECT_EQ(suggestions(evidence, Labels{-1, 2}), (Labels{0, 2}));
  EXPECT_THROW(suggestions(evidence, Labels{1}), Error);
}

TEST(Evidence, GoesOnBitForBitFromItsRestoredValues) {
  Rng rng({4, 2});
  const Labels given = test::random_labels(rng, 40, 5);
  Evidence whole(40, 5);
  Evidence restored;
  for (int epoch = 0; epoch < 4; ++epoch) {
    const MatrixF strong = test::random_probabilities(rng, 40, 5, 2);
    const MatrixF weak = test::random_probabilities(rng, 40, 5, 2);
    whole.add(strong, weak, given);
    if (epoch >= 2) {
      restored.add(strong, weak, given);
    } else if (epoch == 1) {
      restored.epochs = whole.epochs;
      restored.strong_sum = whole.strong_sum;
      restored.weak_sum = whole.weak_sum;
      restored.strong_margin = whole.strong_margin;
      restored.weak_margin = whole.weak_margin;
      restored.strong_loss = whole.strong_loss;
      restored.weak_loss = whole.weak_loss;
      restored.strong_last_loss = whole.strong_last_loss;
    }
  }
  EXPECT_EQ(whole, restored);
}

TEST(Evidence, RefusesAnotherNumberOfRowsOrLabels) {
  Evidence evidence(2, 3);
  EXPECT_THROW(evidence.add(MatrixF(2, 2), MatrixF(2, 3), Labels{0, 1}), Error);
  EXPECT_THROW(evidence.add(MatrixF(3, 3), MatrixF(3, 3), Labels{0, 1, 1}), Error);
  EXPECT_THROW(error_scores(evidence, Labels{0}), Error);
}

TEST(ErrorScores, MayBeAdjustedByTheGivenLabel) {
  Evidence evidence(3, 2);
  const MatrixF p = test::table({{0.9F, 0.1F}, {0.5F, 0.5F}, {0.2F, 0.8F}});
  evidence.add(p, p, Labels{0, 0, 1});
  const auto scores = error_scores(evidence, Labels{0, 0, 1}, {.kind = ScoreKind::class_adjusted});
  // Margins -0.8 and 0 of label 0 have the mean -0.4; label 1 has one row.
  EXPECT_NEAR(scores[0], -0.4, 1e-6);
  EXPECT_NEAR(scores[1], 0.4, 1e-6);
  EXPECT_NEAR(scores[2], 0, 1e-6);
}

TEST(ScoredEpochs, StartAfterWarmUpOrWhereGivenLabelsAreCorrected) {
  EXPECT_EQ(first_scored_epoch({.warm_up = 2, .noise_aware = 4}), 3);
  EXPECT_EQ(first_scored_epoch({.warm_up = 2, .noise_aware = 4, .plain = true}), 1);
  EXPECT_EQ(first_scored_epoch({.warm_up = 6, .noise_aware = 0}), 1);
  EXPECT_EQ(first_scored_epoch({.warm_up = 2, .noise_aware = 4, .corrected = true}), 2);
  EXPECT_EQ(first_scored_epoch({.warm_up = 1, .noise_aware = 0, .corrected = true}), 1);
}

}  // namespace
}  // namespace noiseal
