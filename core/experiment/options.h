// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/plan.h"
#include "core/store/project.h"

namespace noiseal {

/// A language model on a server.
struct ModelOnServer {
  std::string url;    ///< as the recipe's llm_url
  std::string model;  ///< as its llm_model
};

/// What a person chooses about experiments.
struct ExperimentOptions {
  Recipe recipe = preset_recipe(Preset::quick);  ///< what every arm starts from
  std::vector<std::uint64_t> seeds{1};
  /// Injected where an experiment does not ask about kinds of noise. Nothing: the project's own
  /// labels where gold shows wrong ones among them, else asymmetric 40 %.
  std::optional<ArmNoise> noise;
  /// Asked where an experiment needs an annotator and the recipe has none.
  std::string annotator = "simulated:0.85:model";
  double sway = 0.3;                   ///< DemonstrationTrial::sway, experiment demonstrations
  std::vector<ModelOnServer> servers;  ///< experiment annotators: beside the recipe's own
};

/// What a plan needs to know of the project.
struct LabelFacts {
  bool gold = false;   ///< known for at least one training row
  bool wrong = false;  ///< of these, some have another given label
};
LabelFacts read_label_facts(const Project& project);

/// The arms of an experiment. Throws UsageError when the options don't allow it.
ExperimentPlan make_plan(ExperimentKind kind, const ExperimentOptions& options,
                         const LabelFacts& labels);

}  // namespace noiseal
