// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "core/pipeline/chart_rows.h"
#include "ui/charts/chart_card.h"

class QLineSeries;
class QScatterSeries;
class QToolButton;

namespace noiseal::ui {

/// How sure both models are of the given labels: strong across, weak up. A dot stands for the rows
/// of one group in a small cell; a larger one for more of them.
class ConfidenceChart : public ChartCard {
  Q_OBJECT

 public:
  explicit ConfidenceChart(QWidget* parent = nullptr);

  void show_chart(const EpochCharts& charts);
  void clear();
  [[nodiscard]] ChartNumbers numbers() const override;

 Q_SIGNALS:
  void rows_chosen(const noiseal::ChartSelection& selection);

 protected:
  void recolour() override;

 private:
  static constexpr std::size_t kSizes = 4;
  [[nodiscard]] QString say(const QPointF& value) const;
  QScatterSeries& dots(RowGroup group, std::size_t size);

  ConfidenceMap map_;
  std::array<std::array<QScatterSeries*, kSizes>, kRowGroups> dots_{};
  QLineSeries* strong_threshold_;
  QLineSeries* weak_threshold_;
  QToolButton* shape_;
};

}  // namespace noiseal::ui
