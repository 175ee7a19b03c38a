// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/ordering.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "core/base/error.h"

namespace noiseal {
namespace {

using Rows = std::vector<std::uint32_t>;

TEST(SpreadOrder, TakesTheWorstRowOfEveryLabelInTurns) {
  const std::vector<float> scores{0.1F, 0.9F, 0.8F, 0.7F, 0.2F, 0.6F};
  const std::vector<std::int32_t> labels{0, 1, 1, 1, 0, 2};
  // turn 1: rows 1 (label 1), 5 (label 2), 4 (label 0); turn 2: 2, 0; turn 3: 3.
  EXPECT_EQ(spread_order(Rows{0, 1, 2, 3, 4, 5}, scores, labels), (Rows{1, 5, 4, 2, 0, 3}));
}

TEST(SpreadOrder, OrdersOnlyTheRowsItIsGivenAndBreaksTiesByRow) {
  const std::vector<float> scores(4, 0.5F);
  const std::vector<std::int32_t> labels{1, 0, 0, 1};
  EXPECT_EQ(spread_order(Rows{3, 2, 1}, scores, labels), (Rows{1, 3, 2}));
  EXPECT_TRUE(spread_order(Rows{}, scores, labels).empty());
}

TEST(SpreadOrder, PutsRowsWithoutAScoreLast) {
  const std::vector<float> scores{NAN, 0.1F, NAN, 0.2F};
  const std::vector<std::int32_t> labels(4, 0);
  EXPECT_EQ(spread_order(Rows{0, 1, 2, 3}, scores, labels), (Rows{3, 1, 0, 2}));
}

TEST(FarthestFirst, GoesFromTheWorstRowToTheOneFarthestFromAllTaken) {
  MatrixF vectors(5, 2);
  const double degrees[] = {0, 10, 180, 90, 185};
  for (std::size_t i = 0; i < 5; ++i) {
    vectors(i, 0) = static_cast<float>(3 * std::cos(degrees[i] * 3.14159265 / 180));
    vectors(i, 1) = static_cast<float>(3 * std::sin(degrees[i] * 3.14159265 / 180));
  }
  const std::vector<float> scores{0.9F, 0.1F, 0.2F, 0.3F, 0.1F};
  const Rows rows{0, 1, 2, 3, 4};
  EXPECT_EQ(farthest_first_order(rows, scores, vectors, 5, nullptr), (Rows{0, 2, 3, 1, 4}));
  EXPECT_EQ(farthest_first_order(rows, scores, vectors, 2, nullptr), (Rows{0, 2}));
}

TEST(FarthestFirst, OrdersEveryRowOnceAlsoWhenAllVectorsAreEqualOrZero) {
  const MatrixF vectors(4, 6, 0.0F);
  const std::vector<float> scores{0.1F, 0.3F, 0.2F, 0.3F};
  EXPECT_EQ(farthest_first_order(Rows{0, 1, 2, 3}, scores, vectors, 9, nullptr),
            (Rows{1, 3, 2, 0}));
}

TEST(FarthestFirst, StopsWhenAsked) {
  const Control control;
  control.request_stop();
  const std::vector<float> scores{0.1F};
  EXPECT_THROW(farthest_first_order(Rows{0}, scores, MatrixF(1, 2), 1, &control), Interrupted);
}

}  // namespace
}  // namespace noiseal
