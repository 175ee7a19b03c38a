// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QValueAxis>
#include <set>

#include "ui/charts/band_chart.h"
#include "ui/charts/legend.h"
#include "ui/charts/pair_histogram.h"
#include "ui/charts/plot_view.h"
#include "ui/charts/range_chart.h"

namespace noiseal::ui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(ValueAxis, BeginsWhereTheValuesBegin) {
  const ValueAxis axis = axis_for(ValueUnit::share, {91.2, 93.8, 95.1});
  EXPECT_GE(axis.low, 85);
  EXPECT_LE(axis.low, 91.2);
  EXPECT_GE(axis.high, 95.1);
  EXPECT_LE((axis.high - axis.low) / axis.interval, 6.01);
  EXPECT_NEAR(axis_for(ValueUnit::count, {0.0, 3.0}).low, 0, 1e-5)
      << "what is never negative has no place below 0";
  const ValueAxis equal = axis_for(ValueUnit::share, {50, 50});
  EXPECT_LT(equal.low, 50);
  EXPECT_GT(equal.high, 50);
  EXPECT_LE(axis_for(ValueUnit::share, {40, 100}).high, 100.001) << "no share is above the whole";
  EXPECT_LE(axis_for(ValueUnit::area, {0.4, 1}).high, 1.001);
}

TEST(ValueAxis, TellsItsTicksApart) {
  EXPECT_STREQ(axis_format(ValueUnit::share, {96, 98, 0.25}), "%.2f %%");
  EXPECT_STREQ(axis_format(ValueUnit::share, {0, 100, 20}), "%.0f %%");
  EXPECT_STREQ(axis_format(ValueUnit::area, {0.99, 1, 0.0025}), "%.4f");
  EXPECT_STREQ(axis_format(ValueUnit::area, {0.5, 1, 0.1}), "%.2f");
}

TEST(ValueText, HasItsUnit) {
  EXPECT_EQ(value_text(ValueUnit::share, 0.9125), "91.3 %");
  EXPECT_EQ(value_text(ValueUnit::area, 0.9345), "0.934");
  EXPECT_EQ(value_text(ValueUnit::count, 412), "412");
  EXPECT_EQ(value_text(ValueUnit::money, 0.0312), "0.0312");
}

TEST(LineLooks, DifferInDashesWhereTheyDifferLittleInLightness) {
  std::set<std::pair<QRgb, int>> looks;
  for (std::size_t i = 0; i < kLineLooks; ++i) {
    const LineLook look = line_look(i);
    looks.insert({(colours(Scheme::light).*look.colour).rgb(), static_cast<int>(look.style)});
  }
  EXPECT_THAT(looks, SizeIs(kLineLooks));
}

TEST(RangeChart, HasALineForEachValueAndQuotesNames) {
  RangeChart chart("Ways", "chart-test");
  chart.show_values({{"a, \"b\"", "", 0.9, 0.88, 0.91}, {"c", "", 0.8, 0.8, 0.8}}, ValueUnit::share,
                    "accuracy");
  ASSERT_THAT(chart.numbers().rows, SizeIs(2));
  EXPECT_THAT(chart.csv().toStdString(), HasSubstr("\"a, \"\"b\"\"\",\"\",0.9,0.88,0.91\r\n"));
  EXPECT_LE(chart.plot()->x()->min(), 80);
  EXPECT_GE(chart.plot()->x()->max(), 91);
  EXPECT_GT(chart.plot()->x()->min(), 50) << "places are compared, not lengths";
  EXPECT_THAT(chart.legend()->entries(), SizeIs(1));
  chart.clear();
  EXPECT_THAT(chart.numbers().rows, SizeIs(0));
}

TEST(BandChart, DrawsLinesThatTheLegendSwitchesOff) {
  BandChart chart("Curves", "chart-test");
  chart.show_lines({{"one", {{0, 0.9, 0.8, 0.95}, {0.5, 0.92, 0.9, 0.96}}},
                    {"none", {}},
                    {"two", {{0, 0.7, 0.7, 0.7}}}},
                   {"share asked", ValueUnit::share}, ValueUnit::share, "accuracy",
                   BandMark{0.5, "knee at 50 %"});
  EXPECT_THAT(chart.numbers().rows, SizeIs(3));
  ASSERT_THAT(chart.legend()->entries(), SizeIs(3)) << "two lines and the mark";
  EXPECT_EQ(chart.legend()->entries()[2].name, "knee at 50 %");
  EXPECT_EQ(chart.plot()->x()->titleText(), "share asked");
  EXPECT_GE(chart.plot()->x()->max(), 50);
  chart.legend()->set_on(0, false);
  EXPECT_THAT(chart.numbers().rows, SizeIs(3)) << "hidden lines are still among the numbers";
}

TEST(BandChart, TakesNoMoreLinesThanCanBeToldApart) {
  BandChart chart("Curves", "chart-test");
  std::vector<BandLine> lines;
  for (int i = 0; i < 20; ++i) {
    lines.push_back({QString::number(i), {{1, 0.5, 0.5, 0.5}}});
  }
  chart.show_lines(lines, {"epoch", ValueUnit::count}, ValueUnit::area, "area");
  EXPECT_THAT(chart.legend()->entries(), SizeIs(kLineLooks));
}

TEST(PairHistogram, HasRightAndWrongLabelsInEachBin) {
  PairHistogram chart("Spread", "chart-test");
  chart.show_counts({0, 6, {10, 5, 0}, {0, 2, 4}}, "loss");
  ASSERT_THAT(chart.numbers().rows, SizeIs(3));
  EXPECT_THAT(chart.numbers().rows[1], ElementsAre("2", "4", "5", "2"));
}

TEST(ResultCharts, AreSavedAsPicturesAndNumbers) {
  const QTemporaryDir folder;
  RangeChart chart("Ways", "chart-test");
  chart.show_values({{"a", "", 0.9, 0.88, 0.91}}, ValueUnit::share, "accuracy");
  chart.resize(500, 300);
  EXPECT_TRUE(chart.save_png(folder.filePath("a.png")));
  EXPECT_TRUE(chart.save_svg(folder.filePath("a.svg")));
  EXPECT_TRUE(chart.save_csv(folder.filePath("a.csv")));
  QFile svg(folder.filePath("a.svg"));
  ASSERT_TRUE(svg.open(QIODevice::ReadOnly));
  EXPECT_THAT(svg.readAll().toStdString(), HasSubstr("accuracy"));
}

}  // namespace
}  // namespace noiseal::ui
