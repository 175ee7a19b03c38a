// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/store/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Training rows 1 to 4 labelled b, a, b, a; valid row 5.
class RowListTest : public testing::Test {
 protected:
  RowListTest() {
    std::vector<RowScore> scores(4);
    for (std::int64_t i = 0; i < 4; ++i) {
      RowScore& score = scores[static_cast<std::size_t>(i)];
      score.row = i + 1;
      score.rank = 4 - i;
      score.score = 0.25 * static_cast<double>(i);
      score.set = i < 2 ? 0 : 2;
    }
    const std::vector<std::int64_t> ids{1, 2, 3, 4};
    RunRecord run;
    run.labels = {"a", "b"};
    run_ = project_.runs().add(run, ids);
    project_.scores().replace(run_, scores);
  }

  /// set: sets the conditions of a filter.
  template <typename Set>
  [[nodiscard]] std::vector<std::int64_t> ids(Set set, RowOrder order = RowOrder::number) const {
    RowFilter filter;
    set(filter);
    return project_.row_lists().ids(filter, order);
  }

  test::TemporaryFolder folder_;
  Project project_ = test::make_small_project(folder_ / "p.noiseal");
  std::int64_t run_ = 0;
};

TEST_F(RowListTest, WithoutConditionsEveryRowIsThere) {
  EXPECT_THAT(ids([](RowFilter&) {}), ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(RowListTest, ConditionsHoldTogether) {
  EXPECT_THAT(ids([](RowFilter& filter) { filter.split = Split::train; }), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(ids([](RowFilter& filter) { filter.split = Split::valid; }), ElementsAre(5));
  EXPECT_THAT(ids([](RowFilter& filter) {
                filter.split = Split::train;
                filter.given = 1;
              }),
              ElementsAre(1, 3));
  EXPECT_THAT(ids([&](RowFilter& filter) {
                filter.run = run_;
                filter.set = 2;
              }),
              ElementsAre(3, 4));
  EXPECT_THAT(ids([&](RowFilter& filter) {
                filter.given = 0;
                filter.run = run_;
                filter.set = 2;
              }),
              ElementsAre(4));
  EXPECT_THAT(ids([](RowFilter& filter) { filter.words = "TEXT 3"; }), ElementsAre(3));
  EXPECT_THAT(ids([](RowFilter& filter) {
                filter.given = 0;
                filter.words = "text 3";
              }),
              IsEmpty());
}

TEST_F(RowListTest, RowsWhoseGoldLabelDiffersAreFound) {
  const std::vector<std::int64_t> changed{1, 2};
  const std::vector<std::int32_t> given{1, 0};
  const std::vector<std::int32_t> gold{0, 0};
  project_.rows().set_labels(changed, given, gold);
  EXPECT_THAT(ids([](RowFilter& filter) { filter.wrong_given_only = true; }), ElementsAre(1));
}

TEST_F(RowListTest, AreOrderedByLabelOrSuspicion) {
  EXPECT_THAT(ids([](RowFilter& filter) { filter.split = Split::train; }, RowOrder::given),
              ElementsAre(2, 4, 1, 3));
  EXPECT_THAT(ids([&](RowFilter& filter) { filter.run = run_; }, RowOrder::score),
              ElementsAre(4, 3, 2, 1));
}

TEST_F(RowListTest, APageHasItsRowsInTheOrderAskedFor) {
  const std::vector<std::int64_t> wanted{5, 3};
  const std::vector<ListedRow> rows = project_.row_lists().rows(wanted, run_, 4);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].id, 5);
  EXPECT_EQ(rows[0].split, Split::valid);
  EXPECT_FALSE(rows[0].score.has_value());
  EXPECT_EQ(rows[1].text, "text");
  EXPECT_EQ(rows[1].given, 1);
  EXPECT_EQ(rows[1].set, 2);
}

TEST_F(RowListTest, LabelsAreCountedBySplit) {
  EXPECT_THAT(project_.row_lists().label_counts(Split::train).given, ElementsAre(2, 2));
}

TEST(LabelMerge, GivesEveryRowTheOtherLabelAndHidesTheMergedOne) {
  const test::TemporaryFolder folder;
  Project project = test::make_small_project(folder / "p.noiseal");
  Labels labels = project.labels();
  labels.merge(1, 0);
  EXPECT_THAT(labels.names(), ElementsAre("a"));
  EXPECT_THAT(labels.find("b"), testing::Optional(0));
  const SplitLabels rows = project.rows().read_labels(Split::train);
  EXPECT_THAT(rows.given, ElementsAre(0, 0, 0, 0));
  // The file's own label is another one: an export writes the new name.
  EXPECT_THAT(rows.file_label, ElementsAre(-1, 0, -1, 0));
}

TEST(LabelMerge, IsRefusedOnceThereIsARun) {
  const test::TemporaryFolder folder;
  Project project = test::make_small_project(folder / "p.noiseal");
  RunRecord run;
  run.labels = {"a", "b"};
  project.runs().add(run, std::vector<std::int64_t>{1});
  try {
    project.labels().merge(1, 0);
    FAIL() << "merged";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("until the first run, experiment or decision"));
  }
  EXPECT_THAT(project.labels().names(), ElementsAre("a", "b"));
}

TEST(LongQuery, EndsSoonAfterItIsStopped) {
  const test::TemporaryFolder folder;
  const Project project = test::make_small_project(folder / "p.noiseal", 20'000);
  const Control control;
  project.interrupt_when(control);
  EXPECT_EQ(project.text_index().find("nowhere", 10).size(), 0U);
  control.request_stop();
  EXPECT_THROW(static_cast<void>(project.text_index().find("nowhere", 10)), Interrupted);
}

}  // namespace
}  // namespace noiseal
