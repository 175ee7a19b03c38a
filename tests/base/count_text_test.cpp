// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/count_text.h"

#include <gtest/gtest.h>

namespace noiseal {
namespace {

TEST(CountText, GroupsThreeDigits) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(4898), "4,898");
  EXPECT_EQ(count_text(12345), "12,345");
  EXPECT_EQ(count_text(100000), "100,000");
  EXPECT_EQ(count_text(1000000), "1,000,000");
}

}  // namespace
}  // namespace noiseal
