// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace noiseal {

/// A sign that the method fails on this data (METHOD.md section 8; confirmation bias shows here
/// also where the models are alike from the start, which a fall by half can't see).
struct Signature {
  std::string name;     ///< "confirmation-bias", "in-context-failure", "robust-loss-out-of-range"
  int epoch = 0;        ///< 1-based epoch at which it was seen
  std::string message;  ///< what was seen and what to do, for a person
  friend bool operator==(const Signature&, const Signature&) = default;
};

/// What was observed at an epoch's end. Leave out what is not known.
struct SignatureFacts {
  int epoch = 0;
  /// Two-sample KS distance between both models' losses: now, and at the end of warm-up.
  std::optional<double> ks_distance = std::nullopt;
  std::optional<double> ks_distance_after_warm_up = std::nullopt;
  /// Demonstrations shown for this selection, and of these, those whose label the joint
  /// prediction of that row denies.
  std::size_t demonstrations = 0;
  std::size_t demonstrations_denied = 0;
  /// Rows asked a second time (pilot, or an experiment), and of these, changed answers.
  std::size_t asked_again = 0;
  std::size_t answers_changed = 0;
  /// Rows of P with a known truth (gold, else decided by a person from a random draw), and of
  /// these, those whose label is wrong after correction.
  std::size_t purified_known = 0;
  std::size_t purified_wrong = 0;
  bool purified_from_gold = false;
  /// Rows of the run; 0: not known. On clean data every row of P is wrong by nature, and a handful
  /// does no harm: wrong ones by gold count from 5 % of these on.
  std::size_t training_rows = 0;
};

/// The signatures that the facts show; empty when all is well.
std::vector<Signature> find_signatures(const SignatureFacts& facts);

}  // namespace noiseal
