// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/selection.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "tests/selection/tables.h"

namespace noiseal {
namespace {

using test::table;
using Labels = std::vector<std::int32_t>;
using Sets = std::vector<RowSet>;

constexpr RowSet R = RowSet::reliable;
constexpr RowSet H = RowSet::hard;
constexpr RowSet P = RowSet::purified;
constexpr RowSet U = RowSet::unused;

Thresholds thresholds(std::size_t n, float strong, float weak) {
  return {std::vector<float>(n, strong), std::vector<float>(n, weak)};
}

// Worked by hand; all values are exact in binary, so that boundaries are boundaries.
TEST(Agreement, FollowsTheHandWorkedTable) {
  const MatrixF strong = table({{.625F, .25F, .125F},  // 0: agree with given, both at or over tau
                                {.625F, .25F, .125F},  // 1: ... the weak one below its tau
                                {.5F, .25F, .25F},     // 2: ... the strong one exactly at tau
                                {.875F, .125F, 0},     // 3: deny given, mean .75 = threshold
                                {.875F, .125F, 0},     // 4: deny given, mean below
                                {.875F, .125F, 0},     // 5: the models differ, one says given
                                {.875F, .125F, 0},     // 6: the models differ, none says given
                                {.5F, .5F, 0}});       // 7: a tie goes to the lower label
  const MatrixF weak = table({{.75F, .125F, .125F},
                              {.4375F, .3125F, .25F},
                              {.5F, .25F, .25F},
                              {.625F, .375F, 0},
                              {.5625F, .4375F, 0},
                              {.25F, .75F, 0},
                              {.25F, .75F, 0},
                              {.75F, .25F, 0}});
  const Labels given{0, 0, 0, 1, 1, 1, 2, 0};
  const auto selection = select_rows({.rule = Rule::agreement, .sigma = .25},
                                     thresholds(8, .5F, .5F), strong, weak, given);
  EXPECT_EQ(selection.set, (Sets{R, H, R, P, H, H, H, R}));
  EXPECT_EQ(selection.joint, (Labels{0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(selection.joint_confidence[3], .75F);
}

TEST(Agreement, CapsTheThresholdOfPAt99PercentAndTakesTheMeanOfBothTaus) {
  const MatrixF strong = table({{.9921875F, .0078125F}, {.984375F, .015625F}, {.75F, .25F}});
  const Labels given{1, 1, 1};
  Thresholds tau = thresholds(3, .9375F, .9375F);
  tau.strong[2] = .75F;  // mean (.75 + .25) / 2 + .25 = .75
  tau.weak[2] = .25F;
  const auto selection =
      select_rows({.rule = Rule::agreement, .sigma = .25}, tau, strong, strong, given);
  EXPECT_EQ(selection.set, (Sets{P, H, P}));
}

TEST(GivenLabel, FollowsTheHandWorkedTable) {
  const MatrixF strong = table({{.625F, .375F, 0},    // 0: both clean
                                {.5F, .5F, 0},        // 1: the strong one only at tau: not clean
                                {.625F, .375F, 0},    // 2: the strong one alone clean
                                {.125F, .875F, 0},    // 3: neither, mean .75 only at the threshold
                                {.125F, .875F, 0},    // 4: neither, over the threshold
                                {.25F, .5F, .25F}});  // 5: neither and unsure
  const MatrixF weak = table({{.625F, .375F, 0},
                              {.75F, .25F, 0},
                              {.25F, .75F, 0},
                              {.375F, .625F, 0},
                              {.25F, .75F, 0},
                              {.25F, .5F, .25F}});
  const Labels given(6, 0);
  const auto selection = select_rows({.rule = Rule::given_label, .sigma = .25},
                                     thresholds(6, .5F, .5F), strong, weak, given);
  EXPECT_EQ(selection.set, (Sets{R, H, H, U, P, U}));
}

TEST(Fixed, ComparesAllRowsWithOneThresholdWhateverTau) {
  const MatrixF p = table({{.75F, .25F}, {.6875F, .3125F}, {.25F, .75F}, {.0625F, .9375F}});
  const Labels given{0, 0, 0, 0};
  const SelectionOptions options{.rule = Rule::fixed, .sigma = .125, .fixed_threshold = .75};
  const auto selection = select_rows(options, thresholds(4, .1F, 1), p, p, given);
  EXPECT_EQ(selection.set, (Sets{R, H, H, P}));
  EXPECT_EQ(select_rows(options, {}, p, p, given).set, selection.set);
}

TEST(Plain, TakesEveryRowAsItIs) {
  const MatrixF p = table({{.75F, .25F}, {.25F, .75F}});
  EXPECT_EQ(select_rows({.rule = Rule::plain}, {}, p, p, Labels{1, 1}).set, (Sets{R, R}));
}

TEST(Mixture, SplitsTwoHeapsOfLossesAndNeverPurifies) {
  Rng rng({11, 4});
  const std::size_t n = 600;
  MatrixF strong(n, 4);
  Labels given(n, 2);
  std::vector<bool> wrong(n);
  for (std::size_t i = 0; i < n; ++i) {
    wrong[i] = i % 3 == 0;
    const double p = wrong[i] ? 0.02 + 0.05 * rng.uniform() : 0.85 + 0.14 * rng.uniform();
    strong(i, 2) = static_cast<float>(p);
    strong(i, 0) = static_cast<float>(1 - p);
  }
  const MatrixF weak(n, 4, .25F);  // must not matter
  const auto selection = select_rows({.rule = Rule::mixture}, {}, strong, weak, given);
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_EQ(selection.set[i], wrong[i] ? H : R) << i;
  }
}

TEST(Mixture, KeepsAllRowsWhenTheLossesSayNothing) {
  const MatrixF p(5, 2, .5F);
  EXPECT_EQ(select_rows({.rule = Rule::mixture}, {}, p, p, Labels(5, 1)).set, Sets(5, R));
  EXPECT_TRUE(
      select_rows({.rule = Rule::mixture}, {}, MatrixF(0, 2), MatrixF(0, 2), {}).set.empty());
}

TEST(Thresholds, StartAtOneOverKAndMoveTowardTheNewestConfidence) {
  Thresholds tau = Thresholds::initial(2, 4);
  EXPECT_EQ(tau.strong, (std::vector<float>{.25F, .25F}));
  const MatrixF strong = table({{.5F, .5F, 0, 0}, {1, 0, 0, 0}});
  const MatrixF weak = table({{.25F, .25F, .25F, .25F}, {0, 0, 0, 1}});
  tau.update(strong, weak, 0.5);
  EXPECT_EQ(tau.strong, (std::vector<float>{.375F, .625F}));
  EXPECT_EQ(tau.weak, (std::vector<float>{.25F, .625F}));
  tau.update(strong, weak, 0.25);
  EXPECT_EQ(tau.strong, (std::vector<float>{.40625F, .71875F}));
  tau.update(strong, weak, 0);
  EXPECT_EQ(tau.strong, (std::vector<float>{.40625F, .71875F}));
}

class EveryRule : public testing::TestWithParam<Rule> {};

TEST_P(EveryRule, PutsEachRowIntoExactlyOneSetAndKeepsWhatTheSetsPromise) {
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    Rng rng({99, trial});
    const std::size_t n = 1 + rng.below(300);
    const std::size_t k = 2 + rng.below(5);
    const MatrixF strong = test::random_probabilities(rng, n, k, 1 + 7 * rng.uniform());
    const MatrixF weak = test::random_probabilities(rng, n, k, 1 + 7 * rng.uniform());
    const Labels given = test::random_labels(rng, n, k);
    Thresholds tau = Thresholds::initial(n, k);
    tau.update(strong, weak, rng.uniform());
    const auto selection = select_rows({.rule = GetParam(), .sigma = .1}, tau, strong, weak, given);
    ASSERT_EQ(selection.set.size(), n);
    const bool may_leave_out = GetParam() == Rule::given_label;
    const bool may_purify = GetParam() != Rule::mixture && GetParam() != Rule::plain;
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_LE(static_cast<int>(selection.set[i]), 3);
      EXPECT_TRUE(may_leave_out || selection.set[i] != U);
      EXPECT_TRUE(may_purify || selection.set[i] != P);
      if (GetParam() == Rule::agreement || GetParam() == Rule::fixed) {
        EXPECT_TRUE(selection.set[i] != R || selection.joint[i] == given[i]);
        EXPECT_TRUE(selection.set[i] != P || selection.joint[i] != given[i]);
      }
    }
    EXPECT_EQ(select_rows({.rule = GetParam(), .sigma = .1}, tau, strong, weak, given).set,
              selection.set);
  }
}

INSTANTIATE_TEST_SUITE_P(Selection, EveryRule,
                         testing::Values(Rule::agreement, Rule::given_label, Rule::mixture,
                                         Rule::fixed, Rule::plain));

TEST(Selection, RefusesShapesThatDoNotMatch) {
  const MatrixF p(3, 2, .5F);
  EXPECT_THROW(select_rows({}, thresholds(3, 0, 0), p, p, Labels(2, 0)), Error);
  EXPECT_THROW(select_rows({}, thresholds(2, 0, 0), p, p, Labels(3, 0)), Error);
  EXPECT_THROW(select_rows({}, thresholds(3, 0, 0), p, MatrixF(3, 3), Labels(3, 0)), Error);
  EXPECT_THROW(select_rows({}, thresholds(3, 0, 0), p, p, Labels(3, 2)), Error);
}

}  // namespace
}  // namespace noiseal
