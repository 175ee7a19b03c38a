// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/classification.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/error.h"
#include "tests/stats/references.h"

namespace noiseal {
namespace {

using Labels = std::vector<std::int32_t>;

TEST(Classification, FiguresEqualScikitLearns) {
  for (const auto& reference : test::references()["labelling"]) {
    const auto counts = confusion(reference["truth"].get<Labels>(),
                                  reference["predicted"].get<Labels>(), reference["labels"]);
    for (std::size_t a = 0; a < counts.rows(); ++a) {
      for (std::size_t b = 0; b < counts.columns(); ++b) {
        EXPECT_EQ(counts(a, b), reference["confusion"][a][b].get<std::uint64_t>());
      }
    }
    EXPECT_NEAR(accuracy(counts).value(), reference["accuracy"].get<double>(), 1e-12);
    EXPECT_NEAR(macro_f1(counts).value(), reference["macro_f1"].get<double>(), 1e-12);
    EXPECT_NEAR(cohens_kappa(counts).value(), reference["kappa"].get<double>(), 1e-12);
  }
}

TEST(Classification, LeavesOutRowsWithUnknownLabels) {
  const auto counts = confusion(Labels{0, -1, 1, 1}, Labels{0, 1, -1, 0}, 2);
  EXPECT_EQ(counts(0, 0), 1U);
  EXPECT_EQ(counts(1, 0), 1U);
  EXPECT_DOUBLE_EQ(accuracy(counts).value(), 0.5);
}

TEST(Classification, RowSharesAreTheTransitionOfEachLabel) {
  const auto shares = row_shares(confusion(Labels{0, 0, 0, 0, 1}, Labels{0, 0, 0, 1, 1}, 3));
  EXPECT_DOUBLE_EQ(shares(0, 0), 0.75);
  EXPECT_DOUBLE_EQ(shares(0, 1), 0.25);
  EXPECT_DOUBLE_EQ(shares(1, 1), 1);
  EXPECT_DOUBLE_EQ(shares(2, 2), 0);
}

TEST(Classification, SaysWhenThereIsNothingToCompare) {
  const auto nothing = confusion({}, {}, 3);
  EXPECT_FALSE(accuracy(nothing).has_value());
  EXPECT_FALSE(macro_f1(nothing).has_value());
  EXPECT_FALSE(cohens_kappa(nothing).has_value());
  EXPECT_FALSE(cohens_kappa(confusion(Labels{1, 1}, Labels{1, 1}, 2)).has_value());
  EXPECT_THROW(confusion(Labels{0}, Labels{}, 2), Error);
  EXPECT_THROW(confusion(Labels{2}, Labels{0}, 2), Error);
}

TEST(Classification, ArgmaxTakesTheLowestLabelOnTies) {
  MatrixF p(2, 3, 0.2F);
  p(1, 2) = 0.5F;
  p(1, 1) = 0.5F;
  EXPECT_EQ(argmax_rows(p), (Labels{0, 1}));
}

}  // namespace
}  // namespace noiseal
