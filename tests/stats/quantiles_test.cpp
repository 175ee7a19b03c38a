// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/quantiles.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "tests/stats/references.h"

namespace noiseal {
namespace {

TEST(Quantiles, EqualNumPys) {
  const auto& reference = test::references()["quantiles"];
  const auto values = reference["values"].get<std::vector<float>>();
  for (const auto& point : reference["at"]) {
    EXPECT_NEAR(quantile(values, point[0]).value(), point[1].get<double>(), 1e-12) << point;
  }
}

TEST(Quantiles, TheBandIsTheQuartilesAndTheMedian) {
  const std::vector<float> values{5, 1, 4, 2, 3, 8};
  const QuartileBand band = quartile_band(values).value();
  EXPECT_DOUBLE_EQ(band.lower, 2.25);
  EXPECT_DOUBLE_EQ(band.median, 3.5);
  EXPECT_DOUBLE_EQ(band.upper, 4.75);
}

TEST(Quantiles, LeaveOutNaNAndSayWhenNothingIsLeft) {
  const std::vector<float> values{NAN, 2, NAN};
  EXPECT_DOUBLE_EQ(quantile(values, 0.9).value(), 2);
  EXPECT_FALSE(quantile({}, 0.5).has_value());
  EXPECT_FALSE(quartile_band(std::vector<float>{NAN}).has_value());
  EXPECT_THROW(quantile(values, 1.1), Error);
}

TEST(Summary, GivesMeanSampleDeviationAndRange) {
  const Summary summary = summarise(std::vector<double>{0.90, 0.94, 0.92, NAN}).value();
  EXPECT_EQ(summary.count, 3U);
  EXPECT_NEAR(summary.mean, 0.92, 1e-12);
  EXPECT_NEAR(summary.standard_deviation, 0.02, 1e-12);
  EXPECT_DOUBLE_EQ(summary.lowest, 0.90);
  EXPECT_DOUBLE_EQ(summary.highest, 0.94);
}

TEST(Summary, OfOneValueHasNoDeviationAndOfNoneIsNothing) {
  EXPECT_DOUBLE_EQ(summarise(std::vector<double>{-3}).value().standard_deviation, 0);
  EXPECT_DOUBLE_EQ(summarise(std::vector<double>{-3}).value().highest, -3);
  EXPECT_FALSE(summarise({}).has_value());
}

}  // namespace
}  // namespace noiseal
