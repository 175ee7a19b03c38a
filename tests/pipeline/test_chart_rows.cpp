// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/pipeline/chart_rows.h"
#include "tests/pipeline/chart_tables.h"

namespace noiseal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::int64_t> behind(const ChartSelection& selection) {
  return rows_behind(selection, test::six_rows(), test::six_columns(), Control());
}

TEST(ChartRows, OfABarAreThoseThatItCounts) {
  const LossBins bins{4, 4};
  EXPECT_THAT(behind(LossBars{ChartModel::strong, bins, 0, 0}), ElementsAre(11, 12));
  EXPECT_THAT(behind(LossBars{ChartModel::strong, bins, 3, 3}), ElementsAre(13, 15));
  EXPECT_THAT(behind(LossBars{ChartModel::strong, bins, 3, 3, RowGroup::noisy}), ElementsAre(13));
  EXPECT_THAT(behind(LossBars{ChartModel::weak, bins, 0, 1, RowGroup::noisy}), ElementsAre(13, 16));
}

TEST(ChartRows, OfARectangleLieInIt) {
  EXPECT_THAT(behind(map_rectangle({0.9, 0.5}, {0.3, 0.2})), ElementsAre(11, 12));
  EXPECT_THAT(behind(map_rectangle({0.5, 0.5}, {0.5, 0.5})), IsEmpty());
}

TEST(ChartRows, OfALassoLieInsideItByTheEvenOddRule) {
  // A triangle over the upper left corner: (0, 0.82) and (0.11, 1.0 - on its border) and not
  // (0.37, 0.9).
  EXPECT_THAT(behind(MapArea{{{-0.1, 1.2}, {-0.1, 0.6}, {0.3, 1.2}}}), ElementsAre(15, 16));
  EXPECT_THAT(behind(MapArea{{{0, 0}, {1, 1}}}), IsEmpty()) << "two points hold nothing";
}

TEST(ChartRows, OfASetOrOfAMoveBetweenSets) {
  EXPECT_THAT(behind(SetMembers{RowSet::hard}), ElementsAre(14, 15));
  EXPECT_THAT(behind(SetMembers{RowSet::reliable, RowSet::hard}), ElementsAre(12));
  EXPECT_THAT(behind(SetMembers{RowSet::reliable, RowSet::unused}), IsEmpty());
}

TEST(ChartRows, AreSaidInWords) {
  EXPECT_EQ(selection_text(LossBars{ChartModel::weak, {4, 4}, 1, 2, RowGroup::noisy}, 3),
            "Epoch 3: weak model, loss 1.00 to 3.00, noisy");
  EXPECT_EQ(selection_text(LossBars{ChartModel::strong, {4, 4}, 3, 3}, 3),
            "Epoch 3: strong model, loss 3.00 or more");
  EXPECT_EQ(selection_text(SetMembers{RowSet::hard, RowSet::reliable}, 4),
            "Epoch 4: hard now, reliable in epoch 3");
}

TEST(ChartRows, AreNoLongerLookedForOnceStopped) {
  const Control control;
  control.request_stop();
  EXPECT_THROW(
      rows_behind(SetMembers{RowSet::hard}, test::six_rows(), test::six_columns(), control),
      Interrupted);
}

}  // namespace
}  // namespace noiseal
