// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/store/journal.h"
#include "core/store/project_builder.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TextIndexTest : public testing::Test {
 protected:
  Project make() {
    ProjectBuilder builder(folder_ / "p.noiseal");
    builder.begin_source({});
    for (const char* text : {"The quick brown fox", "100 % sure_thing",
                             "\xE6\x9D\xB1\xE4\xBA\xAC"
                             "\xE3\x82\xBF\xE3\x83\xAF",
                             "say \"hello\" to the FOX"}) {
      NewRow row;
      row.raw = text;
      row.text = text;
      builder.add_row(row);
    }
    builder.end_source("");
    return builder.finish();
  }

  test::TemporaryFolder folder_;
  Project project_ = make();
};

TEST_F(TextIndexTest, FindsTheSameWithAndWithoutIndex) {
  TextIndex index = project_.text_index();
  for (const bool built : {false, true}) {
    if (built) {
      std::size_t last = 0;
      index.build([&](std::size_t done, std::size_t) { last = done; }, Control());
      EXPECT_EQ(last, 4U);
    }
    EXPECT_EQ(index.built(), built);
    EXPECT_THAT(index.find("fox", 10), ElementsAre(1, 4));
    EXPECT_THAT(index.find("fox", 1), ElementsAre(1));
    EXPECT_THAT(index.find("\"hello\"", 10), ElementsAre(4));
    EXPECT_THAT(index.find("0 % sure_", 10), ElementsAre(2));
    EXPECT_THAT(index.find("e_t", 10), ElementsAre(2));
    EXPECT_THAT(index.find("\xE6\x9D\xB1\xE4\xBA\xAC\xE3\x82\xBF", 10), ElementsAre(3));
    EXPECT_THAT(index.find("\xE4\xBA\xAC", 10), ElementsAre(3));
    EXPECT_THAT(index.find("wolf", 10), IsEmpty());
  }
}

TEST_F(TextIndexTest, AStopLeavesItUnbuilt) {
  const Control control;
  control.request_stop();
  EXPECT_THROW(project_.text_index().build(nullptr, control), Interrupted);
  EXPECT_FALSE(project_.text_index().built());
  project_.text_index().build(nullptr, Control());
  EXPECT_TRUE(project_.text_index().built());
  EXPECT_EQ(project_.integrity_problem(), "");
}

TEST_F(TextIndexTest, IsBuiltPieceByPieceWithOtherWritesInBetween) {
  EXPECT_EQ(project_.text_index().build_piece(3).done, 3U);
  EXPECT_FALSE(project_.text_index().built());
  EXPECT_THAT(project_.text_index().find("fox", 10), ElementsAre(1, 4));  // by a scan
  project_.settings().set("something", "else");
  const TextIndexProgress end = project_.text_index().build_piece(3);
  EXPECT_EQ(end.done, 4U);
  EXPECT_TRUE(end.built());
  EXPECT_TRUE(project_.text_index().built());
  EXPECT_THAT(project_.text_index().find("fox", 10), ElementsAre(1, 4));
  EXPECT_TRUE(project_.text_index().build_piece(3).built());
  EXPECT_THAT(project_.text_index().find("fox", 10), ElementsAre(1, 4));
}

TEST_F(TextIndexTest, ManySmallPiecesFindTheSameAsAScan) {
  constexpr int kRows = 600;
  ProjectBuilder builder(folder_ / "many.noiseal");
  builder.begin_source({});
  for (int i = 0; i < kRows; ++i) {
    const std::string text = "parcel " + std::to_string(i) + " came late";
    NewRow row;
    row.raw = text;
    row.text = text;
    builder.add_row(row);
  }
  builder.end_source("");
  const Project project = builder.finish();
  const std::vector<std::int64_t> by_scan = project.text_index().find("el 17", kRows);
  EXPECT_EQ(by_scan.size(), 11U);
  const Project reader = Project::open(project.path(), OpenMode::read);
  int pieces = 0;
  while (!project.text_index().build_piece(3).built()) {
    if (++pieces % 50 == 0) {
      settle_journal(project.path());  // beside the writer
    }
  }
  EXPECT_EQ(project.text_index().find("el 17", kRows), by_scan);
  EXPECT_EQ(reader.text_index().find("el 17", kRows), by_scan);
  EXPECT_EQ(project.integrity_problem(), "");
}

}  // namespace
}  // namespace noiseal
