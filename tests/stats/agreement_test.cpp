// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/agreement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"

namespace noiseal {
namespace {

Matrix<std::uint32_t> table(std::size_t n, const std::vector<std::uint32_t>& counts) {
  Matrix<std::uint32_t> matrix(n, n, 0U);
  std::copy(counts.begin(), counts.end(), matrix.values().begin());
  return matrix;
}

TEST(Agreement, MatchesValuesWorkedByHand) {
  const Agreement agreement = cohen_agreement(table(2, {20, 5, 10, 15}));
  EXPECT_EQ(agreement.items, 50U);
  EXPECT_EQ(agreement.agreed, 35U);
  EXPECT_NEAR(agreement.expected, 0.5, 1e-12);
  EXPECT_NEAR(agreement.kappa.value(), 0.4, 1e-12);
}

TEST(Agreement, IsOneForTwinsAndHasNoKappaWhereChanceWouldDo) {
  EXPECT_NEAR(cohen_agreement(table(2, {7, 0, 0, 3})).kappa.value(), 1, 1e-12);
  EXPECT_FALSE(cohen_agreement(table(2, {9, 0, 0, 0})).kappa.has_value());
  EXPECT_FALSE(cohen_agreement(table(2, {0, 0, 0, 0})).kappa.has_value());
}

/// Two reviewers who say the truth with a known probability and else any of the other labels:
/// kappa's true value follows from that.
TEST(Agreement, FindsTheKappaOfSimulatedReviewers) {
  constexpr std::size_t labels = 4;
  constexpr double right = 0.8;
  Rng rng({11});
  const auto answer = [&](std::size_t truth) {
    return rng.uniform() < right ? truth : (truth + 1 + rng.below(labels - 1)) % labels;
  };
  double sum = 0;
  constexpr int rounds = 200;
  for (int round = 0; round < rounds; ++round) {
    Matrix<std::uint32_t> counts(labels, labels, 0U);
    for (int item = 0; item < 400; ++item) {
      const std::size_t truth = rng.below(labels);
      const std::size_t first = answer(truth);
      ++counts(first, answer(truth));
    }
    sum += cohen_agreement(counts).kappa.value();
  }
  const double observed = right * right + (1 - right) * (1 - right) / (labels - 1);
  const double truth = (observed - 1.0 / labels) / (1 - 1.0 / labels);
  EXPECT_NEAR(sum / rounds, truth, 0.01);
}

/// Draws without replacement from a population with a known number of wrong rows.
std::uint64_t wrong_in_sample(Rng& rng, std::uint64_t wrong, std::uint64_t population,
                              std::uint64_t sample) {
  std::uint64_t found = 0;
  for (std::uint64_t i = 0; i < sample; ++i) {
    found += rng.below(population - i) < wrong - found ? 1U : 0U;
  }
  return found;
}

TEST(PopulationCount, CoversTheTruthAtLeastAsOftenAsItSays) {
  Rng rng({12});
  for (const std::uint64_t wrong : {0U, 5U, 40U, 300U, 990U}) {
    for (const std::uint64_t sample : {30U, 100U, 400U}) {
      constexpr int rounds = 2000;
      int covered = 0;
      for (int round = 0; round < rounds; ++round) {
        const CountInterval count =
            population_count(wrong_in_sample(rng, wrong, 1000, sample), sample, 1000);
        covered +=
            count.low <= static_cast<double>(wrong) && static_cast<double>(wrong) <= count.high ? 1
                                                                                                : 0;
      }
      // Four standard errors of a share of 0.95 in 2,000 rounds are 0.0195.
      EXPECT_GE(covered, rounds * (0.95 - 0.0195)) << wrong << " wrong, sample " << sample;
    }
  }
}

TEST(PopulationCount, KeepsToWhatTheSampleProves) {
  const CountInterval all = population_count(3, 10, 10);
  EXPECT_EQ(all.low, 3);
  EXPECT_EQ(all.high, 3);
  EXPECT_EQ(all.estimate, 3);
  EXPECT_THROW(population_count(1, 20, 10), Error);
  EXPECT_THROW(population_count(5, 4, 10), Error);
}

/// Both intervals of a share, over simulated reviewers whose true precision is known.
TEST(Intervals, CoverTheTruePrecisionAtTheirRate) {
  Rng rng({13});
  for (const double precision : {0.5, 0.8, 0.9, 0.95, 0.99}) {
    for (const std::uint64_t n : {50U, 100U, 300U}) {
      constexpr int rounds = 2000;
      int exact = 0;
      double wilson = 0;
      for (int round = 0; round < rounds; ++round) {
        std::uint64_t right = 0;
        for (std::uint64_t i = 0; i < n; ++i) {
          right += rng.uniform() < precision ? 1U : 0U;
        }
        const auto covers = [&](const Interval& interval) {
          return interval.low <= precision && precision <= interval.high ? 1 : 0;
        };
        exact += covers(clopper_pearson_interval(right, n));
        wilson += covers(wilson_interval(right, n));
      }
      EXPECT_GE(exact, rounds * (0.95 - 0.0195)) << precision << " of " << n;
      // Wilson keeps the rate on average over shares, not for each (Brown, Cai and DasGupta 2001).
      EXPECT_GE(wilson, rounds * 0.89) << precision << " of " << n;
    }
  }
}

}  // namespace
}  // namespace noiseal
