// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace noiseal {

/// What a run tells while it works: values that may travel to another thread.

/// The run is in the project and begins, or goes on after an epoch.
struct RunStarted {
  std::int64_t run = 0;
  int epochs = 0;          ///< planned, warm-up included
  int warm_up_epochs = 0;  ///< of these
  int epochs_done = 0;     ///< more than 0: resumed
  std::size_t rows = 0;    ///< training rows
  std::string device;
  std::string precision;
  std::vector<std::string> remarks;  ///< what a person should know, a sentence each
};

/// How far the run is.
struct RunProgress {
  int epoch = 0;     ///< 1-based; 0: before the first
  double share = 0;  ///< 0..1 of the whole run
  std::string what;  ///< e.g. "training the strong model"
};

/// What a training batch saw, dropout on: an estimate for charts that move within an epoch.
struct BatchLosses {
  int epoch = 0;
  std::string model;                ///< "strong" or "weak"
  std::vector<std::uint32_t> rows;  ///< indices in the run
  std::vector<float> losses;        ///< cross-entropy of the given label, nats
};

/// An epoch is wholly stored; the project holds its signals.
struct EpochStored {
  int epoch = 0;
  std::string phase;    ///< "warm-up" or "noise-aware"
  std::string figures;  ///< JSON, as stored
  double seconds = 0;
};

/// A failure signature, stored as a notice.
struct SignatureSeen {
  int epoch = 0;
  std::string name;
  std::string message;
};

using RunEvent = std::variant<RunStarted, RunProgress, BatchLosses, EpochStored, SignatureSeen>;
using RunObserver = std::function<void(const RunEvent&)>;

}  // namespace noiseal
