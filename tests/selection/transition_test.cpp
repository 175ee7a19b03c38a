// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/transition.h"

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

// Worked by hand: thresholds t0 = (.9 + .7 + .2) / 3 = .6, t1 = (.8 + .3 + .55) / 3 = .55.
// Row 0 -> 0, row 1 -> 0, row 2 -> 1, row 3 -> 1, row 4 -> 0, row 5 -> 1 (at its threshold).
// Counts[gold][given]: [2, 1], [1, 2]; every row counts, so no scaling.
TEST(Transition, CountsConfidentRowsAsWorkedByHand) {
  const MatrixF p =
      table({{.9F, .1F}, {.7F, .3F}, {.2F, .8F}, {.2F, .8F}, {.7F, .3F}, {.45F, .55F}});
  const Labels given{0, 0, 0, 1, 1, 1};
  const MatrixF bare = estimate_transition(p, given, {.strength = 0});
  EXPECT_NEAR(bare(0, 0), 2.0 / 3, 1e-6);
  EXPECT_NEAR(bare(0, 1), 1.0 / 3, 1e-6);
  EXPECT_NEAR(bare(1, 1), 2.0 / 3, 1e-6);
  const MatrixF pulled = estimate_transition(p, given, {.strength = 3, .prior_diagonal = 1});
  EXPECT_NEAR(pulled(0, 0), 5.0 / 6, 1e-6);
  EXPECT_NEAR(pulled(1, 0), 1.0 / 6, 1e-6);
}

TEST(Transition, IsThePriorForALabelThatNoRowBelongsTo) {
  const MatrixF p = table({{.9F, .1F, 0}, {.1F, .9F, 0}});
  const Labels given{0, 1};
  const MatrixF transition = estimate_transition(p, given, {.strength = 4, .prior_diagonal = .6});
  EXPECT_NEAR(transition(2, 2), .6, 1e-6);
  EXPECT_NEAR(transition(2, 0), .2, 1e-6);
  const MatrixF unknown = estimate_transition(p, given, {.strength = 0});
  EXPECT_EQ(unknown(2, 2), 1);
  EXPECT_EQ(unknown(2, 0), 0);
}

struct NoisyRows {
  MatrixF p;
  Labels given;
};

/// 40 % asymmetric noise over 4 labels, and predictions that mostly know gold; `lean` pulls them
/// toward the given label, as a model does that has begun to memorise.
NoisyRows noisy_rows(double lean) {
  Rng rng({21, 8});
  const std::size_t n = 6000;
  const std::size_t k = 4;
  NoisyRows rows{MatrixF(n, k), Labels(n)};
  for (std::size_t i = 0; i < n; ++i) {
    const auto gold = static_cast<std::size_t>(rng.below(k));
    const auto label = rng.uniform() < .4 ? (gold + 1) % k : gold;
    rows.given[i] = static_cast<std::int32_t>(label);
    float sum = 0;
    for (std::size_t c = 0; c < k; ++c) {
      const double logit = (c == gold ? 3.0 : 0) + (c == label ? lean : 0) + .7 * rng.normal();
      rows.p(i, c) = static_cast<float>(std::exp(logit));
      sum += rows.p(i, c);
    }
    for (float& value : rows.p.row(i)) {
      value /= sum;
    }
  }
  return rows;
}

TEST(Transition, FindsTheNoiseThatWasInjected) {
  const NoisyRows rows = noisy_rows(0);
  const MatrixF transition = estimate_transition(rows.p, rows.given);
  for (std::size_t gold = 0; gold < 4; ++gold) {
    float sum = 0;
    for (std::size_t c = 0; c < 4; ++c) {
      const double truth = c == gold ? .6 : (c == (gold + 1) % 4 ? .4 : 0);
      EXPECT_NEAR(transition(gold, c), truth, .04) << gold << " " << c;
      sum += transition(gold, c);
    }
    EXPECT_NEAR(sum, 1, 1e-5);
  }
}

TEST(Transition, SeesTooLittleNoiseWherePredictionsLeanTowardTheGivenLabels) {
  const NoisyRows rows = noisy_rows(1.5);
  const MatrixF transition = estimate_transition(rows.p, rows.given);
  EXPECT_GT(transition(0, 0), .65);
  EXPECT_GT(transition(0, 1), transition(0, 2));
  EXPECT_GT(transition(0, 1), transition(0, 3));
}

TEST(Transition, ThePosteriorIsBayesRule) {
  const MatrixF transition = table({{.7F, .3F}, {.1F, .9F}});
  const MatrixF posterior =
      transition_posterior(table({{.6F, .4F}, {.6F, .4F}}), Labels{1, 0}, transition);
  EXPECT_NEAR(posterior(0, 0), .18 / .54, 1e-6);
  EXPECT_NEAR(posterior(0, 1), .36 / .54, 1e-6);
  EXPECT_NEAR(posterior(1, 0), .42 / .46, 1e-6);
}

TEST(Transition, ThePosteriorKeepsPWhereNothingCanHaveGivenTheLabel) {
  const MatrixF posterior =
      transition_posterior(table({{1, 0}}), Labels{1}, table({{1, 0}, {0, 1}}));
  EXPECT_EQ(posterior, table({{1, 0}}));
}

TEST(Transition, RefusesShapesThatDoNotMatch) {
  EXPECT_THROW(estimate_transition(MatrixF(2, 2), Labels{0}), Error);
  EXPECT_THROW(estimate_transition(MatrixF(1, 1), Labels{0}), Error);
  EXPECT_THROW(estimate_transition(MatrixF(1, 2), Labels{2}), Error);
  EXPECT_THROW(transition_posterior(MatrixF(1, 2), Labels{0}, MatrixF(3, 3)), Error);
}

}  // namespace
}  // namespace noiseal
