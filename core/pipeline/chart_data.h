// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/selection/selection.h"

namespace noiseal {

/// What the charts of a run are drawn from: plain values of at most a few hundred points each,
/// whatever the number of rows. They are computed off the window's thread and handed over whole.

/// What rows are told apart by in a chart.
enum class RowGroup : std::uint8_t {
  reliable = 0,  ///< the numbers of the sets are those of RowSet
  hard = 1,
  purified = 2,
  unused = 3,
  clean = 4,     ///< the given label is the gold one
  noisy = 5,     ///< the given label is not the gold one
  no_gold = 6,   ///< gold is known for other rows, not for these
  all_rows = 7,  ///< not split yet, and no gold is known
};
inline constexpr std::size_t kRowGroups = 8;

/// "reliable", ..., "noisy", "no gold label", "all rows".
std::string_view row_group_name(RowGroup group);
inline RowGroup group_of(RowSet set) {
  return static_cast<RowGroup>(set);
}

/// What a chart of one epoch tells the rows apart by.
enum class Grouping : std::uint8_t {
  truth,  ///< clean or noisy, where gold is known
  sets,   ///< the sets that the epoch was trained with
  none,   ///< all rows alike
};

enum class ChartModel : std::uint8_t { strong = 0, weak = 1 };
/// "strong", "weak".
std::string_view chart_model_name(ChartModel model);

struct ChartPoint {
  double x = 0;
  double y = 0;
  friend bool operator==(const ChartPoint&, const ChartPoint&) = default;
};

/// Equal bins of a histogram; what lies above the range is counted in the last one.
struct LossBins {
  double high = 4;         ///< nats; the lowest is 0
  std::size_t count = 40;  ///< of bins
  [[nodiscard]] double width() const { return high / static_cast<double>(count); }
  friend bool operator==(const LossBins&, const LossBins&) = default;
};

/// Rows by their loss, of one group.
struct GroupCounts {
  RowGroup group = RowGroup::all_rows;
  std::vector<std::uint64_t> counts;  ///< [bins]
};

/// Distribution of the losses of the given labels of one model after one epoch.
struct LossChart {
  LossBins bins;
  Grouping grouping = Grouping::none;
  std::vector<GroupCounts> groups;  ///< at least one; those without rows are left out
  /// Without gold: the fitted two-component mixture as rows in a bin of this chart; an estimate of
  /// clean and noisy. Empty where gold is known or all losses are alike.
  std::vector<ChartPoint> mixture;
  /// Where both components of the mixture are equally likely, nats.
  std::optional<double> mixture_border;
};

/// The rows of one group in one cell of the confidence map.
struct MapCell {
  RowGroup group = RowGroup::all_rows;
  double strong = 0;  ///< mean of the cell's rows: probability of the given label, strong model
  double weak = 0;    ///< and weak model
  std::uint64_t rows = 0;
};

/// How sure both models are of the given labels.
struct ConfidenceMap {
  Grouping grouping = Grouping::none;
  std::vector<MapCell> cells;              ///< at most a few hundred, by group
  std::optional<double> strong_threshold;  ///< median over the rows
  std::optional<double> weak_threshold;
};

using SetCounts = std::array<std::uint64_t, 4>;  ///< rows by RowSet
using SetFlows = std::array<SetCounts, 4>;       ///< [set before][set now]

/// All charts of one epoch.
struct EpochCharts {
  std::int64_t run = 0;
  int epoch = 0;                  ///< 1-based
  bool in_training = false;       ///< from the training pass within this epoch: an estimate
  std::size_t rows = 0;           ///< rows of the run
  std::size_t rows_seen = 0;      ///< of these, with figures of this epoch
  bool gold_known = false;        ///< for at least one row
  std::array<LossChart, 2> loss;  ///< by ChartModel
  ConfidenceMap map;
  std::optional<SetFlows> flows;  ///< from the epoch before, where both have sets
};

}  // namespace noiseal
