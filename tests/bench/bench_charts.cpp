// SPDX-License-Identifier: GPL-3.0-or-later
// What the charts cost at a million rows: computing them (off the window's thread), finding the
// rows behind a lasso, and drawing them (on it).
//   bench_charts [ROWS]
#include <fmt/format.h>

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/pipeline/chart_rows.h"
#include "core/pipeline/epoch_charts.h"
#include "ui/charts/confidence_chart.h"
#include "ui/charts/loss_chart_card.h"
#include "ui/charts/outcome_chart.h"
#include "ui/charts/set_sizes_chart.h"
#include "ui/charts/threshold_chart.h"
#include "ui/theme/theme.h"

namespace {

using namespace noiseal;
using namespace noiseal::ui;

constexpr int kRepeats = 200;

double milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

RunLabels made_labels(std::size_t rows) {
  RunLabels labels;
  Rng rng({1, 1});
  for (std::size_t i = 0; i < rows; ++i) {
    labels.ids.push_back(static_cast<std::int64_t>(i) + 1);
    labels.gold.push_back(static_cast<std::int32_t>(rng.below(10)));
    labels.given.push_back(rng.uniform() < 0.3 ? static_cast<std::int32_t>(rng.below(10))
                                               : labels.gold.back());
  }
  labels.gold_known = true;
  return labels;
}

EpochColumns made_columns(const RunLabels& labels, int epoch) {
  EpochColumns columns;
  columns.epoch = epoch;
  Rng rng({2, static_cast<std::uint64_t>(epoch)});
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const bool wrong = wrong_label(labels, i) == 1;
    for (ModelColumns& model : columns.model) {
      const double p = wrong ? 0.4 * rng.uniform() : 0.3 + 0.7 * rng.uniform();
      model.p_given.push_back(static_cast<float>(p));
      model.loss.push_back(static_cast<float>(-std::log(std::max(p, 1e-6))));
      model.threshold.push_back(static_cast<float>(0.4 + 0.3 * rng.uniform()));
    }
    columns.set.push_back(static_cast<std::uint8_t>(rng.below(4)));
    columns.set_before.push_back(static_cast<std::uint8_t>(rng.below(4)));
  }
  return columns;
}

RunCurves made_curves(std::size_t rows) {
  RunCurves curves;
  curves.rows = rows;
  curves.planned_epochs = 6;
  curves.warm_up_epochs = 2;
  curves.gold_known = true;
  for (int epoch = 1; epoch <= 6; ++epoch) {
    EpochPoint point;
    point.epoch = epoch;
    point.threshold[0] = QuartileBand{0.1 * epoch, 0.12 * epoch, 0.14 * epoch};
    point.threshold[1] = QuartileBand{0.08 * epoch, 0.1 * epoch, 0.12 * epoch};
    point.sets = SetCounts{rows / 2, rows / 4, rows / 8, rows / 8};
    point.test_accuracy.strong = 0.9;
    point.separation.strong = 0.95;
    point.memorised = {0.1, 0.2, std::nullopt};
    point.noise.purified_after = 0.05;
    curves.epochs.push_back(point);
  }
  return curves;
}

/// Milliseconds of a processor that this thread has had: what others do on it does not count.
double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// Shows new figures and paints them, as the window does, many times over.
void measure(const std::string& name, const std::vector<ChartCard*>& cards,
             const std::function<void(int)>& show) {
  for (ChartCard* card : cards) {
    card->resize(300, 330);
    card->show();
  }
  QApplication::processEvents();
  QImage picture(cards.front()->size(), QImage::Format_ARGB32_Premultiplied);
  double worst = 0;
  int worst_at = 0;
  double worst_processor = 0;
  double all = 0;
  for (int i = 0; i < kRepeats; ++i) {
    const double before = processor_time();
    const double spent = milliseconds([&] {
      show(i);
      for (ChartCard* card : cards) {
        card->render(&picture);
      }
    });
    worst_processor = std::max(worst_processor, processor_time() - before);
    all += spent;
    if (spent > worst) {
      worst = spent;
      worst_at = i;
    }
  }
  fmt::print(
      "redraw {:<16} {:6.2f} ms on average, {:6.2f} ms at most (redraw {} of {}), {:6.2f} ms of "
      "processor time at most\n",
      name, all / kRepeats, worst, worst_at + 1, kRepeats, worst_processor);
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  Theme::instance().set_appearance(Appearance::light);
  const std::size_t rows = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
  const RunLabels labels = made_labels(rows);
  const EpochColumns columns[] = {made_columns(labels, 3), made_columns(labels, 4)};
  EpochCharts charts[2];
  for (int i = 0; i < 2; ++i) {
    const double spent =
        milliseconds([&] { charts[i] = epoch_charts(labels, columns[i], {}, Control()); });
    fmt::print("charts of one epoch of {} rows: {:.0f} ms, {} dots on the map\n", rows, spent,
               charts[i].map.cells.size());
  }
  MapArea lasso;
  for (int i = 0; i < 100; ++i) {
    lasso.polygon.push_back({0.5 + 0.4 * std::cos(0.0628 * i), 0.5 + 0.4 * std::sin(0.0628 * i)});
  }
  std::size_t found = 0;
  const double lookup =
      milliseconds([&] { found = rows_behind(lasso, labels, columns[0], Control()).size(); });
  fmt::print("rows in a lasso of 100 points: {:.0f} ms, {} rows\n", lookup, found);

  LossChartCard strong(ChartModel::strong);
  LossChartCard weak(ChartModel::weak);
  ConfidenceChart map;
  ThresholdChart thresholds;
  SetSizesChart sets;
  OutcomeChart outcome;
  const RunCurves curves = made_curves(rows);
  measure("loss, strong", {&strong}, [&](int i) { strong.show_chart(charts[i % 2]); });
  measure("loss, weak", {&weak}, [&](int i) { weak.show_chart(charts[i % 2]); });
  measure("confidence map", {&map}, [&](int i) { map.show_chart(charts[i % 2]); });
  measure("thresholds", {&thresholds}, [&](int) { thresholds.show_curves(curves); });
  measure("set sizes", {&sets}, [&](int) { sets.show_curves(curves); });
  measure("outcome", {&outcome}, [&](int) { outcome.show_curves(curves); });
  measure("all six at once", {&strong, &weak, &map, &thresholds, &sets, &outcome}, [&](int i) {
    strong.show_chart(charts[i % 2]);
    weak.show_chart(charts[i % 2]);
    map.show_chart(charts[i % 2]);
    thresholds.show_curves(curves);
    sets.show_curves(curves);
    outcome.show_curves(curves);
  });
  return 0;
}
