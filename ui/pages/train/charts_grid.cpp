// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/charts_grid.h"

#include <QGridLayout>

#include "ui/charts/confidence_chart.h"
#include "ui/charts/loss_chart_card.h"
#include "ui/charts/outcome_chart.h"
#include "ui/charts/plot_view.h"
#include "ui/charts/set_sizes_chart.h"
#include "ui/theme/spacing.h"

namespace noiseal::ui {

ChartsGrid::ChartsGrid(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("charts"));
  strong_ = new LossChartCard(ChartModel::strong, this);
  weak_ = new LossChartCard(ChartModel::weak, this);
  map_ = new ConfidenceChart(this);
  thresholds_ = new ThresholdChart(this);
  sets_ = new SetSizesChart(this);
  outcome_ = new OutcomeChart(this);
  cards_ = {strong_, weak_, map_, thresholds_, sets_, outcome_};
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(kNear);
  for (std::size_t i = 0; i < cards_.size(); ++i) {
    constexpr int kColumns = 3;
    const int place = static_cast<int>(i);
    grid->addWidget(cards_[i], place / kColumns, place % kColumns);
    grid->setColumnStretch(place % kColumns, 1);
    grid->setRowStretch(place / kColumns, 1);
    cards_[i]->setMinimumSize(170, 190);
    connect(cards_[i], &ChartCard::failed, this, &ChartsGrid::failed);
  }
  for (LossChartCard* card : {strong_, weak_}) {
    connect(card, &LossChartCard::rows_chosen, this,
            [this, card](const ChartSelection& selection) { choose(selection, card); });
  }
  connect(map_, &ConfidenceChart::rows_chosen, this,
          [this](const ChartSelection& selection) { choose(selection, map_); });
  connect(sets_, &SetSizesChart::rows_chosen, this,
          [this](int epoch, const ChartSelection& selection) {
            unmark();
            Q_EMIT rows_chosen(epoch, selection);
          });
}

void ChartsGrid::choose(const ChartSelection& selection, const ChartCard* where) {
  for (ChartCard* card : cards_) {
    if (card != where) {
      card->plot()->set_marked({});
    }
  }
  // Estimates within an epoch are not stored: there are no rows to find behind them yet.
  if (stored_epoch_ > 0) {
    Q_EMIT rows_chosen(stored_epoch_, selection);
  } else {
    unmark();
    Q_EMIT failed(tr("Rows can be opened once the epoch has ended."));
  }
}

void ChartsGrid::unmark() {
  for (ChartCard* card : cards_) {
    card->plot()->set_marked({});
  }
}

void ChartsGrid::clear() {
  strong_->clear();
  weak_->clear();
  map_->clear();
  thresholds_->clear();
  sets_->clear();
  outcome_->clear();
  stored_epoch_ = 0;
  unmark();
}

void ChartsGrid::show_curves(const RunCurves& curves) {
  thresholds_->show_curves(curves);
  sets_->show_curves(curves);
  outcome_->show_curves(curves);
}

void ChartsGrid::show_charts(const EpochCharts& charts) {
  stored_epoch_ = charts.in_training ? 0 : charts.epoch;
  strong_->show_chart(charts);
  weak_->show_chart(charts);
  map_->show_chart(charts);
  sets_->show_moves(charts.epoch, charts.flows);
  thresholds_->show_epoch(charts.epoch);
  outcome_->show_epoch(charts.epoch);
}

void ChartsGrid::show_compared(const std::optional<RunCurves>& curves) {
  thresholds_->show_compared(curves);
  outcome_->show_compared(curves);
}

void ChartsGrid::show_row(const std::optional<RowThresholds>& row) {
  thresholds_->show_row(row);
}

}  // namespace noiseal::ui
