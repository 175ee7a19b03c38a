// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/annotate/demonstration_trial.h"
#include "core/experiment/figure.h"
#include "core/pipeline/recipe.h"

namespace noiseal {

/// The experiments of METHOD.md section 9.
enum class ExperimentKind : std::uint8_t {
  separation,
  budget,
  robust_loss,
  demonstrations,
  tolerance,
  annotators,
  rules,
  noise,
};
std::span<const ExperimentKind> all_experiments();
/// As in commands: "separation", "robust-loss", ...
std::string_view experiment_name(ExperimentKind kind);
/// Throws UsageError that names the nearest.
ExperimentKind parse_experiment(std::string_view name);
/// For a card's head, e.g. "Separation".
std::string_view experiment_title(ExperimentKind kind);
/// What it asks, one sentence.
std::string_view experiment_question(ExperimentKind kind);
/// What the question is about, for somebody who has not read the paper: two or three sentences that
/// explain the words of its arms.
std::string_view experiment_background(ExperimentKind kind);

/// Which labels the rows of an arm have. The seed of injected noise is that of the run.
struct ArmNoise {
  std::string type;  ///< as `noiseal noise --type` has it; empty: the project's labels as they are
  double rate = 0;   ///< 0..1
  friend bool operator==(const ArmNoise&, const ArmNoise&) = default;
};
/// "asymmetric 40 %", "the project's own labels".
std::string noise_text(const ArmNoise& noise);

/// One of the ways that an experiment compares; it is run once for each seed. Arms that differ only
/// in their view share their runs.
struct Arm {
  std::string name;             ///< unique in its experiment
  std::string group;            ///< arms of one group are compared with each other; may be empty
  std::optional<double> place;  ///< on the chart's axis, where the arms are steps of a quantity
  Recipe recipe;                ///< its seed is replaced by each of the experiment's
  ArmNoise noise;
  DemonstrationTrial demonstrations;
  View view = View::strong;
};

/// Everything that an experiment computes its figures from; stored with it.
struct ExperimentPlan {
  ExperimentKind kind = ExperimentKind::separation;
  std::vector<Arm> arms;
  std::vector<std::uint64_t> seeds;
  std::vector<Figure> figures;  ///< of its table; the first one that is known decides
  std::string place_title;      ///< of the axis that Arm::place is on; empty where there is none
  /// What a person should know of it, a sentence each: injected noise, leaking gold, stated models.
  std::vector<std::string> remarks;
  bool histograms = false;  ///< of losses and confidences are kept, and ROC curves
};

/// Which wrong labels its runs meet, in a sentence: the project's own or injected ones.
std::string labels_sentence(const ExperimentPlan& plan);

std::string plan_to_json(const ExperimentPlan& plan);
/// Throws Error when the JSON is damaged.
ExperimentPlan plan_from_json(std::string_view json);

/// An arm's recipe with a seed, brought to one form where keys have no effect, so that equal runs
/// are known as equal.
Recipe run_recipe(const Arm& arm, std::uint64_t seed);

}  // namespace noiseal
