// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/signatures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noiseal {
namespace {

using testing::HasSubstr;

TEST(Signatures, NoneWhenNothingIsKnown) {
  EXPECT_TRUE(find_signatures({.epoch = 1}).empty());
}

TEST(ConfirmationBias, ShowsWhenTheModelsDifferByLessThanHalfAsMuchAsAfterWarmUp) {
  EXPECT_TRUE(
      find_signatures({.epoch = 3, .ks_distance = .2, .ks_distance_after_warm_up = .4}).empty());
  EXPECT_TRUE(find_signatures({.epoch = 3, .ks_distance = .1}).empty());
  const auto found =
      find_signatures({.epoch = 3, .ks_distance = .19, .ks_distance_after_warm_up = .4});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "confirmation-bias");
  EXPECT_EQ(found[0].epoch, 3);
  EXPECT_THAT(found[0].message, HasSubstr("19 % now"));
}

TEST(ConfirmationBias, ShowsWhereTheModelsAreAlikeFromTheStart) {
  EXPECT_TRUE(
      find_signatures({.epoch = 3, .ks_distance = .06, .ks_distance_after_warm_up = .06}).empty());
  EXPECT_TRUE(
      find_signatures({.epoch = 3, .ks_distance = .3, .ks_distance_after_warm_up = .01}).empty());
  EXPECT_TRUE(find_signatures({.epoch = 1, .ks_distance = .01}).empty());
  const auto found =
      find_signatures({.epoch = 3, .ks_distance = .02, .ks_distance_after_warm_up = .018});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "confirmation-bias");
  EXPECT_THAT(found[0].message, HasSubstr("differ by 2 %"));
}

TEST(InContextFailure, ShowsWhenTooManyDemonstrationsAreDeniedOrAnswersChange) {
  EXPECT_TRUE(find_signatures({.demonstrations = 10, .demonstrations_denied = 3}).empty());
  EXPECT_TRUE(find_signatures({.asked_again = 10, .answers_changed = 2}).empty());
  const auto denied = find_signatures({.demonstrations = 10, .demonstrations_denied = 4});
  ASSERT_EQ(denied.size(), 1U);
  EXPECT_EQ(denied[0].name, "in-context-failure");
  EXPECT_THAT(denied[0].message, HasSubstr("4 of 10 examples"));
  const auto both = find_signatures(
      {.demonstrations = 10, .demonstrations_denied = 4, .asked_again = 9, .answers_changed = 2});
  ASSERT_EQ(both.size(), 1U);
  EXPECT_THAT(both[0].message, HasSubstr("2 of 9 rows asked twice"));
}

TEST(RobustLoss, IsOutOfRangeWhenMostOfPIsStillWrong) {
  EXPECT_TRUE(
      find_signatures({.purified_known = 10, .purified_wrong = 5, .purified_from_gold = true})
          .empty());
  const auto found =
      find_signatures({.purified_known = 10, .purified_wrong = 6, .purified_from_gold = true});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "robust-loss-out-of-range");
  EXPECT_THAT(found[0].message, HasSubstr("6 of 10"));
}

TEST(RobustLoss, LeavesAHandfulOfRowsOnCleanDataAlone) {
  const SignatureFacts few{.purified_known = 60,
                           .purified_wrong = 49,
                           .purified_from_gold = true,
                           .training_rows = 1000};
  EXPECT_TRUE(find_signatures(few).empty());
  SignatureFacts more = few;
  more.purified_wrong = 50;
  EXPECT_EQ(find_signatures(more).size(), 1U);
}

TEST(RobustLoss, IsNotJudgedByFewerThanFiftyDecidedRows) {
  EXPECT_TRUE(find_signatures({.purified_known = 49, .purified_wrong = 49}).empty());
  EXPECT_EQ(find_signatures({.purified_known = 50, .purified_wrong = 26}).size(), 1U);
}

TEST(Signatures, SeveralCanShowAtOnce) {
  EXPECT_EQ(find_signatures({.ks_distance = .1,
                             .ks_distance_after_warm_up = .5,
                             .demonstrations = 2,
                             .demonstrations_denied = 2,
                             .purified_known = 60,
                             .purified_wrong = 60})
                .size(),
            3U);
}

}  // namespace
}  // namespace noiseal
