// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipeline/live_charts.h"
#include "tests/pipeline/chart_tables.h"

namespace noiseal {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr EpochChartOptions kFourBins{
    .bins = {4, 4}, .map_cells = 2, .map_dots = 600, .mixture_sample = 100};

TEST(LiveCharts, ShowNothingBeforeTheFirstBatch) {
  EXPECT_FALSE(LiveCharts(test::six_rows()).charts(kFourBins, Control()).has_value());
}

TEST(LiveCharts, ShowTheRowsThatTheFirstEpochHasMet) {
  LiveCharts live(test::six_rows());
  live.add({1, "strong", {0, 2}, {0.5F, 2.5F}});
  const auto charts = live.charts(kFourBins, Control());
  ASSERT_TRUE(charts.has_value());
  EXPECT_TRUE(charts->in_training);
  EXPECT_EQ(charts->epoch, 1);
  EXPECT_EQ(charts->rows_seen, 2U);
  ASSERT_THAT(charts->loss[0].groups, SizeIs(2));
  EXPECT_THAT(charts->loss[0].groups[0].counts, ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(charts->loss[0].groups[1].counts, ElementsAre(0, 0, 1, 0));
  EXPECT_TRUE(charts->map.cells.empty()) << "the weak model has seen no row yet";
}

TEST(LiveCharts, KeepRowsNotMetYetWhereTheEpochBeforeLeftThem) {
  LiveCharts live(test::six_rows());
  live.start_from(test::six_columns());
  live.add({5, "strong", {4, 4}, {0.1F, 0.3F}});  // 9 nats before; the newest counts
  const auto charts = live.charts(kFourBins, Control());
  ASSERT_TRUE(charts.has_value());
  EXPECT_EQ(charts->rows_seen, 1U);
  EXPECT_THAT(charts->loss[0].groups[0].counts, ElementsAre(3, 1, 0, 0));
}

TEST(LiveCharts, CountAfreshInTheNextEpoch) {
  LiveCharts live(test::six_rows());
  live.add({1, "strong", {0, 1, 2}, {1, 1, 1}});
  live.add({2, "weak", {0}, {1}});
  EXPECT_EQ(live.charts(kFourBins, Control())->rows_seen, 1U);
  EXPECT_EQ(live.charts(kFourBins, Control())->epoch, 2);
}

}  // namespace
}  // namespace noiseal
