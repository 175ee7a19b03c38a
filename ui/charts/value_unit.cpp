// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_unit.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/charts/chart_card.h"
#include "ui/charts/plot_view.h"

namespace noiseal::ui {
namespace {

constexpr double kPercent = 100;

constexpr std::array<LineLook, kLineLooks> kLooks{{{&Colours::accent, Qt::SolidLine},
                                                   {&Colours::hard, Qt::SolidLine},
                                                   {&Colours::clean, Qt::DashLine},
                                                   {&Colours::noisy, Qt::SolidLine},
                                                   {&Colours::purified, Qt::DashLine},
                                                   {&Colours::text, Qt::DotLine},
                                                   {&Colours::muted, Qt::DashDotLine},
                                                   {&Colours::unused, Qt::SolidLine}}};

}  // namespace

QString value_text(ValueUnit unit, double value) {
  switch (unit) {
    case ValueUnit::share:
      return QStringLiteral("%1 %").arg(kPercent * value, 0, 'f', 1);
    case ValueUnit::area:
      return QString::number(value, 'f', 3);
    case ValueUnit::count:
      return count_words(static_cast<std::uint64_t>(std::llround(std::max(value, 0.0))));
    default:
      return QString::number(value, 'f', 4);
  }
}

double on_axis(ValueUnit unit, double value) {
  return unit == ValueUnit::share ? kPercent * value : value;
}

ValueAxis axis_for(ValueUnit unit, const std::vector<double>& values) {
  if (values.empty()) {
    return {};
  }
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double span = *most - *least;
  // Equal values still need a scale.
  const double step = nice_axis(span > 0 ? span : std::max(std::abs(*most), 1.0) / 10).interval;
  ValueAxis axis;
  axis.interval = step;
  axis.low = std::floor((*least - step / 10) / step) * step;
  axis.high = std::ceil((*most + step / 10) / step) * step;
  if (*least >= 0) {
    axis.low = std::max(0.0, axis.low);
  }
  const double whole = unit == ValueUnit::share ? kPercent : 1;
  if ((unit == ValueUnit::share || unit == ValueUnit::area) && *most <= whole) {
    axis.high = std::min(axis.high, whole);
  }
  // A tick that rounding puts just outside would not be drawn.
  constexpr double kHair = 1e-6;
  axis.low -= kHair * step;
  axis.high += kHair * step;
  return axis;
}

const char* axis_format(ValueUnit unit, const ValueAxis& axis) {
  // As many places as the ticks need.
  std::size_t places = 0;
  constexpr double kNearly = 1e-6;
  for (double step = axis.interval; places < 4; step *= 10, ++places) {
    if (std::abs(step - std::round(step)) < kNearly * step) {
      break;
    }
  }
  static constexpr std::array<const char*, 5> kShares{"%.0f %%", "%.1f %%", "%.2f %%", "%.3f %%",
                                                      "%.4f %%"};
  static constexpr std::array<const char*, 5> kNumbers{"%.0f", "%.1f", "%.2f", "%.3f", "%.4f"};
  if (unit == ValueUnit::share) {
    return kShares.at(places);
  }
  return kNumbers.at(unit == ValueUnit::area ? std::max<std::size_t>(places, 2) : places);
}

LineLook line_look(std::size_t line) {
  return kLooks.at(line % kLineLooks);
}

QString csv_name(const QString& name) {
  QString inside = name;
  inside.replace(QLatin1Char('"'), QStringLiteral("\"\""));
  return QLatin1Char('"') + inside + QLatin1Char('"');
}

}  // namespace noiseal::ui
