// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>

#include "core/pipeline/chart_rows.h"
#include "ui/charts/bars.h"
#include "ui/charts/chart_card.h"

class QLineSeries;

namespace noiseal::ui {

/// How the losses of the given labels are spread over the rows, for one model.
class LossChartCard : public ChartCard {
  Q_OBJECT

 public:
  LossChartCard(ChartModel model, QWidget* parent = nullptr);

  void show_chart(const EpochCharts& charts);
  void clear();
  [[nodiscard]] ChartNumbers numbers() const override;

 Q_SIGNALS:
  void rows_chosen(const noiseal::ChartSelection& selection);

 protected:
  void recolour() override;

 private:
  [[nodiscard]] QString say(const QPointF& value) const;
  void choose(double from, double to);
  void say_what_it_is(const EpochCharts& charts);
  [[nodiscard]] double highest() const;

  ChartModel model_;
  LossChart chart_;
  std::array<std::unique_ptr<BarSeries>, kRowGroups> bars_;
  QLineSeries* mixture_;
  QLineSeries* border_;
};

}  // namespace noiseal::ui
