// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/pipeline/epoch_charts.h"
#include "tests/pipeline/chart_tables.h"

namespace noiseal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr EpochChartOptions kFourBins{
    .bins = {4, 4}, .map_cells = 2, .map_dots = 600, .mixture_sample = 100};

EpochCharts charts_of(const RunLabels& labels, const EpochColumns& columns) {
  return epoch_charts(labels, columns, kFourBins, Control());
}

TEST(EpochCharts, CountCleanAndNoisyRowsByLossWhereGoldIsKnown) {
  const EpochCharts charts = charts_of(test::six_rows(), test::six_columns());
  const LossChart& strong = charts.loss[0];
  EXPECT_EQ(strong.grouping, Grouping::truth);
  ASSERT_THAT(strong.groups, SizeIs(2));
  EXPECT_EQ(strong.groups[0].group, RowGroup::clean);
  EXPECT_THAT(strong.groups[0].counts, ElementsAre(2, 1, 0, 1)) << "9 nats belong to the last bar";
  EXPECT_EQ(strong.groups[1].group, RowGroup::noisy);
  EXPECT_THAT(strong.groups[1].counts, ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(strong.mixture, IsEmpty()) << "nothing is estimated where the truth is known";
  EXPECT_THAT(charts.loss[1].groups[1].counts, ElementsAre(1, 1, 0, 0));
}

TEST(EpochCharts, CountRowsBySetAndCallTheMixtureAnEstimateWithoutGold) {
  const EpochCharts charts = charts_of(test::six_rows_without_gold(), test::six_columns());
  const LossChart& weak = charts.loss[1];
  EXPECT_FALSE(charts.gold_known);
  EXPECT_EQ(weak.grouping, Grouping::sets);
  ASSERT_THAT(weak.groups, SizeIs(4));
  EXPECT_EQ(weak.groups[0].group, RowGroup::reliable);
  EXPECT_THAT(weak.groups[0].counts, ElementsAre(0, 2, 0, 0));
  EXPECT_EQ(weak.groups[1].group, RowGroup::hard);
  EXPECT_THAT(weak.groups[1].counts, ElementsAre(2, 0, 0, 0));
  // Two clusters of three rows around 0.2 and 1.2: the border lies between them, and the curve
  // holds about all six rows.
  ASSERT_TRUE(weak.mixture_border.has_value());
  EXPECT_GT(*weak.mixture_border, 0.3);
  EXPECT_LT(*weak.mixture_border, 1.1);
  double area = 0;
  for (std::size_t i = 1; i < weak.mixture.size(); ++i) {
    area += (weak.mixture[i].x - weak.mixture[i - 1].x) *
            (weak.mixture[i].y + weak.mixture[i - 1].y) / 2;
  }
  EXPECT_NEAR(area / weak.bins.width(), 6, 0.6);
}

TEST(EpochCharts, TellRowsApartByNothingInWarmUpWithoutGold) {
  EpochColumns columns = test::six_columns();
  columns.set.clear();
  const EpochCharts charts = charts_of(test::six_rows_without_gold(), columns);
  EXPECT_EQ(charts.loss[0].grouping, Grouping::none);
  ASSERT_THAT(charts.loss[0].groups, SizeIs(1));
  EXPECT_EQ(charts.loss[0].groups[0].group, RowGroup::all_rows);
  EXPECT_THAT(charts.loss[0].groups[0].counts, ElementsAre(2, 1, 1, 2));
  EXPECT_EQ(charts.map.grouping, Grouping::none);
}

TEST(EpochCharts, CountRowsWithoutGoldApart) {
  RunLabels labels = test::six_rows();
  labels.gold[0] = -1;
  const EpochCharts charts = charts_of(labels, test::six_columns());
  ASSERT_THAT(charts.loss[0].groups, SizeIs(3));
  EXPECT_EQ(charts.loss[0].groups[2].group, RowGroup::no_gold);
  EXPECT_THAT(charts.loss[0].groups[2].counts, ElementsAre(1, 0, 0, 0));
}

TEST(EpochCharts, PutRowsOnTheConfidenceMapBySetWithTheirMeans) {
  const EpochCharts charts = charts_of(test::six_rows(), test::six_columns());
  const ConfidenceMap& map = charts.map;
  EXPECT_EQ(map.grouping, Grouping::sets);
  // Reliable (0.82, 0.33), (0.45, 0.30); purified (0.03, 0.27); hard (0.37, 0.9), (0, 0.82) share a
  // cell; unused (0.11, 1.0).
  ASSERT_THAT(map.cells, SizeIs(5));
  EXPECT_EQ(map.cells[2].group, RowGroup::hard);
  EXPECT_EQ(map.cells[2].rows, 2U);
  EXPECT_NEAR(map.cells[2].strong, 0.185, 1e-6);
  EXPECT_NEAR(map.cells[2].weak, 0.86, 1e-6);
  EXPECT_NEAR(map.strong_threshold.value_or(0), 0.65, 1e-6);
  EXPECT_NEAR(map.weak_threshold.value_or(0), 0.2, 1e-6);
}

TEST(EpochCharts, DrawFewerLargerCellsWhereTooManyWouldBeFilled) {
  EpochChartOptions options = kFourBins;
  options.map_cells = 40;
  options.map_dots = 5;
  const EpochCharts charts =
      epoch_charts(test::six_rows(), test::six_columns(), options, Control());
  EXPECT_THAT(charts.map.cells, SizeIs(testing::Le(5U)));
  std::uint64_t rows = 0;
  for (const MapCell& cell : charts.map.cells) {
    rows += cell.rows;
  }
  EXPECT_EQ(rows, 6U);
}

TEST(EpochCharts, CountRowsThatMovedBetweenSets) {
  const EpochCharts charts = charts_of(test::six_rows(), test::six_columns());
  ASSERT_TRUE(charts.flows.has_value());
  const SetFlows& flows = *charts.flows;
  EXPECT_THAT(flows[0], ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(flows[1], ElementsAre(1, 2, 1, 0));
  EXPECT_THAT(flows[2], ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(flows[3], ElementsAre(0, 0, 0, 0));
}

TEST(EpochCharts, LeaveOutRowsWhoseLossIsNoNumber) {
  EpochColumns columns = test::six_columns();
  columns.model[0].loss[0] = std::numeric_limits<float>::quiet_NaN();
  columns.model[0].p_given[0] = std::numeric_limits<float>::quiet_NaN();
  const EpochCharts charts = charts_of(test::six_rows(), columns);
  EXPECT_EQ(charts.rows_seen, 5U);
  EXPECT_THAT(charts.loss[0].groups[0].counts, ElementsAre(1, 1, 0, 1));
  EXPECT_THAT(charts.map.cells, SizeIs(4));
}

TEST(EpochCharts, GiveUpWhenAsked) {
  const Control control;
  control.request_stop();
  EXPECT_THROW(epoch_charts(test::six_rows(), test::six_columns(), kFourBins, control),
               Interrupted);
}

TEST(LossBins, HoldAllButTheHighestLossesInARangeThatAnAxisShowsWell) {
  EpochColumns columns = test::six_columns();
  EXPECT_NEAR(loss_range(columns), 9.0 - 0.025 * 5.5, 1e-3) << "0.995 between the two highest";
  EXPECT_EQ(loss_bins(1.3).high, 2);
  EXPECT_EQ(loss_bins(4.01).high, 5);
  EXPECT_EQ(loss_bins(99).high, 16);
  columns.model[0].loss.assign(6, 0.1F);
  EXPECT_EQ(loss_range(columns), 2) << "a range below two nats would show noise as structure";
}

}  // namespace
}  // namespace noiseal
