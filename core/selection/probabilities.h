// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/stats/matrix.h"

namespace noiseal {

/// pbar: the mean of both models' p, [n_rows, n_labels]. Its argmax (lowest label on ties) is the
/// joint prediction. Throws Error when the shapes differ.
MatrixF joint_probabilities(const MatrixF& p_strong, const MatrixF& p_weak);

/// p^(1/temperature), scaled to sum 1 (MixMatch, Berthelot et al. 2019); temperature > 0.
/// One row, in place. A row that sums to 0 becomes uniform.
void sharpen(std::span<float> p, double temperature);

/// Cross-entropy of the given label, -log max(p[given], 1e-7), nats. [n_rows]
std::vector<float> losses_of_given(const MatrixF& p, std::span<const std::int32_t> given);

/// max_{k != given} p[k] - p[given], in [-1, 1]. [n_rows]
std::vector<float> margins_of_given(const MatrixF& p, std::span<const std::int32_t> given);

/// max_k p[k]. [n_rows]
std::vector<float> confidences(const MatrixF& p);

}  // namespace noiseal
