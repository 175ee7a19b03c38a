// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/pipeline/epoch_state.h"
#include "core/pipeline/run_rows.h"
#include "core/selection/epoch_plan.h"
#include "core/selection/selection.h"

namespace noiseal {

/// Both models' probabilities on the rows to compare with; empty where there are none.
struct HeldOutPredictions {
  MatrixF strong;  ///< [n_rows, n_labels]
  MatrixF weak;
};

/// The seconds of an epoch by what they went into.
struct EpochSeconds {
  double total = 0;
  double train_strong = 0;
  double train_weak = 0;
  double predict = 0;
  double annotate = 0;
};

/// What the figures of an epoch are made of (METHOD.md sections 6 and 8).
struct EpochFacts {
  const RunRows* rows = nullptr;
  const EpochState* state = nullptr;  ///< after the epoch
  std::span<const RowSet> selected;   ///< [n_rows] sets before the annotator; empty in warm-up
  std::span<const RowRole> roles;     ///< [n_rows] as trained; empty in warm-up
  HeldOutPredictions valid;
  HeldOutPredictions test;
  std::size_t asked = 0;  ///< rows asked in this epoch
  std::optional<double> ks_distance;
  EpochSeconds seconds;
};

/// One JSON object: sets, noise by set, memorised, ks_distance, valid, test, separation, asked,
/// seconds. Null where gold or a split is missing.
std::string epoch_figures(const EpochFacts& facts);

/// The accuracy by which the best epoch is chosen: the strong model's on the validation split,
/// else on the given labels of the held-out training rows. Nothing where there is neither (of fewer
/// than five rows none is held out).
std::optional<double> choosing_accuracy(const RunRows& rows, const EpochState& state,
                                        const HeldOutPredictions& valid);

/// How many rows of P have gold, and of these, whose label after correction is wrong.
struct PurifiedTruth {
  std::size_t known = 0;
  std::size_t wrong = 0;
};
PurifiedTruth purified_truth(std::span<const RowRole> roles, std::span<const std::int32_t> gold);

}  // namespace noiseal
