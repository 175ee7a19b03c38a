// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace noiseal {

/// What a run keeps about itself beside its epochs: RunRecord::facts.
struct RunFacts {
  std::string device;
  std::string precision;
  int warm_up_epochs = 0;
  int noise_aware_epochs = 0;
  int added_warm_up_epochs = 0;
  int best_epoch = 0;
  bool clean_validation = false;  ///< else the best epoch is chosen by held-out given labels
  bool use_decisions = false;
  std::int64_t newest_decision = 0;  ///< at the start: what was decided later was not used
  std::string annotator = "none";
  bool simulated_annotator = false;
  std::size_t refused_by_witness = 0;  ///< answers of the last selection
  std::string fingerprint;             ///< RunRows::fingerprint
  double total_seconds = 0;            ///< all epochs, and making the models
  double setup_seconds = 0;            ///< reading, tokenising, making the models
  int shared_epochs = 0;               ///< taken from another run that began alike, not trained
  double shared_seconds = 0;           ///< that they took that other run
};

std::string run_facts_to_json(const RunFacts& facts);
/// Missing keys keep their defaults.
RunFacts run_facts_from_json(std::string_view json);

}  // namespace noiseal
