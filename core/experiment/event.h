// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "core/store/experiments.h"

namespace noiseal {

/// What experiments tell while they are worked on: values that may travel to another thread.

struct ExperimentBegun {
  std::int64_t experiment = 0;
  std::string name;
  std::size_t runs = 0;       ///< arms x seeds
  std::size_t runs_done = 0;  ///< more than 0: gone on with
};

/// A run of an arm begins; its outcome may be there already, then ArmEnded follows at once.
struct ArmBegun {
  std::int64_t experiment = 0;
  std::size_t arm = 0;  ///< place in the plan
  std::string name;
  std::uint64_t seed = 1;
  std::size_t place = 0;  ///< 1-based, of the experiment's runs
  std::size_t runs = 0;
};

/// How far the experiment is.
struct ExperimentProgress {
  std::int64_t experiment = 0;
  double share = 0;                    ///< 0..1 of its epochs
  std::optional<double> seconds_left;  ///< of this experiment
  std::string what;                    ///< e.g. "mixture, seed 2: epoch 3 of 5, predicting"
};

/// An epoch of the arm at work.
struct ArmEpoch {
  std::int64_t experiment = 0;
  std::size_t arm = 0;
  std::uint64_t seed = 1;
  int epoch = 0;        ///< 1-based
  std::string figures;  ///< JSON, as a run stores them (core/pipeline/epoch_figures.h)
};

/// The outcome of a run is stored.
struct ArmEnded {
  std::int64_t experiment = 0;
  std::size_t arm = 0;
  std::uint64_t seed = 1;
  bool reused = false;    ///< it was there already
  int shared_epochs = 0;  ///< its warm-up was another run's
  double seconds = 0;
};

/// Finished, failed with a reason, or stopped alone (ExperimentLeft). A stop of them all ends with
/// Interrupted instead.
struct ExperimentEnded {
  std::int64_t experiment = 0;
  ExperimentState state = ExperimentState::finished;
  std::string said;  ///< the result in a sentence; why it failed
};

using ExperimentEvent = std::variant<ExperimentBegun, ArmBegun, ExperimentProgress, ArmEpoch,
                                     ArmEnded, ExperimentEnded>;
using ExperimentObserver = std::function<void(const ExperimentEvent&)>;

}  // namespace noiseal
