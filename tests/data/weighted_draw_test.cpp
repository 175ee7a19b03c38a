// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/weighted_draw.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace noiseal {
namespace {

using testing::ElementsAre;

constexpr DrawKey kKey{3, DrawPurpose::noise_rows};

std::vector<std::size_t> first_rows(std::size_t n) {
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

TEST(Share, IsRoundedHalfUp) {
  EXPECT_EQ(share_of(0.4, 100), 40U);
  EXPECT_EQ(share_of(0.5, 5), 3U);
  EXPECT_EQ(share_of(0.145, 100), 15U);  // 14.499999999999998 in binary
  EXPECT_EQ(share_of(1, 7), 7U);
  EXPECT_EQ(share_of(0, 7), 0U);
}

TEST(LargestRemainder, RoundsUpTheLargestRemainders) {
  EXPECT_THAT(largest_remainder(std::vector<double>{1.2, 2.7, 0.6, 3}, 8, kKey),
              ElementsAre(1, 3, 1, 3));
  EXPECT_THAT(largest_remainder(std::vector<double>{1.2, 2.7, 0.6, 3}, 7, kKey),
              ElementsAre(1, 3, 0, 3));
}

TEST(LargestRemainder, TakesWhatDiffersByRoundOffForWhole) {
  const double nearly_three = 0.1 + 0.2 + 2.7;
  EXPECT_THAT(largest_remainder(std::vector<double>{nearly_three, 0.3 * 10, 0.5}, 7, kKey),
              ElementsAre(3, 3, 1));
}

TEST(LargestRemainder, BreaksTiesAtRandom) {
  std::set<std::vector<std::size_t>> seen;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto counts = largest_remainder(std::vector<double>{0.5, 0.5, 0.5, 0.5}, 2,
                                          {seed, DrawPurpose::noise_ties});
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::size_t{0}), 2U);
    seen.insert(counts);
  }
  EXPECT_EQ(seen.size(), 6U);
}

TEST(LargestRemainder, KeepsToItsLimit) {
  const RoundingLimit limit{{true, true, false}, 1};
  EXPECT_THAT(largest_remainder(std::vector<double>{0.9, 0.8, 0.3}, 2, kKey, limit),
              ElementsAre(1, 0, 1));
}

TEST(RandomOrder, DependsOnTheRowsAlone) {
  std::vector<std::size_t> rows = first_rows(100);
  std::vector<std::size_t> reversed(rows.rbegin(), rows.rend());
  put_in_random_order(rows, kKey);
  put_in_random_order(reversed, kKey);
  EXPECT_EQ(rows, reversed);
  EXPECT_FALSE(std::is_sorted(rows.begin(), rows.end()));
}

TEST(DrawByWeight, FollowsTheWeights) {
  const std::vector<std::size_t> rows = first_rows(3);
  std::vector<std::size_t> firsts(3);
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    ++firsts[draw_by_weight(rows, std::vector<double>{1, 2, 5}, 1, {seed, kKey.purpose})[0]];
  }
  EXPECT_NEAR(static_cast<double>(firsts[0]), 500, 100);
  EXPECT_NEAR(static_cast<double>(firsts[1]), 1000, 120);
  EXPECT_NEAR(static_cast<double>(firsts[2]), 2500, 140);
}

TEST(DrawByWeight, TakesRowsOfNoWeightLast) {
  const auto drawn = draw_by_weight(first_rows(4), std::vector<double>{0, 1e-9, 0, 1}, 3, kKey);
  EXPECT_EQ(std::set<std::size_t>(drawn.begin(), drawn.end()).size(), 3U);
  EXPECT_TRUE(std::count(drawn.begin(), drawn.end(), 1U) == 1 &&
              std::count(drawn.begin(), drawn.end(), 3U) == 1);
}

TEST(SystematicDraw, GivesEachRowItsChance) {
  const std::vector<double> weights{0.1, 0.9, 0.5, 0.5, 0.0, 1.0};
  std::vector<double> hits(weights.size());
  constexpr std::uint64_t kDraws = 4000;
  for (std::uint64_t seed = 0; seed < kDraws; ++seed) {
    const auto drawn = draw_systematic(first_rows(6), weights, 3, {seed, kKey.purpose});
    ASSERT_EQ(drawn.size(), 3U);
    for (const std::size_t row : drawn) {
      hits[row] += 1.0 / static_cast<double>(kDraws);
    }
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    EXPECT_NEAR(hits[i], weights[i], 0.04) << i;
  }
}

TEST(SystematicDraw, TakesExactlyAsManyAsAreWanted) {
  for (std::size_t n = 0; n <= 20; ++n) {
    for (const double weight : {0.0, 1e-3, 1.0}) {
      std::vector<double> weights(20, weight);
      weights[7] = 100;
      const auto drawn = draw_systematic(first_rows(20), weights, n, kKey);
      EXPECT_EQ(std::set<std::size_t>(drawn.begin(), drawn.end()).size(), n);
      EXPECT_EQ(drawn.size(), n);
    }
  }
}

}  // namespace
}  // namespace noiseal
