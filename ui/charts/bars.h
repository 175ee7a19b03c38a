// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <vector>

#include "ui/theme/colours.h"

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

/// Bars of one colour as a single item below the plot's lines: however many there are, they cost
/// no layout, and they are filled as the rectangles they are. (As an area series each redraw took
/// twice as long, and its many spans made Qt's painting wait for helper threads, which have to
/// queue for a processor while models train.)
class BarSeries {
 public:
  /// plot: owns the item; outlives this.
  BarSeries(PlotView& plot, ThemeColour colour, int alpha);
  void set(std::vector<Bar> bars);
  [[nodiscard]] const std::vector<Bar>& bars() const;
  void recolour();

 private:
  class Item;
  Item* item_;
};

}  // namespace noiseal::ui
