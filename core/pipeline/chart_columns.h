// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/control.h"
#include "core/pipeline/chart_data.h"
#include "core/store/project.h"

namespace noiseal {

/// The rows of a run with their labels, in the run's order.
struct RunLabels {
  std::int64_t run = 0;
  std::vector<std::int64_t> ids;    ///< [n_rows] row ids
  std::vector<std::int32_t> given;  ///< [n_rows] as they stand in the project now
  std::vector<std::int32_t> gold;   ///< [n_rows] -1: not known
  bool gold_known = false;          ///< for at least one row
  /// The given labels are no longer those that the run saw: its charts then don't tell clean from
  /// noisy, and gold_known is false.
  bool labels_changed = false;
  [[nodiscard]] std::size_t size() const { return ids.size(); }
};

/// What one model recorded after an epoch, each [n_rows]; empty where it was not recorded.
struct ModelColumns {
  std::vector<float> p_given;
  std::vector<float> loss;
  std::vector<float> threshold;
};

/// What the charts of one epoch need of the stored signals.
struct EpochColumns {
  int epoch = 0;
  std::array<ModelColumns, 2> model;     ///< by ChartModel
  std::vector<std::uint8_t> set;         ///< [n_rows] RowSet by the selection; empty in warm-up
  std::vector<std::uint8_t> set_before;  ///< of the epoch before; empty where it has none
};

/// Throws Error when there is no such run, Interrupted after a stop.
RunLabels read_run_labels(const Project& project, std::int64_t run, const Control& control);

/// Throws Error when the epoch is not stored, Interrupted after a stop.
EpochColumns read_epoch_columns(const Project& project, std::int64_t run, int epoch,
                                const Control& control);

/// Whether a row's given label is wrong; -1 where gold is not known.
int wrong_label(const RunLabels& labels, std::size_t row);

}  // namespace noiseal
