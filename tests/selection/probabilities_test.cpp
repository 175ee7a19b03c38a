// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/probabilities.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "tests/selection/tables.h"

namespace noiseal {
namespace {

using test::table;
using Labels = std::vector<std::int32_t>;

TEST(Probabilities, TheJointOnesAreTheMean) {
  EXPECT_EQ(joint_probabilities(table({{1, 0}}), table({{.5F, .5F}})), table({{.75F, .25F}}));
  EXPECT_THROW(joint_probabilities(MatrixF(1, 2), MatrixF(2, 2)), Error);
}

TEST(Probabilities, SharpeningWithOneHalfSquaresAndScales) {
  std::vector<float> p{.5F, .25F, .25F};
  sharpen(p, .5);  // 4 : 1 : 1
  EXPECT_NEAR(p[0], 4.0 / 6, 1e-6);
  EXPECT_NEAR(p[1], 1.0 / 6, 1e-6);
  EXPECT_NEAR(p[0] + p[1] + p[2], 1, 1e-6);
}

TEST(Probabilities, SharpeningKeepsASumOfOneAtExtremes) {
  std::vector<float> same{.2F, .8F};
  sharpen(same, 1);
  EXPECT_NEAR(same[1], .8, 1e-6);
  std::vector<float> cold{.4F, .6F};
  sharpen(cold, 1e-3);
  EXPECT_NEAR(cold[1], 1, 1e-6);
  std::vector<float> nothing{0, 0};
  sharpen(nothing, .5);
  EXPECT_EQ(nothing[0], .5F);
  EXPECT_THROW(sharpen(same, 0), Error);
}

TEST(Probabilities, LossMarginAndConfidenceAreAgainstTheGivenLabel) {
  const MatrixF p = table({{.5F, .375F, .125F}, {0, 1, 0}});
  const Labels given{1, 0};
  EXPECT_NEAR(losses_of_given(p, given)[0], -std::log(.375), 1e-6);
  EXPECT_NEAR(losses_of_given(p, given)[1], -std::log(1e-7), 1e-4);
  EXPECT_EQ(margins_of_given(p, given), (std::vector<float>{.125F, 1}));
  EXPECT_EQ(margins_of_given(p, Labels{0, 1}), (std::vector<float>{-.125F, -1}));
  EXPECT_EQ(confidences(p), (std::vector<float>{.5F, 1}));
  EXPECT_THROW(losses_of_given(p, Labels{0, 3}), Error);
  EXPECT_THROW(margins_of_given(p, Labels{0}), Error);
}

}  // namespace
}  // namespace noiseal
