// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/intervals.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/stats/references.h"

namespace noiseal {
namespace {

TEST(Intervals, EqualSciPys) {
  for (const auto& row : test::references()["intervals"]) {
    const auto wilson = wilson_interval(row[0], row[1], row[2]);
    EXPECT_NEAR(wilson.low, row[3].get<double>(), 1e-10) << row;
    EXPECT_NEAR(wilson.high, row[4].get<double>(), 1e-10) << row;
    const auto exact = clopper_pearson_interval(row[0], row[1], row[2]);
    EXPECT_NEAR(exact.low, row[5].get<double>(), 1e-10) << row;
    EXPECT_NEAR(exact.high, row[6].get<double>(), 1e-10) << row;
  }
}

TEST(Intervals, KnowNothingBeforeTheFirstTrial) {
  EXPECT_EQ(wilson_interval(0, 0).low, 0);
  EXPECT_EQ(wilson_interval(0, 0).high, 1);
  EXPECT_EQ(clopper_pearson_interval(0, 0).high, 1);
}

TEST(Intervals, RefuseWhatCannotBe) {
  EXPECT_THROW(wilson_interval(3, 2), Error);
  EXPECT_THROW(clopper_pearson_interval(1, 2, 1.0), Error);
}

TEST(SpecialFunctions, EqualSciPys) {
  for (const auto& row : test::references()["betainc"]) {
    const double expected = row[3];
    EXPECT_NEAR(incomplete_beta(row[0], row[1], row[2]), expected, 1e-9 * (1e-6 + expected)) << row;
  }
  for (const auto& row : test::references()["normal_quantile"]) {
    EXPECT_NEAR(normal_quantile(row[0]), row[1].get<double>(), 1e-10) << row;
  }
  EXPECT_EQ(incomplete_beta(2, 3, 0), 0);
  EXPECT_EQ(incomplete_beta(2, 3, 1), 1);
}

}  // namespace
}  // namespace noiseal
