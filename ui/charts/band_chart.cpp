// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/band_chart.h"

#include <QAreaSeries>
#include <QLineSeries>
#include <QPen>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/charts/legend.h"
#include "ui/charts/plot_view.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kBandAlpha = 38;
constexpr qsizetype kMostDots = 20;  ///< more of them hide the line

}  // namespace

BandChart::BandChart(const QString& title, const QString& name, QWidget* parent)
    : ChartCard(title, name, parent) {
  for (Band& band : bands_) {
    band.upper = new QLineSeries;
    band.lower = new QLineSeries;
    band.area = new QAreaSeries(band.upper, band.lower);
    band.upper->setParent(band.area);
    band.lower->setParent(band.area);
    plot()->add(band.area);
  }
  for (Band& band : bands_) {
    band.mean = new QLineSeries;
    band.mean->setPointsVisible(true);
    plot()->add(band.mean);
  }
  mark_line_ = new QLineSeries;
  plot()->add(mark_line_);
  plot()->set_hover([this](const QPointF& value) { return say(value); });
  legend()->set_switchable(true);
  connect(legend(), &Legend::switched, this, [this](int entry, bool on) {
    const auto place = static_cast<std::size_t>(entry);
    if (place < lines_.size() && bands_.at(place).hidden == on) {
      bands_.at(place).hidden = !on;
      draw();
    }
  });
  BandChart::recolour();
  clear();
}

void BandChart::clear() {
  show_lines({}, x_, unit_, {});
}

void BandChart::show_lines(std::vector<BandLine> lines, const BandAxis& x, ValueUnit unit,
                           const QString& y_title, const std::optional<BandMark>& mark) {
  std::erase_if(lines, [](const BandLine& line) { return line.points.empty(); });
  if (lines.size() > kLineLooks) {
    lines.resize(kLineLooks);
  }
  const bool same = std::ranges::equal(lines, lines_, {}, &BandLine::name, &BandLine::name);
  lines_ = std::move(lines);
  x_ = x;
  unit_ = unit;
  mark_ = mark;
  if (!same) {
    for (Band& band : bands_) {
      band.hidden = false;
    }
  }
  std::vector<LegendEntry> entries;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    entries.push_back({lines_[i].name, line_look(i).colour, line_look(i).style});
  }
  if (mark_) {
    entries.push_back({mark_->name, &Colours::text, Qt::DashLine});
  }
  legend()->set_entries(std::move(entries));
  plot()->set_titles(x_.title, y_title);
  plot()->set_empty_text(lines_.empty() ? tr("Nothing is known of this yet.") : QString());
  fit_axes();
  draw();
}

void BandChart::fit_axes() {
  std::vector<double> across;
  std::vector<double> up;
  for (const BandLine& line : lines_) {
    for (const BandPoint& point : line.points) {
      across.push_back(on_axis(x_.unit, point.x));
      up.push_back(on_axis(unit_, point.low));
      up.push_back(on_axis(unit_, point.high));
    }
  }
  const ValueAxis y = axis_for(unit_, up);
  plot()->set_y(y.low, y.high, y.interval, axis_format(unit_, y));
  if (across.empty()) {
    plot()->set_x(0, 1, 1, "%.0f");
    return;
  }
  const auto [least, most] = std::minmax_element(across.begin(), across.end());
  const double span = std::max(*most - *least, 1e-9);
  const double interval =
      x_.unit == ValueUnit::count ? std::max(1.0, std::ceil(span / 8)) : nice_axis(span).interval;
  constexpr double kEdge = 0.04;
  plot()->set_x(*least - kEdge * span, *most + kEdge * span, interval,
                x_.unit == ValueUnit::share ? "%.0f %%" : "%.0f");
  plot()->set_steps(interval, y.interval / 2);
}

void BandChart::draw() {
  for (std::size_t i = 0; i < bands_.size(); ++i) {
    Band& band = bands_.at(i);
    QList<QPointF> mean;
    QList<QPointF> upper;
    QList<QPointF> lower;
    if (i < lines_.size() && !band.hidden) {
      for (const BandPoint& point : lines_[i].points) {
        const double x = on_axis(x_.unit, point.x);
        mean << QPointF(x, on_axis(unit_, point.mean));
        upper << QPointF(x, on_axis(unit_, point.high));
        lower << QPointF(x, on_axis(unit_, point.low));
      }
    }
    band.mean->setPointsVisible(mean.size() <= kMostDots);
    band.mean->replace(mean);
    band.upper->replace(upper);
    band.lower->replace(lower);
  }
  QList<QPointF> marked;
  if (mark_) {
    marked << QPointF(on_axis(x_.unit, mark_->x), plot()->y()->min())
           << QPointF(on_axis(x_.unit, mark_->x), plot()->y()->max());
  }
  mark_line_->replace(marked);
}

QString BandChart::say(const QPointF& value) const {
  // The nearest place that some line knows.
  std::optional<double> nearest;
  for (const BandLine& line : lines_) {
    for (const BandPoint& point : line.points) {
      const double x = on_axis(x_.unit, point.x);
      if (!nearest || std::abs(x - value.x()) < std::abs(*nearest - value.x())) {
        nearest = x;
      }
    }
  }
  if (!nearest) {
    return {};
  }
  constexpr double kSame = 1e-6;
  QString text;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    for (const BandPoint& point : lines_[i].points) {
      if (bands_.at(i).hidden || std::abs(on_axis(x_.unit, point.x) - *nearest) > kSame) {
        continue;
      }
      if (text.isEmpty()) {
        text = QStringLiteral("%1: %2").arg(x_.title, x_.unit == ValueUnit::share
                                                          ? QStringLiteral("%1 %").arg(*nearest)
                                                          : QString::number(*nearest));
      }
      text += QStringLiteral("\n%1: %2").arg(lines_[i].name, value_text(unit_, point.mean));
      if (point.low < point.high) {
        text += tr(" (%1 to %2)").arg(value_text(unit_, point.low), value_text(unit_, point.high));
      }
    }
  }
  return text;
}

ChartNumbers BandChart::numbers() const {
  ChartNumbers table;
  table.columns = {QStringLiteral("line"), QStringLiteral("x"), QStringLiteral("mean"),
                   QStringLiteral("low"), QStringLiteral("high")};
  for (const BandLine& line : lines_) {
    for (const BandPoint& point : line.points) {
      table.rows.push_back({csv_name(line.name), number_text(point.x), number_text(point.mean),
                            number_text(point.low), number_text(point.high)});
    }
  }
  return table;
}

void BandChart::recolour() {
  for (std::size_t i = 0; i < bands_.size(); ++i) {
    const LineLook look = line_look(i);
    const QColor colour = current_colours().*look.colour;
    QColor fill = colour;
    fill.setAlpha(kBandAlpha);
    bands_.at(i).area->setBrush(fill);
    bands_.at(i).area->setPen(Qt::NoPen);
    bands_.at(i).mean->setPen(QPen(colour, 2, look.style));
  }
  mark_line_->setPen(QPen(current_colours().text, 1, Qt::DashLine));
}

}  // namespace noiseal::ui
