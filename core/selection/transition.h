// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/stats/matrix.h"

namespace noiseal {

/// How the noise transition is estimated.
struct TransitionOptions {
  /// Pseudo-rows that pull each row of T toward the prior: T = (counts + strength x prior) / sum.
  double strength = 10;
  /// The prior's diagonal, 0..1: identity at 1, uniform at 1/K; the rest is spread evenly.
  double prior_diagonal = 0.8;
};

/// Noise transition T [n_labels, n_labels], T[gold][given] = P(given | gold), rows sum to 1.
///
/// Counts in the manner of confident learning (Northcutt et al. 2021): t_k is the mean p[k] over
/// the rows given k; a row counts for the label g with the highest p[g] among those with
/// p[g] >= t_g, rows without such a label are left out; each given label's counts are then scaled
/// to the rows that carry it. p [n_rows, n_labels]: averaged joint probabilities. Predictions that
/// lean toward the given labels (models that have begun to memorise) make the noise look smaller.
MatrixF estimate_transition(const MatrixF& p, std::span<const std::int32_t> given,
                            const TransitionOptions& options = {});

/// Posterior of the gold label, P(g | x, given) ~ p[g] T[g][given], of every row.
/// [n_rows, n_labels]; a row that sums to 0 keeps p.
MatrixF transition_posterior(const MatrixF& p, std::span<const std::int32_t> given,
                             const MatrixF& transition);

}  // namespace noiseal
