// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "core/pipeline/chart_columns.h"
#include "core/pipeline/chart_data.h"
#include "core/pipeline/epoch_charts.h"
#include "core/pipeline/run_event.h"

namespace noiseal {

/// Charts that move within an epoch, from the training pass's own losses (dropout on, the weights
/// still moving): an estimate that the epoch's end replaces. Rows that the pass has not met yet
/// stay where the epoch before left them. Lives on the run's thread.
class LiveCharts {
 public:
  /// labels: of the run. Nothing is seen yet.
  explicit LiveCharts(RunLabels labels);

  /// Takes in the epoch before, as it is stored.
  void start_from(const EpochColumns& columns);
  void add(const BatchLosses& batch);

  /// The charts as they stand; nothing before the first batch of an epoch.
  [[nodiscard]] std::optional<EpochCharts> charts(const EpochChartOptions& options,
                                                  const Control& control) const;
  /// The range that its losses need, see loss_range().
  [[nodiscard]] double range() const { return loss_range(columns_); }

 private:
  void begin_epoch(int epoch);

  RunLabels labels_;
  EpochColumns columns_;
  std::array<std::vector<std::uint8_t>, 2> seen_;  ///< [n_rows] by model, in this epoch
  std::array<std::size_t, 2> seen_count_{};
};

}  // namespace noiseal
