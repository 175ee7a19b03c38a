// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/rng.h"
#include "core/nn/learner.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// Softmax of one row of logits [n_labels].
void softmax(std::span<const float> logits, std::span<float> probabilities);

/// -sum_k target[k] log p[k]; writes the gradient by the logits.
double cross_entropy(std::span<const float> logits, std::span<const float> target,
                     std::span<float> d_logits);
/// METHOD.md section 5: -sum_k p[k] log(max(target[k], 1e-4)).
double reversed_cross_entropy(std::span<const float> logits, std::span<const float> target,
                              std::span<float> d_logits);
/// Forward correction (Patrini et al. 2017): -log sum_k p[k] T[k][label].
double forward_corrected(std::span<const float> logits, const MatrixF& transition,
                         std::size_t label, std::span<float> d_logits);

/// EmbMix of METHOD.md section 5: row i of the batch becomes l * row i + (1-l) * row partner[i];
/// rows that are not mixed have themselves as partner.
struct Mixing {
  std::vector<std::size_t> partner;
  float l = 1;
};
/// Partners among the batch's embmix rows; one l ~ Beta(0.75, 0.75), l = max(l, 1-l).
Mixing draw_mixing(std::span<const Example> batch, Rng rng);
/// mixed [n, columns] = l * values + (1-l) * values of the partner.
void mix_rows(const Mixing& mixing, const MatrixF& values, MatrixF& mixed);
/// The transpose of mix_rows: from the gradient of the mixed rows to that of the rows.
void unmix_gradient(const Mixing& mixing, const MatrixF& d_mixed, MatrixF& d_values);

/// The targets of a batch [n, n_labels]: one-hot or soft.
MatrixF batch_targets(std::span<const Example> batch, const TrainPlan& plan, std::size_t n_labels);

/// Weighted losses of a batch, sum / n, and the gradient by the logits [n, n_labels]. `targets`
/// are already mixed.
double batch_loss(std::span<const Example> batch, const TrainPlan& plan, const MatrixF& targets,
                  const MatrixF& logits, MatrixF& d_logits);

}  // namespace noiseal
