// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/pipeline/run_curves.h"
#include "ui/charts/chart_card.h"

class QAreaSeries;
class QLineSeries;

namespace noiseal::ui {

/// One row's thresholds over the epochs.
struct RowThresholds {
  QString name;                                   ///< "row 4117"
  std::array<std::vector<ChartPoint>, 2> points;  ///< by ChartModel: epoch, threshold
};

/// The rows' thresholds over the epochs: median and quartile band of both models, and one row's
/// own.
class ThresholdChart : public ChartCard {
  Q_OBJECT

 public:
  explicit ThresholdChart(QWidget* parent = nullptr);

  void show_curves(const RunCurves& curves);
  /// Another run's medians over this one's; none: no comparison.
  void show_compared(const std::optional<RunCurves>& curves);
  void show_row(const std::optional<RowThresholds>& row);
  /// A line at the epoch that the other charts show; 0: none.
  void show_epoch(int epoch);
  void clear();
  [[nodiscard]] ChartNumbers numbers() const override;

 protected:
  void recolour() override;

 private:
  struct Band {
    QLineSeries* upper = nullptr;
    QLineSeries* lower = nullptr;
    QAreaSeries* area = nullptr;
    QLineSeries* median = nullptr;
    QLineSeries* compared = nullptr;
    QLineSeries* row = nullptr;
  };
  void name_lines();
  void fit_axis();
  [[nodiscard]] QString say(const QPointF& value) const;

  std::array<Band, 2> bands_;  ///< by ChartModel
  QLineSeries* now_;
  std::vector<EpochPoint> epochs_;
  int planned_ = 0;
  std::optional<RunCurves> compared_;
  std::optional<RowThresholds> row_;
};

}  // namespace noiseal::ui
