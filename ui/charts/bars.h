// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QPointF>
#include <vector>

#include "ui/theme/colours.h"

class QAreaSeries;
class QLineSeries;

namespace noiseal::ui {

class PlotView;

/// A bar from low to high, in the axes' units.
struct Bar {
  double left = 0;
  double right = 1;
  double low = 0;
  double high = 0;
};

/// A colour of the theme by its place, so that it follows the theme.
using ThemeColour = QColor Colours::*;

/// Bars of one colour as a single area: however many there are, the scene has one item.
class BarSeries {
 public:
  BarSeries(PlotView& plot, ThemeColour colour, int alpha);
  void set(const std::vector<Bar>& bars);
  void recolour();

 private:
  QAreaSeries* area_;
  QLineSeries* upper_;
  QLineSeries* lower_;
  ThemeColour colour_;
  int alpha_;
};

/// The outline that a BarSeries is drawn by.
QList<QPointF> upper_outline(const std::vector<Bar>& bars);
QList<QPointF> lower_outline(const std::vector<Bar>& bars);

}  // namespace noiseal::ui
