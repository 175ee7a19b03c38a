// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/epoch_plan.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "tests/selection/tables.h"

namespace noiseal {
namespace {

using test::table;
using Labels = std::vector<std::int32_t>;

constexpr RowSet R = RowSet::reliable;
constexpr RowSet H = RowSet::hard;
constexpr RowSet P = RowSet::purified;
constexpr RowSet U = RowSet::unused;

Selection four_sets() {
  return {.set = {R, H, P, U}, .joint = {0, 1, 2, 2}, .joint_confidence = {1, 1, 1, 1}};
}
const Labels kGiven{0, 0, 1, 1};
const MatrixF kTarget = table({{1, 0, 0}, {.5F, .25F, .25F}, {0, .25F, .75F}, {.25F, .25F, .5F}});

TEST(Roles, GiveEachSetItsLabelBeforeAnyAnswer) {
  const auto roles = roles_of(four_sets(), kGiven);
  EXPECT_EQ(roles[0], (RowRole{R, 0, true, false, AnswerFate::not_asked, 0}));
  EXPECT_EQ(roles[1], (RowRole{H, 0, false, false, AnswerFate::not_asked, 0}));
  EXPECT_EQ(roles[2], (RowRole{P, 2, false, false, AnswerFate::not_asked, 1}));
  EXPECT_EQ(roles[3], (RowRole{U, 1, false, false, AnswerFate::not_asked, 1}));
  EXPECT_THROW(roles_of(four_sets(), Labels{0}), Error);
}

TEST(Roles, YieldToThePersonsDecisions) {
  auto roles = roles_of(four_sets(), kGiven);
  apply_decisions(roles, std::vector<RowDecision>{{RowVerdict::ambiguous, -1},
                                                  {RowVerdict::labelled, 2},
                                                  {RowVerdict::excluded, -1},
                                                  {RowVerdict::undecided, -1}});
  EXPECT_EQ(roles[0].set, H);
  EXPECT_FALSE(roles[0].may_demonstrate);
  EXPECT_EQ(roles[1].set, R);
  EXPECT_EQ(roles[1].label, 2);
  EXPECT_TRUE(roles[1].may_demonstrate);
  EXPECT_TRUE(roles[1].settled);
  EXPECT_EQ(roles[2].set, U);
  EXPECT_EQ(roles[3].set, U);
  EXPECT_FALSE(roles[0].settled || roles[2].settled || roles[3].settled);
  EXPECT_THROW(apply_decisions(roles, std::vector<RowDecision>(2)), Error);
}

TEST(Roles, SayWhichRowsMayBeShownToAnAnnotator) {
  auto roles = roles_of(four_sets(), kGiven);
  roles[3].may_demonstrate = true;
  EXPECT_EQ(demonstrable_rows(roles), (std::vector<std::uint32_t>{0, 3}));
  EXPECT_EQ(labels_of(roles), (Labels{0, 0, 2, 1}));
}

TEST(EpochPlan, GivesEachSetItsLossAndLeavesUnusedRowsOut) {
  const auto plan = plan_epoch(roles_of(four_sets(), kGiven), kTarget, {}, {});
  ASSERT_EQ(plan.examples.size(), 3U);
  EXPECT_EQ(plan.examples[0], (PlannedExample{0, R, PlannedLoss::cross_entropy, 0, 0}));
  EXPECT_EQ(plan.examples[1], (PlannedExample{1, H, PlannedLoss::embmix, -1, 0}));
  EXPECT_EQ(plan.examples[2], (PlannedExample{2, P, PlannedLoss::reversed_cross_entropy, 2, 0}));
  // Row 1 squared: 4 : 1 : 1.
  ASSERT_EQ(plan.soft_targets.rows(), 1U);
  EXPECT_NEAR(plan.soft_targets(0, 0), 4.0 / 6, 1e-6);
  EXPECT_NEAR(plan.soft_targets(0, 1), 1.0 / 6, 1e-6);
}

TEST(EpochPlan, FollowsTheRecipesLosses) {
  const auto roles = roles_of(four_sets(), kGiven);
  const auto plain =
      plan_epoch(roles, kTarget, {}, {.p_loss = PurifiedLoss::ce, .h_loss = HardLoss::soft});
  EXPECT_EQ(plain.examples[1].loss, PlannedLoss::soft_cross_entropy);
  EXPECT_EQ(plain.examples[2].loss, PlannedLoss::cross_entropy);
  EXPECT_EQ(plain.examples[2].label, 2);
  const auto off =
      plan_epoch(roles, kTarget, {}, {.p_loss = PurifiedLoss::off, .h_loss = HardLoss::off});
  ASSERT_EQ(off.examples.size(), 1U);
  EXPECT_EQ(off.examples[0].row, 0U);
  EXPECT_EQ(off.soft_targets.rows(), 0U);
}

TEST(EpochPlan, TrainsHardRowsOnTheirGivenLabelWhereTheRecipeSaysSo) {
  const auto plan =
      plan_epoch(roles_of(four_sets(), kGiven), kTarget, {}, {.h_loss = HardLoss::given});
  ASSERT_EQ(plan.examples.size(), 3U);
  EXPECT_EQ(plan.examples[1], (PlannedExample{1, H, PlannedLoss::cross_entropy, 0, 0}));
  EXPECT_EQ(plan.soft_targets.rows(), 0U);
}

TEST(EpochPlan, CorrectsGivenLabelsOfReliableAndHardRowsButNoPurifiedOnes) {
  const auto roles = roles_of(four_sets(), kGiven);
  const auto plan = plan_epoch(
      roles, kTarget, {},
      {.p_loss = PurifiedLoss::ce, .h_loss = HardLoss::given, .correction = Correction::forward});
  ASSERT_EQ(plan.examples.size(), 3U);
  EXPECT_EQ(plan.examples[0].loss, PlannedLoss::corrected_cross_entropy);
  EXPECT_EQ(plan.examples[0].label, 0);
  EXPECT_EQ(plan.examples[1].loss, PlannedLoss::corrected_cross_entropy);
  EXPECT_EQ(plan.examples[1].label, 0);
  EXPECT_EQ(plan.examples[2].loss, PlannedLoss::cross_entropy);
  const auto soft = plan_epoch(roles, kTarget, {}, {.correction = Correction::forward});
  EXPECT_EQ(soft.examples[1].loss, PlannedLoss::embmix);
  EXPECT_EQ(soft.examples[2].loss, PlannedLoss::reversed_cross_entropy);
}

TEST(EpochPlan, NeverCorrectsALabelThatIsSettled) {
  auto roles = roles_of(four_sets(), kGiven);
  apply_decisions(roles, std::vector<RowDecision>{{RowVerdict::undecided, -1},
                                                  {RowVerdict::labelled, 2},
                                                  {RowVerdict::labelled, 1},
                                                  {RowVerdict::ambiguous, -1}});
  const auto plan = plan_epoch(roles, kTarget, {},
                               {.h_loss = HardLoss::given, .correction = Correction::forward});
  ASSERT_EQ(plan.examples.size(), 4U);
  EXPECT_EQ(plan.examples[0].loss, PlannedLoss::corrected_cross_entropy);
  EXPECT_EQ(plan.examples[1], (PlannedExample{1, R, PlannedLoss::cross_entropy, 2, 0}));
  EXPECT_EQ(plan.examples[2], (PlannedExample{2, R, PlannedLoss::cross_entropy, 1, 0}));
  EXPECT_EQ(plan.examples[3], (PlannedExample{3, H, PlannedLoss::embmix, -1, 0}))
      << "an ambiguous row has no single label";
}

TEST(EpochPlan, TrainsPurifiedRowsOnTheirGivenLabelUntilAnAnswerIsAccepted) {
  auto roles = roles_of(four_sets(), kGiven);
  const EpochPlanOptions options{
      .p_loss = PurifiedLoss::given, .h_loss = HardLoss::given, .correction = Correction::forward};
  const auto before = plan_epoch(roles, kTarget, {}, options);
  ASSERT_EQ(before.examples.size(), 3U);
  EXPECT_EQ(before.examples[2],
            (PlannedExample{2, P, PlannedLoss::corrected_cross_entropy, kGiven[2], 0}));
  roles[2].settled = true;
  const auto after = plan_epoch(roles, kTarget, {}, options);
  EXPECT_EQ(after.examples[2], (PlannedExample{2, P, PlannedLoss::cross_entropy, 2, 0}));
}

TEST(EpochPlan, LeavesHeldOutRowsOutOfTheLosses) {
  const std::vector<std::uint8_t> held_out{1, 1, 0, 0};
  const auto plan = plan_epoch(roles_of(four_sets(), kGiven), kTarget, held_out, {});
  ASSERT_EQ(plan.examples.size(), 1U);
  EXPECT_EQ(plan.examples[0].row, 2U);
  const auto warm_up = plan_warm_up(kGiven, {}, held_out);
  ASSERT_EQ(warm_up.examples.size(), 2U);
  EXPECT_EQ(warm_up.examples[0].row, 2U);
}

TEST(WarmUp, TrainsOnEveryGivenLabelOrThePersonsOne) {
  const auto plan = plan_warm_up(kGiven,
                                 std::vector<RowDecision>{{RowVerdict::undecided, -1},
                                                          {RowVerdict::labelled, 2},
                                                          {RowVerdict::excluded, -1},
                                                          {RowVerdict::ambiguous, -1}},
                                 {});
  ASSERT_EQ(plan.examples.size(), 3U);
  EXPECT_EQ(plan.examples[0].label, 0);
  EXPECT_EQ(plan.examples[1].label, 2);
  EXPECT_EQ(plan.examples[2].row, 3U);
  EXPECT_EQ(plan.examples[2].label, 1);
  for (const auto& example : plan.examples) {
    EXPECT_EQ(example.loss, PlannedLoss::cross_entropy);
  }
}

TEST(WarmUp, CorrectsGivenLabelsButNoDecidedOnes) {
  const auto plan = plan_warm_up(kGiven,
                                 std::vector<RowDecision>{{RowVerdict::undecided, -1},
                                                          {RowVerdict::labelled, 2},
                                                          {RowVerdict::excluded, -1},
                                                          {RowVerdict::ambiguous, -1}},
                                 {}, Correction::forward);
  ASSERT_EQ(plan.examples.size(), 3U);
  EXPECT_EQ(plan.examples[0].loss, PlannedLoss::corrected_cross_entropy);
  EXPECT_EQ(plan.examples[1].loss, PlannedLoss::cross_entropy);
  EXPECT_EQ(plan.examples[2].loss, PlannedLoss::corrected_cross_entropy);
}

TEST(EpochPlan, KeepsItsPromisesOnRandomRoles) {
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    Rng rng({3, trial});
    const std::size_t n = 1 + rng.below(200);
    const MatrixF target = test::random_probabilities(rng, n, 4, 3);
    std::vector<RowRole> roles(n);
    for (RowRole& role : roles) {
      role = {static_cast<RowSet>(rng.below(4)), static_cast<std::int32_t>(rng.below(4)), false,
              false, AnswerFate::not_asked};
    }
    const auto plan = plan_epoch(roles, target, {}, {});
    std::size_t soft = 0;
    std::size_t used = 0;
    for (const RowRole& role : roles) {
      used += role.set != U ? 1U : 0U;
    }
    EXPECT_EQ(plan.examples.size(), used);
    for (std::size_t i = 0; i < plan.examples.size(); ++i) {
      const auto& example = plan.examples[i];
      EXPECT_TRUE(i == 0 || plan.examples[i - 1].row < example.row);
      EXPECT_EQ(example.set, roles[example.row].set);
      if (example.label < 0) {
        EXPECT_EQ(example.soft, soft++);
        float sum = 0;
        for (const float value : plan.soft_targets.row(example.soft)) {
          sum += value;
        }
        EXPECT_NEAR(sum, 1, 1e-5);
      } else {
        EXPECT_EQ(example.label, roles[example.row].label);
      }
    }
    EXPECT_EQ(soft, plan.soft_targets.rows());
  }
}

}  // namespace
}  // namespace noiseal
