// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/pipeline/run_curves.h"
#include "ui/charts/chart_card.h"

class QLineSeries;

namespace noiseal::ui {

/// What came of it, over the epochs: accuracy, how well wrong labels are told from right ones, how
/// many of them the models repeat, and the noise among purified rows. Lines without figures are
/// left out; the legend hides and shows them.
class OutcomeChart : public ChartCard {
  Q_OBJECT

 public:
  explicit OutcomeChart(QWidget* parent = nullptr);

  void show_curves(const RunCurves& curves);
  /// Another run's lines, dashed; none: no comparison.
  void show_compared(const std::optional<RunCurves>& curves);
  void show_epoch(int epoch);
  void clear();
  [[nodiscard]] ChartNumbers numbers() const override;

 protected:
  void recolour() override;

 private:
  void draw();
  void fit_axis();
  [[nodiscard]] QString say(const QPointF& value) const;
  [[nodiscard]] bool has_values(std::size_t line) const;

  RunCurves curves_;
  std::optional<RunCurves> compared_;
  std::vector<QLineSeries*> lines_;           ///< one for each kind of figure
  std::vector<QLineSeries*> compared_lines_;  ///< the same of the other run
  std::vector<std::size_t> shown_;            ///< kinds in the legend
  std::vector<bool> hidden_;                  ///< by kind: switched off by a person, or at first
  QLineSeries* now_;
};

}  // namespace noiseal::ui
