// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "core/base/error.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

constexpr std::array<std::string_view, 6> kNoises{"symmetric", "asymmetric", "pair",
                                                  "matrix",    "instance-a", "instance-b"};

void check(const ExperimentOptions& options) {
  if (options.seeds.empty()) {
    throw UsageError("An experiment needs at least one seed.");
  }
  if (std::set(options.seeds.begin(), options.seeds.end()).size() != options.seeds.size()) {
    throw UsageError("A seed is named twice; it would give the same figures twice.");
  }
  if (!(options.sway >= 0 && options.sway <= 1)) {
    throw UsageError(fmt::format("The sway must be from 0 to 1, not {}.", options.sway));
  }
  if (options.noise) {
    if (std::ranges::find(kNoises, options.noise->type) == kNoises.end()) {
      throw UsageError(fmt::format("There is no noise \"{}\" for an experiment; choose one of {}.",
                                   options.noise->type, fmt::join(kNoises, ", ")));
    }
    if (!(options.noise->rate > 0 && options.noise->rate < 1)) {
      throw UsageError(fmt::format("The rate of wrong labels must be above 0 and below 1, not {}.",
                                   options.noise->rate));
    }
  }
}

}  // namespace

LabelFacts read_label_facts(const Project& project) {
  const SplitLabels labels = project.rows().read_labels(Split::train);
  LabelFacts facts;
  for (std::size_t i = 0; i < labels.gold.size(); ++i) {
    if (labels.gold[i] >= 0) {
      facts.gold = true;
      facts.wrong = facts.wrong || (labels.given[i] >= 0 && labels.gold[i] != labels.given[i]);
    }
  }
  return facts;
}

ExperimentPlan make_plan(ExperimentKind kind, const ExperimentOptions& options,
                         const LabelFacts& labels) {
  check(options);
  ExperimentPlan plan = definition_of(kind).plan(options, labels);
  add_remarks(plan, labels);
  return plan;
}

}  // namespace noiseal
