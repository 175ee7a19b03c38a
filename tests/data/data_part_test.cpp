// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_part.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/base/error.h"

namespace noiseal {
namespace {

using Labels = std::vector<std::int32_t>;

TEST(PartNames, AreKnownInAnyCase) {
  EXPECT_EQ(part_from_name(" Train "), DataPart::train);
  EXPECT_EQ(part_from_name("TRAINING"), DataPart::train);
  EXPECT_EQ(part_from_name("dev"), DataPart::valid);
  EXPECT_EQ(part_from_name("val"), DataPart::valid);
  EXPECT_EQ(part_from_name("Eval\n"), DataPart::test);
  EXPECT_EQ(part_from_name("heldout"), DataPart::test);
  EXPECT_EQ(part_from_name(""), std::nullopt);
  EXPECT_EQ(part_from_name("trainer"), std::nullopt);
}

std::size_t count(const std::vector<DataPart>& parts, DataPart part) {
  return static_cast<std::size_t>(std::count(parts.begin(), parts.end(), part));
}

TEST(DrawnParts, HaveExactSizes) {
  Labels labels;
  for (int i = 0; i < 101; ++i) {
    labels.push_back(i % 7 == 0 ? 1 : 0);
  }
  const auto parts = draw_parts(labels, {.valid = 0.1, .test = 0.25});
  EXPECT_EQ(count(parts, DataPart::valid), 10U);
  EXPECT_EQ(count(parts, DataPart::test), 25U);
  EXPECT_EQ(count(draw_parts(labels, {}), DataPart::train), 101U);
  EXPECT_TRUE(draw_parts({}, {.valid = 0.5}).empty());
}

TEST(DrawnParts, DependOnTheSeedAlone) {
  const Labels labels(200, 3);
  const auto parts = draw_parts(labels, {.valid = 0.3, .test = 0.2, .seed = 5});
  EXPECT_EQ(draw_parts(labels, {.valid = 0.3, .test = 0.2, .seed = 5}), parts);
  EXPECT_NE(draw_parts(labels, {.valid = 0.3, .test = 0.2, .seed = 6}), parts);
}

TEST(DrawnParts, MeetBothTotalsWhereLabelsHaveFewRows) {
  // The label with one row could go to either part, but test needs it.
  const Labels labels{0, 1, 1, 1, 1, 1, 1, 1, 1};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto parts = draw_parts(labels, {.valid = 0.4, .test = 0.5, .seed = seed});
    EXPECT_EQ(count(parts, DataPart::valid), 4U);
    EXPECT_EQ(count(parts, DataPart::test), 5U);
  }
}

RC_GTEST_PROP(DrawnParts, KeepTheSharesOfEveryLabel, ()) {
  const auto labels = *rc::gen::container<Labels>(rc::gen::weightedOneOf<std::int32_t>(
      {{3, rc::gen::inRange(-1, 3)}, {1, rc::gen::inRange(3, 30)}}));
  SplitShares shares;
  const int valid = *rc::gen::inRange(0, 100);
  shares.valid = valid / 100.0;
  shares.test = *rc::gen::inRange(0, 100 - valid) / 100.0;
  shares.seed = *rc::gen::arbitrary<std::uint64_t>();
  const auto parts = draw_parts(labels, shares);
  const auto rounded = [&](double share) {
    return static_cast<std::size_t>(
        std::floor(share * static_cast<double>(labels.size()) + 0.5 + 1e-7));
  };
  RC_ASSERT(count(parts, DataPart::valid) == rounded(shares.valid));
  RC_ASSERT(count(parts, DataPart::test) == rounded(shares.test));
  std::map<std::int32_t, std::array<double, 4>> by_label;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    by_label[labels[i]][static_cast<std::size_t>(parts[i])] += 1;
    by_label[labels[i]][3] += 1;
  }
  for (const auto& [label, counts] : by_label) {
    RC_ASSERT(std::abs(counts[1] - shares.valid * counts[3]) < 1);
    RC_ASSERT(std::abs(counts[2] - shares.test * counts[3]) < 1);
  }
}

TEST(DrawnParts, RefuseSharesOutOfRange) {
  const Labels labels{0, 1};
  EXPECT_THROW(draw_parts(labels, {.valid = -0.1}), UsageError);
  EXPECT_THROW(draw_parts(labels, {.test = 1}), UsageError);
  EXPECT_THROW(draw_parts(labels, {.valid = 0.5, .test = 0.5}), UsageError);
  EXPECT_THROW(draw_parts(labels, {.valid = std::nan("")}), UsageError);
}

}  // namespace
}  // namespace noiseal
