// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_chart_card.h"

#include <QLineSeries>
#include <QPen>
#include <algorithm>
#include <cmath>

#include "core/pipeline/epoch_charts.h"
#include "ui/charts/group_colours.h"
#include "ui/charts/legend.h"
#include "ui/charts/plot_view.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr double kGap = 0.06;        // of a bar's width, at each side
constexpr int kOverlaidAlpha = 165;  // of 255: what lies behind shows through

QString model_title(ChartModel model) {
  return model == ChartModel::strong ? LossChartCard::tr("Strong model")
                                     : LossChartCard::tr("Weak model");
}

}  // namespace

LossChartCard::LossChartCard(ChartModel model, QWidget* parent)
    : ChartCard(model_title(model),
                model == ChartModel::strong ? QStringLiteral("chart-loss-strong")
                                            : QStringLiteral("chart-loss-weak"),
                parent),
      model_(model) {
  for (std::size_t group = 0; group < kRowGroups; ++group) {
    bars_.at(group) = std::make_unique<BarSeries>(
        *plot(), group_colour(static_cast<RowGroup>(group)), kOverlaidAlpha);
  }
  mixture_ = new QLineSeries;
  border_ = new QLineSeries;
  plot()->add(mixture_);
  plot()->add(border_);
  set_meaning({tr("high: label looks wrong"), tr("high: in doubt")},
              tr("How many training rows have which loss. The loss says how little the model "
                 "expects a row's given label: 0 where it is sure of it, 0.7 at even chances, 4.6 "
                 "where it gives the label one chance in a hundred. Rows far to the right are the "
                 "ones to doubt. Click a bar, or drag over several, to see their rows."));
  plot()->set_titles(tr("loss, nats"), tr("rows"));
  plot()->set_picking(Picking::range);
  plot()->set_hover([this](const QPointF& value) { return say(value); });
  connect(plot(), &PlotView::picked, this,
          [this](const QPointF& value) { choose(value.x(), value.x()); });
  connect(plot(), &PlotView::range_picked, this, &LossChartCard::choose);
  LossChartCard::recolour();
  clear();
}

void LossChartCard::clear() {
  chart_ = {};
  for (const auto& bars : bars_) {
    bars->set({});
  }
  mixture_->clear();
  border_->clear();
  set_note({});
  legend()->set_entries({});
  plot()->set_x(0, chart_.bins.high, 1, "%.0f");
  plot()->set_y(0, 1, 1, "%.0f");
  plot()->set_empty_text(tr("Bars appear seconds after a run has started."));
}

double LossChartCard::highest() const {
  // The tallest bar may be ten times the next one: then it is cut, so that the others can be read.
  constexpr double kMostOverNext = 2.5;
  std::vector<double> tallest(chart_.bins.count, 0);
  for (const GroupCounts& group : chart_.groups) {
    for (std::size_t bin = 0; bin < group.counts.size(); ++bin) {
      tallest[bin] = std::max(tallest[bin], static_cast<double>(group.counts[bin]));
    }
  }
  std::sort(tallest.begin(), tallest.end(), std::greater<>());
  const double most = tallest.empty() ? 1 : tallest[0];
  const double next = tallest.size() > 1 ? tallest[1] : most;
  return next > 0 ? std::min(most, kMostOverNext * next) : most;
}

void LossChartCard::show_chart(const EpochCharts& charts) {
  chart_ = charts.loss.at(static_cast<std::size_t>(model_));
  const double width = chart_.bins.width();
  const NiceAxis axis = nice_axis(highest());
  std::array<std::vector<Bar>, kRowGroups> bars;
  std::vector<LegendEntry> entries;
  for (const GroupCounts& group : chart_.groups) {
    entries.push_back({group_name(group.group), group_colour(group.group)});
    for (std::size_t bin = 0; bin < group.counts.size(); ++bin) {
      if (group.counts[bin] > 0) {
        const double left = width * static_cast<double>(bin);
        bars.at(static_cast<std::size_t>(group.group))
            .push_back({left + kGap * width, left + (1 - kGap) * width, 0,
                        std::min(static_cast<double>(group.counts[bin]), axis.high)});
      }
    }
  }
  for (std::size_t group = 0; group < kRowGroups; ++group) {
    bars_.at(group)->set(bars.at(group));
  }
  QList<QPointF> curve;
  for (const ChartPoint& point : chart_.mixture) {
    if (std::isfinite(point.y)) {
      curve << QPointF(point.x, std::min(point.y, axis.high));
    }
  }
  if (!curve.isEmpty()) {
    entries.push_back({tr("estimated"), &Colours::text, Qt::SolidLine});
  }
  mixture_->replace(curve);
  QList<QPointF> border;
  if (chart_.mixture_border) {
    border << QPointF(*chart_.mixture_border, 0) << QPointF(*chart_.mixture_border, axis.high);
  }
  border_->replace(border);
  plot()->set_x(0, chart_.bins.high, chart_.bins.high > 6 ? 2 : 1, "%.0f");
  const bool some = std::ranges::any_of(bars, [](const auto& group) { return !group.empty(); });
  plot()->set_y(0, some ? axis.high : 1, some ? axis.interval : 1, "%.0f");
  const bool cut =
      std::any_of(chart_.groups.begin(), chart_.groups.end(), [&](const GroupCounts& group) {
        return std::any_of(group.counts.begin(), group.counts.end(), [&](std::uint64_t count) {
          return static_cast<double>(count) > axis.high;
        });
      });
  plot()->set_titles(tr("loss, nats"), cut ? tr("rows, tallest bar cut") : tr("rows"));
  plot()->set_steps(width, axis.interval);
  plot()->set_empty_text(some ? QString() : tr("Bars appear when this model learns."));
  legend()->set_entries(std::move(entries));
  say_what_it_is(charts);
}

void LossChartCard::say_what_it_is(const EpochCharts& charts) {
  if (charts.in_training) {
    set_note(tr("estimate"),
             tr("From the training pass itself, with the weights still moving: %1 of %2 rows of "
                "this epoch so far, the others as the epoch before left them.")
                 .arg(count_words(charts.rows_seen), count_words(charts.rows)));
    return;
  }
  switch (chart_.grouping) {
    case Grouping::truth:
      set_note(tr("by gold labels"),
               tr("Clean: the given label is the gold one. Noisy: it is not."));
      break;
    case Grouping::sets:
      set_note(tr("no gold"),
               tr("No gold labels are known. The curve is fitted to all losses with two groups; "
                  "the dashed line is where both are equally likely. An estimate."));
      break;
    default:
      set_note(tr("no gold"),
               tr("No gold labels are known, and rows are not split into sets before the warm-up "
                  "has ended. The curve is an estimate."));
  }
}

QString LossChartCard::say(const QPointF& value) const {
  if (chart_.groups.empty() || value.x() < 0 || value.x() > chart_.bins.high) {
    return {};
  }
  const std::size_t bin = loss_bin(chart_.bins, static_cast<float>(value.x()));
  const double from = chart_.bins.width() * static_cast<double>(bin);
  QString text =
      bin + 1 == chart_.bins.count
          ? tr("loss %1 or more").arg(number_text(from))
          : tr("loss %1 to %2").arg(number_text(from), number_text(from + chart_.bins.width()));
  for (const GroupCounts& group : chart_.groups) {
    text += QStringLiteral("\n%1: %2").arg(group_name(group.group), count_words(group.counts[bin]));
  }
  return text;
}

void LossChartCard::choose(double from, double to) {
  if (chart_.groups.empty()) {
    return;
  }
  LossBars bars;
  bars.model = model_;
  bars.bins = chart_.bins;
  bars.first = loss_bin(chart_.bins, static_cast<float>(from));
  bars.last = loss_bin(chart_.bins, static_cast<float>(to));
  const double left = chart_.bins.width() * static_cast<double>(bars.first);
  const double right = chart_.bins.width() * static_cast<double>(bars.last + 1);
  const double top = 1e12;
  plot()->set_marked(
      QPolygonF{QPointF(left, 0), QPointF(left, top), QPointF(right, top), QPointF(right, 0)});
  Q_EMIT rows_chosen(bars);
}

ChartNumbers LossChartCard::numbers() const {
  ChartNumbers table;
  table.columns << QStringLiteral("loss_from") << QStringLiteral("loss_to");
  for (const GroupCounts& group : chart_.groups) {
    table.columns << group_name(group.group).replace(QLatin1Char(' '), QLatin1Char('_'));
  }
  for (std::size_t bin = 0; bin < chart_.bins.count && !chart_.groups.empty(); ++bin) {
    const double from = chart_.bins.width() * static_cast<double>(bin);
    QStringList row{number_text(from), number_text(from + chart_.bins.width())};
    for (const GroupCounts& group : chart_.groups) {
      row << QString::number(group.counts[bin]);
    }
    table.rows.push_back(row);
  }
  return table;
}

void LossChartCard::recolour() {
  for (const auto& bars : bars_) {
    bars->recolour();
  }
  mixture_->setPen(QPen(current_colours().text, 1.5));
  border_->setPen(QPen(current_colours().muted, 1, Qt::DashLine));
}

}  // namespace noiseal::ui
