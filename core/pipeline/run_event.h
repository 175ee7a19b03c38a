// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
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

/// How far the asking is, while it goes on: counts of the whole run.
struct AnnotatorMeter {
  int epoch = 0;
  std::size_t selected = 0;  ///< rows that this selection asks
  std::size_t asked = 0;     ///< of these, have an answer, or failed, by now
  std::size_t unparsable = 0;
  std::size_t failed = 0;
  double cost = 0;                     ///< of the run so far, in the price table's currency
  std::optional<double> budget_money;  ///< of the run
  std::optional<double> seconds_left;  ///< of this selection's asking
};

/// What the first answers of a run, its pilot, let expect of the rest of the selection.
struct AnnotatorForecast {
  std::size_t pilot = 0;       ///< rows of it
  std::size_t unanswered = 0;  ///< of these, unparsable or failed
  std::size_t rest = 0;        ///< rows of the selection that are still to be asked
  double tokens_in = 0;        ///< mean of a row
  double tokens_out = 0;
  double cost = 0;     ///< of the rest, as the pilot's rows cost
  double seconds = 0;  ///< of the rest
  std::optional<double> money_left;
};

using RunEvent = std::variant<RunStarted, RunProgress, BatchLosses, EpochStored, SignatureSeen,
                              AnnotatorMeter, AnnotatorForecast>;
using RunObserver = std::function<void(const RunEvent&)>;

}  // namespace noiseal
