// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/live_charts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace noiseal {

LiveCharts::LiveCharts(RunLabels labels) : labels_(std::move(labels)) {
  for (std::size_t model = 0; model < columns_.model.size(); ++model) {
    columns_.model.at(model).loss.assign(labels_.size(), std::numeric_limits<float>::quiet_NaN());
    columns_.model.at(model).p_given = columns_.model.at(model).loss;
    seen_.at(model).assign(labels_.size(), 0);
  }
}

void LiveCharts::start_from(const EpochColumns& columns) {
  for (std::size_t model = 0; model < columns_.model.size(); ++model) {
    if (columns.model.at(model).loss.size() == labels_.size()) {
      columns_.model.at(model) = columns.model.at(model);
    }
  }
  columns_.set = columns.set;
}

void LiveCharts::begin_epoch(int epoch) {
  columns_.epoch = epoch;
  seen_count_ = {};
  for (auto& seen : seen_) {
    std::fill(seen.begin(), seen.end(), std::uint8_t{0});
  }
}

void LiveCharts::add(const BatchLosses& batch) {
  if (batch.epoch != columns_.epoch) {
    begin_epoch(batch.epoch);
  }
  const std::size_t model = batch.model == "strong" ? 0 : 1;
  ModelColumns& columns = columns_.model.at(model);
  for (std::size_t i = 0; i < std::min(batch.rows.size(), batch.losses.size()); ++i) {
    const std::size_t row = batch.rows[i];
    if (row < columns.loss.size()) {
      columns.loss[row] = batch.losses[i];
      columns.p_given[row] = std::exp(-batch.losses[i]);
      seen_count_.at(model) += seen_.at(model)[row] == 0 ? 1 : 0;
      seen_.at(model)[row] = 1;
    }
  }
}

std::optional<EpochCharts> LiveCharts::charts(const EpochChartOptions& options,
                                              const Control& control) const {
  if (seen_count_[0] + seen_count_[1] == 0) {
    return std::nullopt;
  }
  EpochCharts charts = epoch_charts(labels_, columns_, options, control);
  charts.in_training = true;
  charts.rows_seen = std::max(seen_count_[0], seen_count_[1]);
  return charts;
}

}  // namespace noiseal
