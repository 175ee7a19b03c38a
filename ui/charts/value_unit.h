// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "ui/charts/bars.h"

namespace noiseal::ui {

class PlotView;

/// What the values of a chart are.
enum class ValueUnit : std::uint8_t {
  share,  ///< 0..1, shown as percent
  area,   ///< 0..1, shown as it is: an area under a curve
  count,
  money,
};

/// "91.2 %", "0.934", "412", "0.0312".
QString value_text(ValueUnit unit, double value);
/// Where it is on an axis: percent for shares.
double on_axis(ValueUnit unit, double value);

/// An axis that holds all values with a tick at round ones, beginning where they begin.
struct ValueAxis {
  double low = 0;
  double high = 1;
  double interval = 0.5;
};
/// values: on the axis. A share or an area does not go beyond the whole.
ValueAxis axis_for(ValueUnit unit, const std::vector<double>& values);
/// printf's format for the axis.
const char* axis_format(ValueUnit unit, const ValueAxis& axis);

/// How the lines of a chart are told apart: colours for all eyes, and dashes where there are none.
struct LineLook {
  ThemeColour colour;
  Qt::PenStyle style;
};
inline constexpr std::size_t kLineLooks = 8;
LineLook line_look(std::size_t line);

/// A name as a field of a CSV file.
QString csv_name(const QString& name);

}  // namespace noiseal::ui
