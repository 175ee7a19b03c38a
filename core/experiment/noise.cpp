// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>

#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"
#include "core/experiment/scratch_project.h"

namespace noiseal {
namespace {

constexpr std::array<const char*, 6> kNoises{"symmetric", "asymmetric", "pair",
                                             "matrix",    "instance-a", "instance-b"};
constexpr std::array kRates{0.2, 0.4};

ExperimentPlan plan_noise(const ExperimentOptions& options, const LabelFacts& labels) {
  static_cast<void>(labels);
  ExperimentPlan plan = empty_plan(ExperimentKind::noise, options);
  plan.figures = {Figure::test_best,      Figure::test_last,      Figure::score_roc_auc,
                  Figure::reliable_noise, Figure::purified_noise, Figure::suggestions_right};
  for (const double rate : kRates) {
    for (const char* type : kNoises) {
      const ArmNoise noise{type, rate};
      Arm arm = base_arm(noise_text(noise), options, noise);
      arm.group = percent(rate);
      plan.arms.push_back(std::move(arm));
    }
  }
  plan.remarks.push_back(fmt::format(
      "matrix: of each label's wrong ones {} are the next label's, the rest is spread evenly over "
      "the others.",
      percent(kMatrixNextShare)));
  return plan;
}

std::string conclude_noise(const ExperimentResult& result) {
  return ranking_by_group(
      result, [](const std::string& group) { return fmt::format("At {} wrong labels", group); });
}

}  // namespace

const ExperimentDefinition kNoise{
    ExperimentKind::noise,
    "noise",
    "Kinds of noise",
    "Which kinds of wrong labels does the method bear, and which "
    "does it not?",
    "Wrong labels differ: any other label (symmetric), always the next one in the list "
    "(asymmetric) or the one before (pair), by a table of rates (matrix), where a small model is "
    "unsure (instance-a), or alike for texts that are alike (instance-b). Each kind is put into a "
    "copy of the labels, on 20 % and on 40 % of the rows.",
    plan_noise,
    conclude_noise};

}  // namespace noiseal
