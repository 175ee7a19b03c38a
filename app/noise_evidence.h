// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/base/control.h"
#include "core/stats/matrix.h"
#include "core/store/project.h"

namespace noiseal {

/// What noise that depends on the row needs (METHOD.md section 7), for the training rows in order
/// of row id.

/// Instance A: probabilities [n_train, n_labels] of the small BiLSTM model, trained on the gold
/// labels for three epochs (more where they are fewer than 300 steps).
MatrixF small_model_probabilities(const Project& project, std::uint64_t seed,
                                  const Control& control);

/// Instance B: pooled vectors [n_train, n_dimensions] of the default encoder as it is.
MatrixF row_vectors(const Project& project, const Control& control);

}  // namespace noiseal
