// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/base/control.h"
#include "core/pipeline/chart_columns.h"
#include "core/pipeline/chart_data.h"

namespace noiseal {

/// Bars of a loss chart, of one group or of all that the chart shows.
struct LossBars {
  ChartModel model = ChartModel::strong;
  LossBins bins;
  std::size_t first = 0;  ///< bin, included
  std::size_t last = 0;   ///< bin, included
  std::optional<RowGroup> group = std::nullopt;
};

/// An area of the confidence map; the rows inside the polygon by the even-odd rule. A point is
/// (probability of the given label by the strong model, by the weak one).
struct MapArea {
  std::vector<ChartPoint> polygon;  ///< at least three points
};

/// Rows of a set in the epoch, or those that came to it from another one.
struct SetMembers {
  RowSet now = RowSet::reliable;
  std::optional<RowSet> before = std::nullopt;
};

/// What was clicked or drawn around in a chart.
using ChartSelection = std::variant<LossBars, MapArea, SetMembers>;

/// The corners of a rectangle as a polygon.
MapArea map_rectangle(const ChartPoint& corner, const ChartPoint& opposite);

/// Ids of the rows behind a selection in one epoch's charts, in the run's order. Throws
/// Interrupted after a stop.
std::vector<std::int64_t> rows_behind(const ChartSelection& selection, const RunLabels& labels,
                                      const EpochColumns& columns, const Control& control);

/// The selection in a few words, e.g. "hard in epoch 4, reliable before".
std::string selection_text(const ChartSelection& selection, int epoch);

}  // namespace noiseal
