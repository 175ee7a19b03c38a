// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/experiment/options.h"
#include "core/experiment/plan.h"

namespace noiseal {

/// A plan of this kind without arms.
ExperimentPlan empty_plan(ExperimentKind kind, const ExperimentOptions& options);

/// The labels of arms whose question is not about noise.
ArmNoise base_noise(const ExperimentOptions& options, const LabelFacts& labels);

/// An arm that changes nothing of the recipe yet.
Arm base_arm(std::string name, const ExperimentOptions& options, const ArmNoise& noise);

/// The recipe's annotator, or where it has none, the one that stands in.
std::string needed_annotator(const ExperimentOptions& options);

/// Adds what follows from the arms: whose labels they have, that gold leaks, that a model may
/// charge.
void add_remarks(ExperimentPlan& plan, const LabelFacts& labels);

/// "25 %".
std::string percent(double share);

}  // namespace noiseal
