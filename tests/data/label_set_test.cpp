// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/label_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::error_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(LabelSet, KeepsItsNamesInByteOrderOnce) {
  const LabelSet labels({"sport", "Art", "éa", "sport", "art"});
  EXPECT_THAT(labels.names(), ElementsAre("Art", "art", "sport", "éa"));
  EXPECT_EQ(labels.size(), 4U);
  EXPECT_EQ(labels.index("sport"), 2);
  EXPECT_EQ(labels.index("Sport"), std::nullopt);
  EXPECT_EQ(labels.index("zzz\xFF"), std::nullopt);
  EXPECT_EQ(labels.name(3), "éa");
  EXPECT_THROW(static_cast<void>(labels.name(4)), Error);
  EXPECT_THROW(static_cast<void>(labels.name(-1)), Error);
}

TEST(MergeProposals, FindLabelsThatDifferByCaseSpaceOrUnicodeForm) {
  const LabelSet labels({"Sport", "sport ", "SPORT", "art", "caf\xC3\xA9", "cafe\xCC\x81",
                         "new york", "New\xC2\xA0York", "ｎｅｗ ｙｏｒｋ", "arts"});
  const auto proposals = merge_proposals(labels);
  ASSERT_EQ(proposals.size(), 3U);
  for (const MergeProposal& proposal : proposals) {
    EXPECT_EQ(proposal.keep, proposal.labels.front());
    EXPECT_THAT(proposal.labels, testing::WhenSorted(testing::ElementsAreArray(proposal.labels)));
  }
  EXPECT_EQ(proposals[0].labels.size(), 3U);
  EXPECT_EQ(labels.name(proposals[0].keep), "New\xC2\xA0York");
  EXPECT_EQ(labels.name(proposals[1].keep), "SPORT");
  EXPECT_EQ(labels.name(proposals[2].keep), "cafe\xCC\x81");
}

TEST(MergeProposals, KeepTheMostFrequentLabel) {
  const LabelSet labels({"A", "a", "b"});
  const std::vector<std::size_t> counts = {3, 7, 1};
  const auto proposals = merge_proposals(labels, counts);
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_THAT(proposals[0].labels, ElementsAre(0, 1));
  EXPECT_EQ(proposals[0].keep, 1);
  const std::vector<std::size_t> ties = {5, 5, 1};
  EXPECT_EQ(merge_proposals(labels, ties)[0].keep, 0);
  EXPECT_THAT(merge_proposals(LabelSet({"a", "b"})), IsEmpty());
  EXPECT_THROW(merge_proposals(labels, std::vector<std::size_t>{1}), Error);
}

TEST(TwoLabels, AreTheLeastToLearnFrom) {
  EXPECT_THAT(error_of([] { require_two_labels(LabelSet(), "data.csv"); }),
              HasSubstr("data.csv holds no labels"));
  EXPECT_THAT(error_of([] { require_two_labels(LabelSet({"spam"}), "data.csv"); }),
              HasSubstr("\"spam\""));
  EXPECT_EQ(error_of([] { require_two_labels(LabelSet({"a", "b"}), "data.csv"); }), "");
}

}  // namespace
}  // namespace noiseal
