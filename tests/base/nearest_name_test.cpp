// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/nearest_name.h"

#include <gtest/gtest.h>

#include <vector>

namespace noiseal {
namespace {

TEST(EditDistance, CountsTheFewestEdits) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("lamdba", "lambda"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(NearestName, FindsWhatWasMeant) {
  const std::vector<std::string> names{"import", "export", "report", "run", "review"};
  EXPECT_EQ(nearest_name("exprot", names), "export");
  EXPECT_EQ(nearest_name("reveiw", names), "review");
  EXPECT_EQ(nearest_name("imports", names), "import");
}

TEST(NearestName, StaysSilentWhenNothingIsNear) {
  const std::vector<std::string> names{"import", "run"};
  EXPECT_EQ(nearest_name("completely-different", names), "");
  EXPECT_EQ(nearest_name("xyz", names), "");
  EXPECT_EQ(nearest_name("", names), "");
}

}  // namespace
}  // namespace noiseal
