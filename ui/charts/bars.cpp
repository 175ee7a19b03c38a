// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bars.h"

#include <QAreaSeries>
#include <QLineSeries>
#include <QPen>

#include "ui/charts/plot_view.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

BarSeries::BarSeries(PlotView& plot, ThemeColour colour, int alpha)
    : upper_(new QLineSeries), lower_(new QLineSeries), colour_(colour), alpha_(alpha) {
  area_ = new QAreaSeries(upper_, lower_);
  // Area series do not own their edges.
  upper_->setParent(area_);
  lower_->setParent(area_);
  plot.add(area_);
  recolour();
}

void BarSeries::set(const std::vector<Bar>& bars) {
  upper_->replace(upper_outline(bars));
  lower_->replace(lower_outline(bars));
}

void BarSeries::recolour() {
  QColor fill = current_colours().*colour_;
  fill.setAlpha(alpha_);
  area_->setBrush(fill);
  area_->setPen(Qt::NoPen);
}

QList<QPointF> upper_outline(const std::vector<Bar>& bars) {
  QList<QPointF> points;
  points.reserve(static_cast<qsizetype>(4 * bars.size()));
  for (const Bar& bar : bars) {
    // Down to the foot between bars, where the area has no height.
    points << QPointF(bar.left, bar.low) << QPointF(bar.left, bar.high)
           << QPointF(bar.right, bar.high) << QPointF(bar.right, bar.low);
  }
  return points;
}

QList<QPointF> lower_outline(const std::vector<Bar>& bars) {
  QList<QPointF> points;
  points.reserve(static_cast<qsizetype>(2 * bars.size()));
  for (const Bar& bar : bars) {
    points << QPointF(bar.left, bar.low) << QPointF(bar.right, bar.low);
  }
  return points;
}

}  // namespace noiseal::ui
