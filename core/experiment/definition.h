// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/experiment/options.h"
#include "core/experiment/plan.h"
#include "core/experiment/result.h"

namespace noiseal {

/// What makes an experiment: its question, its arms, and what its figures say.
struct ExperimentDefinition {
  ExperimentKind kind = ExperimentKind::separation;
  std::string_view name;
  std::string_view title;
  std::string_view question;
  std::string_view background;
  ExperimentPlan (*plan)(const ExperimentOptions& options, const LabelFacts& labels) = nullptr;
  /// The result as a sentence or two; result has all of its figures.
  std::string (*conclude)(const ExperimentResult& result) = nullptr;
};

const ExperimentDefinition& definition_of(ExperimentKind kind);

// One file each.
extern const ExperimentDefinition kSeparation;
extern const ExperimentDefinition kBudget;
extern const ExperimentDefinition kRobustLoss;
extern const ExperimentDefinition kDemonstrations;
extern const ExperimentDefinition kTolerance;
extern const ExperimentDefinition kAnnotators;
extern const ExperimentDefinition kRules;
extern const ExperimentDefinition kNoise;

}  // namespace noiseal
