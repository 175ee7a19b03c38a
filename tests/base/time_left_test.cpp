// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_left.h"

#include <gtest/gtest.h>

namespace noiseal {
namespace {

TEST(TimeLeft, IsSilentUntilThereIsSomethingToJudgeBy) {
  TimeLeft left;
  EXPECT_FALSE(left.seconds_left());
  left.update(0.5, 1);
  EXPECT_FALSE(left.seconds_left());
}

TEST(TimeLeft, IsExactAtConstantSpeed) {
  TimeLeft left;
  for (int second = 1; second <= 30; ++second) {
    left.update(second / 100.0, second);
  }
  ASSERT_TRUE(left.seconds_left());
  EXPECT_NEAR(*left.seconds_left(), 70, 1e-6);
}

TEST(TimeLeft, FollowsAChangeOfSpeed) {
  TimeLeft left;
  for (int second = 1; second <= 20; ++second) {
    left.update(second * 0.02, second);
  }
  for (int second = 1; second <= 100; ++second) {
    left.update(0.4 + second * 0.002, 20 + second);
  }
  ASSERT_TRUE(left.seconds_left());
  EXPECT_NEAR(*left.seconds_left(), 200, 15);
}

TEST(TimeLeft, TakesAHaltForNoSpeed) {
  TimeLeft left;
  for (int second = 1; second <= 50; ++second) {
    left.update(second / 100.0, second);
  }
  for (int second = 51; second <= 350; ++second) {
    left.update(0.5, second);
  }
  ASSERT_TRUE(left.seconds_left());
  EXPECT_LE(*left.seconds_left(), 4 * 360);
}

TEST(DurationText, NamesTheTwoLargestUnits) {
  EXPECT_EQ(duration_text(-3), "0 s");
  EXPECT_EQ(duration_text(8.4), "8 s");
  EXPECT_EQ(duration_text(59.6), "1 min 0 s");
  EXPECT_EQ(duration_text(72), "1 min 12 s");
  EXPECT_EQ(duration_text(7500), "2 h 5 min");
}

}  // namespace
}  // namespace noiseal
