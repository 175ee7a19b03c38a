// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/stats/matrix.h"

namespace noiseal {

/// Sums over the epochs that count for scores (METHOD.md section 8), taken one epoch at a time:
/// memory is O(n_rows x n_labels) whatever the number of epochs. All members are plain values;
/// saving and restoring them all makes a resumed run go on bit for bit.
struct Evidence {
  std::uint32_t epochs = 0;          ///< how many were added
  MatrixF strong_sum;                ///< [n_rows, n_labels] sum of p_strong
  MatrixF weak_sum;                  ///< [n_rows, n_labels] sum of p_weak
  std::vector<float> strong_margin;  ///< [n_rows] sum of the margins against the given label
  std::vector<float> weak_margin;
  std::vector<float> strong_loss;  ///< [n_rows] sum of the losses of the given label, nats
  std::vector<float> weak_loss;
  std::vector<float> strong_last_loss;  ///< [n_rows] of the newest epoch

  Evidence() = default;
  Evidence(std::size_t n_rows, std::size_t n_labels);

  /// Adds the predictions at an epoch's end. Throws Error when a shape differs.
  void add(const MatrixF& p_strong, const MatrixF& p_weak, std::span<const std::int32_t> given);

  /// Means over the added epochs; 1/K before the first. [n_rows, n_labels]
  [[nodiscard]] MatrixF strong_mean() const;
  [[nodiscard]] MatrixF joint_mean() const;

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// What decides which epochs count for scores.
struct ScoredEpochs {
  int warm_up = 2;         ///< epochs of warm-up
  int noise_aware = 4;     ///< and after it
  bool plain = false;      ///< rule plain
  bool corrected = false;  ///< given labels train through the estimated noise from epoch 2 on
};
/// The first epoch (1-based) that counts, with all after it: the first after warm-up; the first in
/// a plain run and where no noise-aware epoch is planned; the second where given labels are
/// corrected, since from there on the models don't learn them as they stand.
int first_scored_epoch(const ScoredEpochs& epochs);

/// Numbers may be stored: never renumber.
enum class ScoreKind : std::uint8_t {
  strong_margin = 0,    ///< default: mean margin of the strong model
  last_loss = 1,        ///< the strong model's last loss
  both_mean_loss = 2,   ///< mean of both models' mean losses
  mixed_margin = 3,     ///< weak_share of the weak model's mean margin mixed in
  transition_odds = 4,  ///< 1 - P(gold = given | x, given) under the estimated noise transition
  class_adjusted = 5,   ///< strong margin less its mean over the rows with the same given label,
                        ///< for noise that sits in few labels (as cleanlab's adjusted scores)
};

struct ScoreOptions {
  ScoreKind kind = ScoreKind::strong_margin;
  double weak_share = 0.3;              ///< 0..1, for mixed_margin
  const MatrixF* transition = nullptr;  ///< [n_labels, n_labels] T[gold][given], transition_odds;
                                        ///< null: estimated from the joint mean
};

/// Error score of every row, high when its given label is likely wrong. All 0 before the first
/// epoch. [n_rows]
std::vector<float> error_scores(const Evidence& evidence, std::span<const std::int32_t> given,
                                const ScoreOptions& options = {});

/// Suggested label of every row: the accepted answer where there is one (accepted[i] >= 0), else
/// the argmax of the strong model's mean p. accepted may be empty. [n_rows]
std::vector<std::int32_t> suggestions(const Evidence& evidence,
                                      std::span<const std::int32_t> accepted);

}  // namespace noiseal
