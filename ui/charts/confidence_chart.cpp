// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/confidence_chart.h"

#include <QHBoxLayout>
#include <QLineSeries>
#include <QPen>
#include <QScatterSeries>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/charts/group_colours.h"
#include "ui/charts/legend.h"
#include "ui/charts/plot_view.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr std::array<qreal, 4> kDotSizes{4, 6, 9, 13};  // pixels
constexpr double kNearness = 0.025;                     // of a hovered dot, in probability

/// A dot's size by its share of the rows of the fullest cell.
std::size_t size_of(std::uint64_t rows, std::uint64_t most) {
  const double share = static_cast<double>(rows) / static_cast<double>(most);
  if (rows == 1 || share < 1.0 / 64) {
    return 0;
  }
  return share < 1.0 / 16 ? 1 : share < 1.0 / 4 ? 2 : 3;
}

}  // namespace

ConfidenceChart::ConfidenceChart(QWidget* parent)
    : ChartCard(tr("Confidence"), QStringLiteral("chart-map"), parent) {
  strong_threshold_ = new QLineSeries;
  weak_threshold_ = new QLineSeries;
  plot()->add(strong_threshold_);
  plot()->add(weak_threshold_);
  plot()->set_x(0, 1, 0.5, "%.1f");
  plot()->set_y(0, 1, 0.5, "%.1f");
  plot()->set_titles(tr("strong model"), tr("weak model"));
  set_meaning({tr("trust in the given label"), tr("trust in the labels")},
              tr("The probability that each model gives to a row's given label: the strong model "
                 "across, the weak one up. At the top right both believe the label, at the bottom "
                 "left neither does. A larger dot stands for more rows; the dashed lines are the "
                 "rows' median thresholds. Draw around dots to see their rows."));
  plot()->set_picking(Picking::area);
  plot()->set_steps(0.05, 0.05);
  plot()->set_hover([this](const QPointF& value) { return say(value); });
  shape_ = new QToolButton(this);
  shape_->setObjectName(QStringLiteral("chart-map-shape"));
  set_role(shape_, "plain");
  shape_->setCheckable(true);
  shape_->setMaximumHeight(24);
  shape_->setText(tr("Lasso"));
  shape_->setToolTip(tr("What a drag over the map draws: a lasso, or a box"));
  connect(shape_, &QToolButton::toggled, this, [this](bool box) {
    shape_->setText(box ? tr("Box") : tr("Lasso"));
    plot()->set_area_shape(box ? AreaShape::box : AreaShape::lasso);
  });
  head()->addWidget(shape_);
  connect(plot(), &PlotView::area_picked, this, [this](const QPolygonF& area) {
    MapArea chosen;
    for (const QPointF& point : area) {
      chosen.polygon.push_back({point.x(), point.y()});
    }
    Q_EMIT rows_chosen(chosen);
  });
  ConfidenceChart::recolour();
  clear();
}

QScatterSeries& ConfidenceChart::dots(RowGroup group, std::size_t size) {
  QScatterSeries*& series = dots_.at(static_cast<std::size_t>(group)).at(size);
  if (series == nullptr) {
    series = new QScatterSeries;
    series->setMarkerSize(kDotSizes.at(size));
    series->setBorderColor(Qt::transparent);
    series->setPen(Qt::NoPen);
    plot()->add(series);
    recolour();
  }
  return *series;
}

void ConfidenceChart::clear() {
  map_ = {};
  for (const auto& group : dots_) {
    for (QScatterSeries* series : group) {
      if (series != nullptr) {
        series->clear();
      }
    }
  }
  strong_threshold_->clear();
  weak_threshold_->clear();
  legend()->set_entries({});
  set_note({});
  plot()->set_marked({});
  plot()->set_empty_text(tr("Dots appear once both models have met the rows."));
}

void ConfidenceChart::show_chart(const EpochCharts& charts) {
  map_ = charts.map;
  std::array<std::array<QList<QPointF>, kSizes>, kRowGroups> places;
  std::uint64_t most = 1;
  for (const MapCell& cell : map_.cells) {
    most = std::max(most, cell.rows);
  }
  std::array<bool, kRowGroups> there{};
  for (const MapCell& cell : map_.cells) {
    const auto group = static_cast<std::size_t>(cell.group);
    there.at(group) = true;
    if (std::isfinite(cell.strong) && std::isfinite(cell.weak)) {
      places.at(group).at(size_of(cell.rows, most)) << QPointF(cell.strong, cell.weak);
    }
  }
  std::vector<LegendEntry> entries;
  for (std::size_t group = 0; group < kRowGroups; ++group) {
    const auto row_group = static_cast<RowGroup>(group);
    if (there.at(group)) {
      entries.push_back({group_name(row_group), group_colour(row_group)});
    }
    for (std::size_t size = 0; size < kSizes; ++size) {
      QList<QPointF>& list = places.at(group).at(size);
      if (!list.isEmpty() || dots_.at(group).at(size) != nullptr) {
        dots(row_group, size).replace(list);
      }
    }
  }
  QList<QPointF> upright;
  QList<QPointF> level;
  if (map_.strong_threshold && map_.weak_threshold) {
    upright << QPointF(*map_.strong_threshold, 0) << QPointF(*map_.strong_threshold, 1);
    level << QPointF(0, *map_.weak_threshold) << QPointF(1, *map_.weak_threshold);
    entries.push_back({tr("thresholds"), &Colours::muted, Qt::DashLine});
  }
  strong_threshold_->replace(upright);
  weak_threshold_->replace(level);
  legend()->set_entries(std::move(entries));
  plot()->set_empty_text(map_.cells.empty() ? tr("Dots appear once both models have met the rows.")
                                            : QString());
  if (charts.in_training) {
    set_note(tr("estimate"), tr("From the training pass; sets as the epoch before chose them."));
  } else {
    set_note(map_.grouping == Grouping::sets    ? tr("by set")
             : map_.grouping == Grouping::truth ? tr("by gold labels")
                                                : tr("not split yet"),
             tr("The probability of the given label by both models. A dot stands for the rows of a "
                "small cell, a larger one for more of them. The "
                "thresholds are per row; the dashed lines are their medians."));
  }
}

QString ConfidenceChart::say(const QPointF& value) const {
  QString text;
  for (const MapCell& cell : map_.cells) {
    if (std::abs(cell.strong - value.x()) < kNearness &&
        std::abs(cell.weak - value.y()) < kNearness) {
      text += (text.isEmpty() ? QString() : QStringLiteral("\n")) +
              tr("%1: %2 rows, strong %3, weak %4")
                  .arg(group_name(cell.group), count_words(cell.rows),
                       number_text(std::round(cell.strong * 100) / 100),
                       number_text(std::round(cell.weak * 100) / 100));
    }
  }
  return text;
}

ChartNumbers ConfidenceChart::numbers() const {
  ChartNumbers table;
  table.columns = {QStringLiteral("group"), QStringLiteral("strong"), QStringLiteral("weak"),
                   QStringLiteral("rows")};
  for (const MapCell& cell : map_.cells) {
    table.rows.push_back({group_name(cell.group), number_text(cell.strong), number_text(cell.weak),
                          QString::number(cell.rows)});
  }
  return table;
}

void ConfidenceChart::recolour() {
  for (std::size_t group = 0; group < kRowGroups; ++group) {
    QColor colour = current_colours().*group_colour(static_cast<RowGroup>(group));
    colour.setAlpha(190);
    for (QScatterSeries* series : dots_.at(group)) {
      if (series != nullptr) {
        series->setBrush(colour);
      }
    }
  }
  for (QLineSeries* line : {strong_threshold_, weak_threshold_}) {
    line->setPen(QPen(current_colours().muted, 1, Qt::DashLine));
  }
}

}  // namespace noiseal::ui
