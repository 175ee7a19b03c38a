// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QChart>
#include <QElapsedTimer>
#include <QFile>
#include <QGraphicsTextItem>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QValueAxis>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/pipeline/epoch_charts.h"
#include "tests/pipeline/chart_tables.h"
#include "ui/charts/bars.h"
#include "ui/charts/confidence_chart.h"
#include "ui/charts/legend.h"
#include "ui/charts/loss_chart_card.h"
#include "ui/charts/moves_table.h"
#include "ui/charts/outcome_chart.h"
#include "ui/charts/plot_view.h"
#include "ui/charts/set_sizes_chart.h"
#include "ui/charts/threshold_chart.h"
#include "ui/charts/value_unit.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

EpochCharts six_charts(const RunLabels& labels = noiseal::test::six_rows()) {
  return epoch_charts(labels, noiseal::test::six_columns(),
                      {.bins = {4, 4}, .map_cells = 2, .map_dots = 600, .mixture_sample = 100},
                      Control());
}

/// Shown, so that the plot has a size to click into.
template <typename Card>
void lay_out(Card& card) {
  card.resize(320, 300);
  card.show();
  QTest::qWait(20);
}

QPoint at(const PlotView& plot, double x, double y) {
  return plot.position_of({x, y}).toPoint();
}

TEST(LossChartCard, OpensTheRowsOfABarThatIsClicked) {
  LossChartCard card(ChartModel::strong);
  card.show_chart(six_charts());
  lay_out(card);
  QSignalSpy chosen(&card, &LossChartCard::rows_chosen);
  QTest::mouseClick(card.plot()->viewport(), Qt::LeftButton, {}, at(*card.plot(), 3.5, 0.5));
  ASSERT_EQ(chosen.size(), 1);
  const auto bars = std::get<LossBars>(chosen[0][0].value<ChartSelection>());
  EXPECT_EQ(bars.model, ChartModel::strong);
  EXPECT_EQ(bars.first, 3U);
  EXPECT_EQ(bars.last, 3U);
}

TEST(LossChartCard, OpensTheRowsOfARangeThatIsDraggedOver) {
  LossChartCard card(ChartModel::weak);
  card.show_chart(six_charts());
  lay_out(card);
  QSignalSpy chosen(&card, &LossChartCard::rows_chosen);
  QWidget* plot = card.plot()->viewport();
  QTest::mousePress(plot, Qt::LeftButton, {}, at(*card.plot(), 1.5, 0.5));
  QTest::mouseMove(plot, at(*card.plot(), 2.5, 0.5));
  QTest::mouseRelease(plot, Qt::LeftButton, {}, at(*card.plot(), 2.5, 0.5));
  ASSERT_EQ(chosen.size(), 1);
  const auto bars = std::get<LossBars>(chosen[0][0].value<ChartSelection>());
  EXPECT_EQ(bars.first, 1U);
  EXPECT_EQ(bars.last, 2U);
}

/// The words on a plot's axes.
std::vector<std::string> axis_words(PlotView& plot) {
  std::vector<std::string> words;
  for (const QGraphicsItem* item : plot.scene()->items()) {
    if (const auto* text = qgraphicsitem_cast<const QGraphicsTextItem*>(item)) {
      words.push_back(text->toPlainText().toStdString());
    }
  }
  return words;
}

TEST(PlotView, SeparatesThousandsOnItsAxes) {
  PlotView plot;
  plot.resize(300, 240);
  plot.set_x(0, 6, 2, "%.0f");
  plot.set_y(0, 20'000, 5'000, "%.0f");
  plot.show();
  QTest::qWait(20);
  EXPECT_THAT(axis_words(plot), testing::IsSupersetOf({"0", "2", "5,000", "10,000", "20,000"}));
  plot.set_y(0, 100, 50, "%.0f %%");
  QTest::qWait(20);
  EXPECT_THAT(axis_words(plot), testing::IsSupersetOf({"0 %", "50 %", "100 %"}));
  plot.set_y(0, 1, 0.5, "%.1f");
  QTest::qWait(20);
  EXPECT_THAT(axis_words(plot), testing::IsSupersetOf({"0.0", "0.5", "1.0"}));
}

TEST(PlotView, SaysWhatItWillShowWhereThereIsRoom) {
  const auto picture = [](QSize size, const QString& meaning) {
    PlotView plot;
    plot.resize(size);
    plot.set_empty_text(QStringLiteral("Nothing yet."));
    plot.set_meaning(meaning);
    plot.show();
    QTest::qWait(20);
    return plot.grab().toImage();
  };
  const QString meaning = QStringLiteral("How many training rows have which loss. ").repeated(5);
  EXPECT_NE(picture({300, 300}, meaning), picture({300, 300}, {}));
  EXPECT_EQ(picture({150, 120}, meaning), picture({150, 120}, {})) << "it would be cut";
}

TEST(LossChartCard, SaysCountsAsTheTextsDo) {
  EXPECT_EQ(count_words(12'345), "12,345");
  EXPECT_EQ(value_text(ValueUnit::count, 10'000), "10,000");
  EXPECT_EQ(value_text(ValueUnit::count, 999), "999");
}

TEST(ChartCard, SaysWhatItShowsWhereThereIsRoom) {
  LossChartCard card(ChartModel::strong);
  card.resize(420, 300);
  card.show();
  const auto* meaning = card.findChild<QLabel*>("chart-loss-strong-meaning");
  ASSERT_NE(meaning, nullptr);
  EXPECT_TRUE(meaning->isVisible());
  const QString long_words = meaning->text();
  card.resize(280, 300);
  QTest::qWait(20);
  EXPECT_TRUE(meaning->isVisible());
  EXPECT_LT(meaning->text().size(), long_words.size());
  EXPECT_THAT(meaning->toolTip().toStdString(), HasSubstr("how little the model expects"));
  card.resize(150, 300);
  QTest::qWait(20);
  EXPECT_FALSE(meaning->isVisible());
}

TEST(LossChartCard, IsReachedByTheKeyboard) {
  LossChartCard card(ChartModel::strong);
  card.show_chart(six_charts());
  lay_out(card);
  QSignalSpy chosen(&card, &LossChartCard::rows_chosen);
  card.plot()->setFocus();
  QTest::keyClick(card.plot(), Qt::Key_Right);
  QTest::keyClick(card.plot(), Qt::Key_Right);
  QTest::keyClick(card.plot(), Qt::Key_Return);
  ASSERT_EQ(chosen.size(), 1);
  EXPECT_EQ(std::get<LossBars>(chosen[0][0].value<ChartSelection>()).first, 1U);
}

TEST(LossChartCard, SaysWhatItKnowsAndWhatItEstimates) {
  LossChartCard card(ChartModel::strong);
  card.show_chart(six_charts());
  EXPECT_EQ(card.note(), "by gold labels");
  EXPECT_THAT(card.legend()->entries(), SizeIs(2));
  card.show_chart(six_charts(noiseal::test::six_rows_without_gold()));
  EXPECT_EQ(card.note(), "no gold");
  EXPECT_THAT(card.legend()->entries().back().name.toStdString(), HasSubstr("estimated"));
  EpochCharts live = six_charts();
  live.in_training = true;
  card.show_chart(live);
  EXPECT_THAT(card.note().toStdString(), HasSubstr("estimate"));
}

TEST(LossChartCard, GivesItsNumbersAsCsv) {
  LossChartCard card(ChartModel::strong);
  card.show_chart(six_charts());
  EXPECT_EQ(card.csv().toStdString(),
            "loss_from,loss_to,clean,noisy\r\n0,1,2,0\r\n1,2,1,0\r\n2,3,0,1\r\n3,4,1,1\r\n");
}

TEST(ChartCard, SavesItsPictureAndItsNumbers) {
  const QTemporaryDir folder;
  LossChartCard card(ChartModel::strong);
  card.show_chart(six_charts());
  lay_out(card);
  EXPECT_TRUE(card.save_png(folder.filePath(QStringLiteral("a.png"))));
  EXPECT_EQ(QImage(folder.filePath(QStringLiteral("a.png"))).size(), card.size() * 2);
  EXPECT_TRUE(card.save_svg(folder.filePath(QStringLiteral("a.svg"))));
  QFile svg(folder.filePath(QStringLiteral("a.svg")));
  ASSERT_TRUE(svg.open(QIODevice::ReadOnly));
  const QByteArray drawing = svg.readAll();
  EXPECT_TRUE(drawing.contains("<path")) << "lines, not pixels";
  EXPECT_FALSE(drawing.contains("<image"));
  EXPECT_TRUE(card.save_csv(folder.filePath(QStringLiteral("a.csv"))));
  EXPECT_FALSE(card.save_csv(QStringLiteral("/no/such/folder/a.csv")));
}

TEST(ConfidenceChart, OpensTheRowsThatALassoHolds) {
  ConfidenceChart card;
  card.show_chart(six_charts());
  lay_out(card);
  QSignalSpy chosen(&card, &ConfidenceChart::rows_chosen);
  QWidget* plot = card.plot()->viewport();
  QTest::mousePress(plot, Qt::LeftButton, {}, at(*card.plot(), 0.2, 0.2));
  for (const QPointF corner : {QPointF(0.95, 0.2), QPointF(0.95, 0.5), QPointF(0.2, 0.5)}) {
    QTest::mouseMove(plot, at(*card.plot(), corner.x(), corner.y()));
  }
  QTest::mouseRelease(plot, Qt::LeftButton, {}, at(*card.plot(), 0.2, 0.45));
  ASSERT_EQ(chosen.size(), 1);
  EXPECT_THAT(rows_behind(chosen[0][0].value<ChartSelection>(), noiseal::test::six_rows(),
                          noiseal::test::six_columns(), Control()),
              testing::ElementsAre(11, 12));
}

TEST(ConfidenceChart, OpensTheRowsOfABoxWhenAskedTo) {
  ConfidenceChart card;
  card.show_chart(six_charts());
  lay_out(card);
  auto* shape = card.findChild<QWidget*>(QStringLiteral("chart-map-shape"));
  ASSERT_NE(shape, nullptr);
  QTest::mouseClick(shape, Qt::LeftButton);
  QSignalSpy chosen(&card, &ConfidenceChart::rows_chosen);
  QWidget* plot = card.plot()->viewport();
  QTest::mousePress(plot, Qt::LeftButton, {}, at(*card.plot(), 0.2, 0.2));
  QTest::mouseMove(plot, at(*card.plot(), 0.6, 0.3));
  QTest::mouseRelease(plot, Qt::LeftButton, {}, at(*card.plot(), 0.6, 0.4));
  ASSERT_EQ(chosen.size(), 1);
  EXPECT_THAT(std::get<MapArea>(chosen[0][0].value<ChartSelection>()).polygon, SizeIs(4));
}

RunCurves three_epochs() {
  RunCurves curves;
  curves.run = 3;
  curves.rows = 6;
  curves.planned_epochs = 3;
  curves.warm_up_epochs = 1;
  curves.gold_known = true;
  for (int epoch = 1; epoch <= 3; ++epoch) {
    EpochPoint point;
    point.epoch = epoch;
    point.warm_up = epoch == 1;
    point.threshold[0] = QuartileBand{0.2 * epoch, 0.25 * epoch, 0.3 * epoch};
    point.test_accuracy.strong = 0.7 + 0.05 * epoch;
    point.memorised = {0.1 * epoch, 0.2 * epoch, std::nullopt};
    if (epoch > 1) {
      point.sets = SetCounts{3, 2, 1, 0};
    }
    curves.epochs.push_back(point);
  }
  return curves;
}

TEST(SetSizesChart, OpensTheRowsOfTheSetThatIsClicked) {
  SetSizesChart card;
  card.show_curves(three_epochs());
  lay_out(card);
  QSignalSpy chosen(&card, &SetSizesChart::rows_chosen);
  QTest::mouseClick(card.plot()->viewport(), Qt::LeftButton, {}, at(*card.plot(), 2, 70));
  ASSERT_EQ(chosen.size(), 1);
  EXPECT_EQ(chosen[0][0].toInt(), 2);
  EXPECT_EQ(std::get<SetMembers>(chosen[0][1].value<ChartSelection>()).now, RowSet::hard);
  QTest::mouseClick(card.plot()->viewport(), Qt::LeftButton, {}, at(*card.plot(), 1, 70));
  EXPECT_EQ(chosen.size(), 1) << "the warm-up has no sets";
}

TEST(SetSizesChart, OpensTheRowsOfAMoveBetweenSets) {
  SetSizesChart card;
  card.show_curves(three_epochs());
  card.show_moves(4, six_charts().flows);
  lay_out(card);
  QTest::mouseClick(card.findChild<QWidget*>(QStringLiteral("chart-sets-view")), Qt::LeftButton);
  auto* table = card.findChild<MovesTable*>();
  ASSERT_TRUE(table->isVisible());
  EXPECT_EQ(table->item(1, 1)->text(), "2");
  QSignalSpy chosen(&card, &SetSizesChart::rows_chosen);
  QTest::qWait(20);
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                    table->visualItemRect(table->item(1, 0)).center());
  ASSERT_EQ(chosen.size(), 1);
  const auto members = std::get<SetMembers>(chosen[0][1].value<ChartSelection>());
  EXPECT_EQ(members.before, RowSet::hard);
  EXPECT_EQ(members.now, RowSet::reliable);
}

TEST(OutcomeChart, LeavesOutWhatIsNotKnown) {
  OutcomeChart card;
  card.show_curves(three_epochs());
  EXPECT_THAT(card.legend()->entries(), SizeIs(3)) << "accuracy, memorised by both models";
  RunCurves curves = three_epochs();
  for (EpochPoint& point : curves.epochs) {
    point.memorised = {};
  }
  curves.gold_known = false;
  card.show_curves(curves);
  EXPECT_THAT(card.legend()->entries(), SizeIs(1));
  EXPECT_EQ(card.note(), "no gold labels");
}

TEST(OutcomeChart, GivesBothRunsWhenTheyAreCompared) {
  OutcomeChart card;
  card.show_curves(three_epochs());
  RunCurves other = three_epochs();
  other.run = 4;
  card.show_compared(other);
  EXPECT_THAT(card.numbers().rows, SizeIs(6));
  card.show_compared(std::nullopt);
  EXPECT_THAT(card.numbers().rows, SizeIs(3));
}

TEST(ThresholdChart, LeavesOutPointsThatAreNoNumbers) {
  ThresholdChart card;
  RunCurves curves = three_epochs();
  curves.epochs[1].threshold[0]->median = std::numeric_limits<double>::quiet_NaN();
  card.show_curves(curves);
  card.show_row(
      RowThresholds{QStringLiteral("row 11"), {{{{1, 0.2}, {2, std::nan("")}, {3, 0.4}}, {}}}});
  EXPECT_THAT(card.legend()->entries(), SizeIs(4));
  EXPECT_EQ(card.numbers().rows[1][2], "") << "a number that is none is left empty";
}

TEST(PlotView, ChangesItsScaleByMillionsAtOnce) {
  PlotView plot;
  QElapsedTimer clock;
  clock.start();
  for (int i = 0; i < 10; ++i) {
    plot.set_y(0, 1e6, 2.5e5, "%.0f");
    plot.set_y(0, 4, 1, "%.0f");
  }
  EXPECT_LT(clock.elapsed(), 1000) << "no tick for every row in between";
  EXPECT_EQ(plot.y()->max(), 4);
}

TEST(Charts, FollowTheTheme) {
  LossChartCard card(ChartModel::strong);
  card.show_chart(six_charts());
  Theme::instance().set_appearance(Appearance::dark);
  EXPECT_EQ(card.plot()->backgroundBrush().color(), colours(Scheme::dark).panel);
  Theme::instance().set_appearance(Appearance::light);
  EXPECT_EQ(card.plot()->backgroundBrush().color(), colours(Scheme::light).panel);
}

TEST(Bars, AreFilledFromFootToTopAndNothingBetweenThem) {
  PlotView plot;
  plot.resize(300, 300);
  plot.set_x(0, 3, 1, "%.0f");
  plot.set_y(0, 6, 2, "%.0f");
  BarSeries bars(plot, &Colours::noisy, 255);
  bars.set({{0, 1, 0, 5}, {2, 3, 1, 4}});
  plot.show();
  QTest::qWait(20);
  const QImage picture = plot.grab().toImage();
  const auto colour_at = [&](double x, double y) { return picture.pixelColor(at(plot, x, y)); };
  const QColor bar = colours(Scheme::light).noisy;
  EXPECT_EQ(colour_at(0.5, 4.8), bar);
  EXPECT_EQ(colour_at(0.5, 0.2), bar);
  EXPECT_EQ(colour_at(2.5, 3.8), bar);
  EXPECT_NE(colour_at(0.5, 5.2), bar) << "above its top";
  EXPECT_NE(colour_at(1.5, 3.0), bar) << "between both";
  EXPECT_NE(colour_at(2.5, 0.5), bar) << "below its foot";
}

TEST(NiceAxis, EndsAtARoundNumberWithFewTicks) {
  EXPECT_EQ(nice_axis(830).high, 1000);
  EXPECT_EQ(nice_axis(830).interval, 250);
  EXPECT_EQ(nice_axis(3).high, 3);
  EXPECT_EQ(nice_axis(0).high, 1);
}

}  // namespace
}  // namespace noiseal::ui
