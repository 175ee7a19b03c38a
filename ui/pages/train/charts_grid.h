// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/pipeline/chart_rows.h"
#include "core/pipeline/run_curves.h"
#include "ui/charts/threshold_chart.h"

namespace noiseal::ui {

class ChartCard;
class ConfidenceChart;
class LossChartCard;
class OutcomeChart;
class SetSizesChart;

/// The six charts of a run, in three columns.
class ChartsGrid : public QWidget {
  Q_OBJECT

 public:
  explicit ChartsGrid(QWidget* parent = nullptr);

  void clear();
  void show_curves(const RunCurves& curves);
  /// Stored or in training.
  void show_charts(const EpochCharts& charts);
  void show_compared(const std::optional<RunCurves>& curves);
  void show_row(const std::optional<RowThresholds>& row);
  /// Marks of an earlier choice away.
  void unmark();
  [[nodiscard]] const std::vector<ChartCard*>& cards() const { return cards_; }

 Q_SIGNALS:
  void rows_chosen(int epoch, const noiseal::ChartSelection& selection);
  void failed(const QString& sentence);

 private:
  /// A choice in a chart of the shown epoch.
  void choose(const ChartSelection& selection, const ChartCard* where);

  LossChartCard* strong_;
  LossChartCard* weak_;
  ConfidenceChart* map_;
  ThresholdChart* thresholds_;
  SetSizesChart* sets_;
  OutcomeChart* outcome_;
  std::vector<ChartCard*> cards_;
  int stored_epoch_ = 0;  ///< shown; 0 while an epoch is in training
};

}  // namespace noiseal::ui
