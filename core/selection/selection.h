// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/stats/matrix.h"

namespace noiseal {

/// The sets of METHOD.md section 3. The numbers are stored: never renumber.
enum class RowSet : std::uint8_t { reliable = 0, hard = 1, purified = 2, unused = 3 };

enum class Rule : std::uint8_t { agreement, given_label, mixture, fixed, plain };

struct SelectionOptions {
  Rule rule = Rule::agreement;
  double lambda = 0.5;           ///< 0..1, weight of the newest confidence in the threshold
  double sigma = 0.2;            ///< 0..1, offset over the mean threshold for P
  double fixed_threshold = 0.9;  ///< 0..1, rule fixed
};

/// tau of METHOD.md section 3, one per row and model; starts at 1/K.
struct Thresholds {
  std::vector<float> strong;  ///< [n_rows]
  std::vector<float> weak;    ///< [n_rows]

  static Thresholds initial(std::size_t n_rows, std::size_t n_labels);
  /// tau(t) = lambda c(t) + (1 - lambda) tau(t-1), c = max_k p[k].
  void update(const MatrixF& p_strong, const MatrixF& p_weak, double lambda);
};

/// The partition of the rows after an epoch.
struct Selection {
  std::vector<RowSet> set;              ///< [n_rows]
  std::vector<std::int32_t> joint;      ///< [n_rows] argmax of the mean of both models' p
  std::vector<float> joint_confidence;  ///< [n_rows] its value
};

/// Splits the rows by the thresholds tau(t-1), before they are updated with p(t).
/// p_strong, p_weak [n_rows, n_labels]; given [n_rows] indices of labels.
/// Deterministic; mixture ignores the weak model and the thresholds.
Selection select_rows(const SelectionOptions& options, const Thresholds& thresholds,
                      const MatrixF& p_strong, const MatrixF& p_weak,
                      std::span<const std::int32_t> given);

}  // namespace noiseal
