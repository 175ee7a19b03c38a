// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "core/base/control.h"
#include "core/pipeline/chart_columns.h"
#include "core/pipeline/chart_data.h"

namespace noiseal {

struct EpochChartOptions {
  LossBins bins;                        ///< the same for all epochs of a run, so that they compare
  std::size_t map_cells = 20;           ///< cells along each side of the confidence map, 1..40;
                                        ///< fewer where more than map_dots would be filled
  std::size_t map_dots = 600;           ///< filled cells at most, all groups together
  std::size_t mixture_sample = 20'000;  ///< rows that the mixture is fitted to, evenly spaced
};

/// What an epoch's charts tell rows apart by: the truth where it is known, else the sets.
Grouping chart_grouping(const RunLabels& labels, const EpochColumns& columns);
/// And on the confidence map: the sets where there are some, else the truth.
Grouping map_grouping(const RunLabels& labels, const EpochColumns& columns);

/// A row's group under a grouping.
RowGroup row_group(const RunLabels& labels, const EpochColumns& columns, Grouping grouping,
                   std::size_t row);

/// A bin's index for a loss, as LossChart counts it.
std::size_t loss_bin(const LossBins& bins, float loss);
/// A cell's index along one side of the confidence map for a probability.
std::size_t map_cell(std::size_t cells, float probability);

/// All charts of one epoch. Rows with a loss that is not a number (not seen yet) are left out.
/// Throws Interrupted after a stop.
EpochCharts epoch_charts(const RunLabels& labels, const EpochColumns& columns,
                         const EpochChartOptions& options, const Control& control);

/// A range that holds all but the highest 0.5 % of both models' losses, at least 2 nats; the
/// widest of the epochs makes the bins of a run.
double loss_range(const EpochColumns& columns);
/// The range rounded up to a number that an axis shows well.
LossBins loss_bins(double range);

}  // namespace noiseal
