// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/selection/evidence.h"
#include "core/selection/selection.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// Everything of a run that the end of an epoch hands to the next one, the models' own state and
/// the stored answers aside. Plain values: stored and read back, a run goes on bit for bit.
struct EpochState {
  int epoch = 0;          ///< the last finished one
  MatrixF p_strong;       ///< p(t) [n_rows, n_labels]
  MatrixF p_weak;         ///< p(t) [n_rows, n_labels]
  Thresholds thresholds;  ///< tau(t-1)
  Evidence evidence;      ///< of the epochs that count so far; of all before the first
  bool evidence_is_provisional = true;  ///< no epoch has counted yet
  std::vector<std::int32_t> accepted;   ///< [n_rows] accepted answers, -1: none
  int best_epoch = 0;
  double best_accuracy = -1;
  std::optional<double> ks_after_warm_up;
  double spent_seconds = 0;  ///< of all epochs so far
};

std::string save_epoch_state(const EpochState& state);
/// Throws Error when the bytes are not of this form.
EpochState load_epoch_state(std::string_view bytes);

}  // namespace noiseal
