// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/annotate/acceptance.h"
#include "core/pipeline/annotation_stage.h"
#include "core/pipeline/epoch_state.h"
#include "core/pipeline/run_rows.h"
#include "core/selection/selection.h"
#include "core/stats/matrix.h"
#include "core/store/scores.h"
#include "core/store/signals.h"

namespace noiseal {

/// The columns that an epoch records of one model (METHOD.md section 6), each [n_rows]; kept alive
/// until they are stored.
class ModelSignals {
 public:
  /// p: [n_rows, n_labels].
  ModelSignals(const MatrixF& p, std::span<const std::int32_t> given);
  /// The columns view this object and threshold, the model's tau [n_rows].
  void append_to(std::vector<SignalColumn>& columns, const std::string& model,
                 const std::vector<float>& threshold) const;

 private:
  std::vector<float> p_given_;
  std::vector<float> p_max_;
  std::vector<float> loss_;
  std::vector<float> margin_;
  std::vector<std::uint16_t> argmax_;
};

/// What each row was in an epoch: its set, its label and what became of its answer; each [n_rows].
class RoleSignals {
 public:
  RoleSignals(const Selection& selection, std::span<const RowRole> roles);
  /// The columns view this object.
  void append_to(std::vector<SignalColumn>& columns) const;

 private:
  std::vector<std::uint8_t> selected_;
  std::vector<std::uint8_t> set_;
  std::vector<std::uint8_t> fate_;
  std::vector<std::uint16_t> label_;
};

/// What lists show of each training row after the epoch that state ends with.
/// scores: error score [n_rows]; roles: empty in warm-up; answers: [n_rows].
std::vector<RowScore> row_scores_of(const RunRows& rows, const EpochState& state,
                                    std::span<const float> scores, std::span<const RowRole> roles,
                                    std::span<const KeptAnswer> answers);

}  // namespace noiseal
