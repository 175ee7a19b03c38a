// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/plan.h"
#include "core/store/project.h"

namespace noiseal {

/// What an experiment will take, said before it starts.
struct ExperimentForecast {
  std::size_t runs = 0;         ///< arms x seeds
  std::size_t runs_reused = 0;  ///< of these, the outcome will be there
  std::size_t epochs_to_train = 0;
  std::size_t epochs_not_trained = 0;  ///< thanks to shared warm-ups and outcomes
  std::optional<double> seconds;       ///< of all that is to be trained; none: nothing to judge by
  bool measured = false;               ///< at a speed that this project has shown, else an estimate
  std::size_t paid_runs = 0;           ///< that ask a language model on a server
  std::size_t paid_rows = 0;           ///< that these ask at most, together
  /// Of all paid runs by the recipe's budget; nothing where a run has no limit.
  std::optional<double> money_at_most;
};

/// Of experiments that are worked on one after the other, each with what those before it leave.
/// cores: 0: those of this machine. Reads all rows. Throws Error when the project can't be trained
/// on.
std::vector<ExperimentForecast> forecast_experiments(const Project& project,
                                                     const std::vector<ExperimentPlan>& plans,
                                                     const std::string& program_version,
                                                     unsigned cores = 0);

/// The sum of a queue; seconds and money are none where one's are.
ExperimentForecast sum_of(const std::vector<ExperimentForecast>& forecasts);

/// In one or two sentences for a person.
std::string forecast_text(const ExperimentForecast& forecast);

}  // namespace noiseal
