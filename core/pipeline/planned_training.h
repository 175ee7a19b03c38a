// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/nn/learner.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/run_event.h"
#include "core/selection/epoch_plan.h"

namespace noiseal {

/// An epoch's plan as a learner takes it, in the plan's order.
std::vector<Example> examples_of(const EpochPlan& plan);

/// The part of the run's learning rates that a part of an epoch gets.
struct LearningRates {
  float begin = 0;
  float end = 0;
};
/// begin, end: the part's place in the whole run, 0..1.
LearningRates learning_rates(double rate, Schedule schedule, double begin, double end);

/// Cross-entropy of the given labels from what a batch saw; given: [n_rows].
BatchLosses batch_losses(const BatchReport& report, const std::string& model, int epoch,
                         std::span<const std::int32_t> given);

}  // namespace noiseal
