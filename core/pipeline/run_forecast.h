// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/pipeline/recipe.h"
#include "core/pipeline/training_run.h"
#include "core/store/project.h"

namespace noiseal {

/// What a run with a recipe will take, said before it starts.
struct RunForecast {
  EpochCounts epochs;
  std::size_t trained_rows = 0;
  std::optional<double> seconds;                ///< of the whole run; none: nothing to judge by
  std::optional<std::int64_t> measured_by_run;  ///< a run whose speed this is; none: an estimate
  std::size_t asked_at_most = 0;                ///< rows that the annotator may be asked about
  bool may_cost_money = false;                  ///< a server is asked
  std::optional<double> money_at_most;          ///< the recipe's limit
};

/// Whether a row takes as long in an epoch of the one as of the other, on one machine.
bool same_speed(const Recipe& a, const Recipe& b);

/// Seconds from the newest run of this project that trained the same models, scaled by rows and
/// epochs; else, for the default encoder, a rough estimate by text length and processor cores.
/// cores: 0: those of this machine.
RunForecast forecast_run(const Project& project, const Recipe& recipe, unsigned cores = 0);

/// The forecast in two or three short lines for a person.
std::string forecast_text(const RunForecast& forecast);

}  // namespace noiseal
