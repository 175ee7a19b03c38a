// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/pipeline/chart_rows.h"
#include "core/pipeline/run_curves.h"
#include "ui/charts/bars.h"
#include "ui/charts/chart_card.h"

class QLineSeries;
class QToolButton;

namespace noiseal::ui {

class MovesTable;

/// The sets' shares of the rows, stacked by epoch; and, switched to, how rows moved between them.
class SetSizesChart : public ChartCard {
  Q_OBJECT

 public:
  explicit SetSizesChart(QWidget* parent = nullptr);

  void show_curves(const RunCurves& curves);
  /// Of the epoch that the other charts show.
  void show_moves(int epoch, const std::optional<SetFlows>& flows);
  void clear();
  [[nodiscard]] ChartNumbers numbers() const override;

 Q_SIGNALS:
  /// epoch: whose rows, which may be another than the one shown.
  void rows_chosen(int epoch, const noiseal::ChartSelection& selection);

 protected:
  void recolour() override;

 private:
  [[nodiscard]] QString say(const QPointF& value) const;
  void choose(const QPointF& value);
  /// The set at a height of an epoch's bar.
  [[nodiscard]] std::optional<RowSet> set_at(const EpochPoint& point, double height) const;
  [[nodiscard]] const EpochPoint* point_at(double x) const;
  void show_view(bool moves);

  std::array<std::unique_ptr<BarSeries>, 4> bars_;  ///< by RowSet
  QLineSeries* now_;
  MovesTable* moves_;
  QToolButton* view_;
  std::vector<EpochPoint> epochs_;
  int epoch_ = 0;
  bool has_moves_ = false;
  QString note_;
};

}  // namespace noiseal::ui
