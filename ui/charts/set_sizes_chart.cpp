// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/set_sizes_chart.h"

#include <QHBoxLayout>
#include <QLineSeries>
#include <QPen>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/charts/group_colours.h"
#include "ui/charts/legend.h"
#include "ui/charts/moves_table.h"
#include "ui/charts/plot_view.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr double kHalfBar = 0.3;  // epochs
constexpr int kOpaque = 235;

double total_of(const SetCounts& sets) {
  return static_cast<double>(std::accumulate(sets.begin(), sets.end(), std::uint64_t{0}));
}

}  // namespace

SetSizesChart::SetSizesChart(QWidget* parent)
    : ChartCard(tr("Set sizes"), QStringLiteral("chart-sets"), parent) {
  std::vector<LegendEntry> entries;
  for (std::size_t set = 0; set < bars_.size(); ++set) {
    const auto group = static_cast<RowGroup>(set);
    bars_.at(set) = std::make_unique<BarSeries>(*plot(), group_colour(group), kOpaque);
    entries.push_back({group_name(group), group_colour(group)});
  }
  legend()->set_entries(std::move(entries));
  now_ = new QLineSeries;
  plot()->add(now_);
  plot()->set_y(0, 100, 50, "%.0f %%");
  plot()->set_titles(tr("epoch"), {});
  set_meaning({tr("how each row is used"), tr("use of each row")},
              tr("What the training makes of each row. Reliable: both models agree with the given "
                 "label, it is learnt as it is. Hard: the models are in doubt. Purified: both "
                 "agree on another label, which takes its place. Unused: left out of this epoch. "
                 "Click a part of a bar to see its rows."));
  plot()->set_steps(1, 5);
  plot()->set_picking(Picking::point);
  plot()->set_hover([this](const QPointF& value) { return say(value); });
  connect(plot(), &PlotView::picked, this, &SetSizesChart::choose);
  moves_ = new MovesTable(this);
  moves_->hide();
  column()->addWidget(moves_, 1);
  connect(moves_, &MovesTable::cell_chosen, this, [this](RowSet before, RowSet now) {
    Q_EMIT rows_chosen(epoch_, SetMembers{now, before});
  });
  view_ = new QToolButton(this);
  view_->setObjectName(QStringLiteral("chart-sets-view"));
  set_role(view_, "plain");
  view_->setCheckable(true);
  view_->setMaximumHeight(24);
  view_->setText(tr("Moves"));
  view_->setToolTip(tr("How many rows moved between the sets"));
  connect(view_, &QToolButton::toggled, this, &SetSizesChart::show_view);
  head()->addWidget(view_);
  SetSizesChart::recolour();
  clear();
}

void SetSizesChart::show_view(bool moves) {
  plot()->setVisible(!moves);
  moves_->setVisible(moves);
  view_->setText(moves ? tr("Sizes") : tr("Moves"));
  set_title(moves ? tr("Set moves") : tr("Set sizes"));
  set_note(!moves       ? note_
           : has_moves_ ? tr("epoch %1 to %2").arg(epoch_ - 1).arg(epoch_)
                        : tr("none yet"),
           moves ? tr("A line for the set before, a column for the set now. Click a cell for its "
                      "rows.")
                 : tr("The sets as the rule chose them before the annotator was asked."));
}

void SetSizesChart::clear() {
  epochs_.clear();
  for (const auto& bars : bars_) {
    bars->set({});
  }
  now_->clear();
  note_.clear();
  show_moves(0, std::nullopt);
  plot()->set_x(0.5, 6.5, 1, "%.0f");
  plot()->set_empty_text(tr("Rows are split into sets once the warm-up has ended."));
}

void SetSizesChart::show_curves(const RunCurves& curves) {
  epochs_ = curves.epochs;
  std::array<std::vector<Bar>, 4> bars;
  bool any = false;
  for (const EpochPoint& point : epochs_) {
    if (!point.sets || total_of(*point.sets) == 0) {
      continue;
    }
    any = true;
    double low = 0;
    for (std::size_t set = 0; set < bars.size(); ++set) {
      const double high =
          low + 100 * static_cast<double>(point.sets->at(set)) / total_of(*point.sets);
      if (high > low) {
        bars.at(set).push_back({point.epoch - kHalfBar, point.epoch + kHalfBar, low, high});
      }
      low = high;
    }
  }
  for (std::size_t set = 0; set < bars.size(); ++set) {
    bars_.at(set)->set(bars.at(set));
  }
  const int last = epochs_.empty() ? 0 : epochs_.back().epoch;
  const int most = std::max({curves.planned_epochs, last, 2});
  plot()->set_x(0.5, most + 0.5, most > 12 ? std::ceil(most / 8.0) : 1, "%.0f");
  const bool plain = curves.planned_epochs > 0 && curves.planned_epochs == curves.warm_up_epochs;
  plot()->set_empty_text(any     ? QString()
                         : plain ? tr("Plain training splits no rows into sets.")
                                 : tr("Rows are split into sets once the warm-up has ended."));
  note_ = tr("%1 rows").arg(count_words(curves.rows));
  show_view(view_->isChecked());
}

void SetSizesChart::show_moves(int epoch, const std::optional<SetFlows>& flows) {
  epoch_ = epoch;
  has_moves_ = flows.has_value();
  moves_->show_moves(flows);
  now_->replace(epoch > 0 ? QList<QPointF>{QPointF(epoch, 0), QPointF(epoch, 100)}
                          : QList<QPointF>());
  show_view(view_->isChecked());
}

const EpochPoint* SetSizesChart::point_at(double x) const {
  const auto found = std::find_if(epochs_.begin(), epochs_.end(), [&](const EpochPoint& point) {
    return std::abs(point.epoch - x) <= kHalfBar + 0.1;
  });
  return found == epochs_.end() || !found->sets ? nullptr : &*found;
}

std::optional<RowSet> SetSizesChart::set_at(const EpochPoint& point, double height) const {
  double top = 0;
  for (std::size_t set = 0; set < point.sets->size(); ++set) {
    top += 100 * static_cast<double>(point.sets->at(set)) / total_of(*point.sets);
    if (height <= top && point.sets->at(set) > 0) {
      return static_cast<RowSet>(set);
    }
  }
  return std::nullopt;
}

QString SetSizesChart::say(const QPointF& value) const {
  const EpochPoint* point = point_at(value.x());
  if (point == nullptr) {
    return {};
  }
  QString text = tr("Epoch %1").arg(point->epoch);
  for (std::size_t set = 0; set < point->sets->size(); ++set) {
    const std::uint64_t count = point->sets->at(set);
    text += QStringLiteral("\n%1: %2 (%3)")
                .arg(group_name(static_cast<RowGroup>(set)),
                     count_words(static_cast<std::uint64_t>(count)),
                     percent_text(static_cast<double>(count) / total_of(*point->sets)));
  }
  return text;
}

void SetSizesChart::choose(const QPointF& value) {
  const EpochPoint* point = point_at(value.x());
  if (point == nullptr) {
    return;
  }
  if (const auto set = set_at(*point, value.y())) {
    Q_EMIT rows_chosen(point->epoch, SetMembers{*set});
  }
}

ChartNumbers SetSizesChart::numbers() const {
  ChartNumbers table;
  table.columns = {QStringLiteral("epoch"), QStringLiteral("reliable"), QStringLiteral("hard"),
                   QStringLiteral("purified"), QStringLiteral("unused")};
  for (const EpochPoint& point : epochs_) {
    if (point.sets) {
      QStringList row{QString::number(point.epoch)};
      for (const std::uint64_t count : *point.sets) {
        row << QString::number(count);
      }
      table.rows.push_back(row);
    }
  }
  return table;
}

void SetSizesChart::recolour() {
  for (const auto& bars : bars_) {
    bars->recolour();
  }
  now_->setPen(QPen(current_colours().muted, 1, Qt::DotLine));
}

}  // namespace noiseal::ui
