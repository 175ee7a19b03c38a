// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/histogram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "tests/stats/references.h"

namespace noiseal {
namespace {

using test::references;

TEST(Histogram, CountsEqualNumPysWithOutsideValuesInTheEndBins) {
  const auto& reference = references()["histogram"];
  Histogram histogram(reference["low"], reference["high"], reference["bins"]);
  const auto values = references()["quantiles"]["values"].get<std::vector<float>>();
  histogram.add(values);
  EXPECT_EQ(histogram.counts(), reference["counts"].get<std::vector<std::uint64_t>>());
  EXPECT_EQ(histogram.total(), values.size());
}

TEST(Histogram, PutsBothEndsOfTheRangeIntoTheEndBins) {
  Histogram histogram(0, 1, 4);
  histogram.add(std::vector<float>{0.0F, 0.25F, 1.0F, -1.0F, 7.0F, INFINITY});
  EXPECT_EQ(histogram.counts(), (std::vector<std::uint64_t>{2, 1, 0, 3}));
  EXPECT_EQ(histogram.outside(), 3U);
  EXPECT_DOUBLE_EQ(histogram.bin_begin(3), 0.75);
}

TEST(Histogram, CountsNaNApart) {
  Histogram histogram(0, 1, 2);
  histogram.add(std::nan(""));
  EXPECT_EQ(histogram.total(), 0U);
  EXPECT_EQ(histogram.not_a_number(), 1U);
}

TEST(Histogram, GivesTheSameWhenFilledInPartsAndMerged) {
  const auto values = references()["quantiles"]["values"].get<std::vector<float>>();
  Histogram whole(-1, 1, 5);
  whole.add(values);
  Histogram first(-1, 1, 5);
  Histogram second(-1, 1, 5);
  first.add(std::span(values).first(40));
  second.add(std::span(values).subspan(40));
  first.merge(second);
  EXPECT_EQ(first.counts(), whole.counts());
  EXPECT_EQ(first.outside(), whole.outside());
}

TEST(Histogram, RefusesAnEmptyRangeAndForeignBins) {
  EXPECT_THROW(Histogram(1, 1, 3), Error);
  EXPECT_THROW(Histogram(0, 1, 0), Error);
  EXPECT_THROW(Histogram(0, INFINITY, 3), Error);
  Histogram histogram(0, 1, 3);
  EXPECT_THROW(histogram.merge(Histogram(0, 1, 4)), Error);
}

}  // namespace
}  // namespace noiseal
