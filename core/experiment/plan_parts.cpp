// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/plan_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/annotate/annotator_name.h"

namespace noiseal {
namespace {

bool is_simulated(const Arm& arm) {
  return parse_annotator(arm.recipe.annotator).kind == AnnotatorKind::simulated;
}

}  // namespace

ExperimentPlan empty_plan(ExperimentKind kind, const ExperimentOptions& options) {
  ExperimentPlan plan;
  plan.kind = kind;
  plan.seeds = options.seeds;
  return plan;
}

ArmNoise base_noise(const ExperimentOptions& options, const LabelFacts& labels) {
  if (options.noise) {
    return *options.noise;
  }
  return labels.wrong ? ArmNoise() : ArmNoise{"asymmetric", 0.4};
}

Arm base_arm(std::string name, const ExperimentOptions& options, const ArmNoise& noise) {
  Arm arm;
  arm.name = std::move(name);
  arm.recipe = options.recipe;
  arm.noise = noise;
  return arm;
}

std::string needed_annotator(const ExperimentOptions& options) {
  return options.recipe.annotator == "none" ? options.annotator : options.recipe.annotator;
}

void add_remarks(ExperimentPlan& plan, const LabelFacts& labels) {
  const bool injects =
      std::ranges::any_of(plan.arms, [](const Arm& arm) { return !arm.noise.type.empty(); });
  if (injects && !labels.gold) {
    plan.remarks.emplace_back(
        "The project has no gold labels: wrong labels are injected into the given ones, which are "
        "taken as gold. Errors that the given labels have already count as right.");
  } else if (injects) {
    plan.remarks.emplace_back(
        "Wrong labels are injected into the gold labels; where a row has none, its given label is "
        "taken as gold.");
  }
  if (std::ranges::any_of(plan.arms, is_simulated)) {
    plan.remarks.emplace_back(
        "Simulated annotators answer from the gold labels: gold leaks into training, and the "
        "figures show what such an annotator would bring, not what you would get.");
  }
  const bool charged =
      std::ranges::any_of(plan.arms, [](const Arm& arm) { return arm.recipe.annotator == "llm"; });
  if (charged) {
    plan.remarks.emplace_back(
        "A language model on a server is asked: its texts leave this computer, and it may charge "
        "for its answers. The recipe's budget holds for each run of its arms.");
  }
}

std::string percent(double share) {
  return fmt::format("{:.4g} %", 100 * share);
}

}  // namespace noiseal
