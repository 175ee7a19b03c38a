// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace noiseal {
namespace {

TEST(Rng, IsSplitMix64) {
  Rng rng({});  // state 0: the reference implementation's published first outputs
  EXPECT_EQ(rng(), 0xe220a8397b1dcdafULL);
  EXPECT_EQ(rng(), 0x6e789e6aa1b965f4ULL);
  EXPECT_EQ(rng(), 0x06c45d188009454fULL);
}

// Worked out by an implementation in Python's integers. Runs are replayed by these values: they
// must never change.
TEST(Rng, GivesTheRecordedValuesForAKey) {
  Rng rng({1, 2, 3});
  EXPECT_EQ(rng(), 0x185bb40c3c12cf8dULL);
  EXPECT_EQ(rng(), 0xc038bcd9e9d5e8b4ULL);
  EXPECT_EQ(rng(), 0xada177b2448de9a3ULL);
}

TEST(Rng, GivesAnotherStreamForEachKeyAndOrderOfKeys) {
  EXPECT_NE(Rng({1, 2})(), Rng({2, 1})());
  EXPECT_NE(Rng({0})(), Rng({0, 0})());
  EXPECT_NE(Rng({1})(), Rng({2})());
}

TEST(Rng, DrawsWholeNumbersUniformly) {
  Rng rng({7});
  std::array<int, 6> counts{};
  constexpr int kDraws = 60000;
  for (int i = 0; i < kDraws; ++i) {
    ++counts.at(rng.below(6));
  }
  double chi_square = 0;
  for (const int count : counts) {
    chi_square += std::pow(count - kDraws / 6.0, 2) / (kDraws / 6.0);
  }
  EXPECT_LT(chi_square, 20.5);  // 5 degrees of freedom: one in a thousand
}

TEST(Rng, DrawsFractionsInTheHalfOpenUnitInterval) {
  Rng rng({8});
  double sum = 0;
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) {
    const double value = rng.uniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.004);
}

struct Moments {
  double mean = 0;
  double variance = 0;
};

template <typename Draw>
Moments moments_of(Draw draw) {
  constexpr int kDraws = 100000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = draw();
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kDraws;
  return {mean, squares / kDraws - mean * mean};
}

TEST(Rng, NormalGammaAndBetaHaveTheirMeanAndVariance) {
  Rng rng({9});
  const Moments normal = moments_of([&] { return rng.normal(); });
  EXPECT_NEAR(normal.mean, 0, 0.015);
  EXPECT_NEAR(normal.variance, 1, 0.02);
  const Moments gamma = moments_of([&] { return rng.gamma(2.5); });
  EXPECT_NEAR(gamma.mean, 2.5, 0.03);
  EXPECT_NEAR(gamma.variance, 2.5, 0.1);
  const Moments beta = moments_of([&] { return rng.beta(0.75, 0.75); });
  EXPECT_NEAR(beta.mean, 0.5, 0.006);
  EXPECT_NEAR(beta.variance, 0.1, 0.003);  // ab / ((a+b)^2 (a+b+1))
}

TEST(Rng, ShufflesToEveryOrderEquallyOften) {
  std::array<int, 6> counts{};
  for (std::uint64_t key = 0; key < 12000; ++key) {
    std::vector<int> values{0, 1, 2};
    Rng rng({10, key});
    rng.shuffle(std::span(values));
    ++counts.at(static_cast<std::size_t>(values[0] * 2 + (values[1] > values[2] ? 1 : 0)));
  }
  for (const int count : counts) {
    EXPECT_NEAR(count, 2000, 160);
  }
}

}  // namespace
}  // namespace noiseal
