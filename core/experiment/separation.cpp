// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

/// Both runs train on all given labels as they stand: what is compared is how well the models'
/// margins tell wrong labels, not what a selection makes of them.
ExperimentPlan plan_separation(const ExperimentOptions& options, const LabelFacts& labels) {
  ExperimentPlan plan = empty_plan(ExperimentKind::separation, options);
  plan.figures = {Figure::roc_auc, Figure::average_precision, Figure::memorised, Figure::test_best,
                  Figure::test_last};
  plan.histograms = true;
  Arm arm = base_arm("strong model alone", options, base_noise(options, labels));
  arm.recipe.rule = Rule::plain;
  arm.recipe.correction = Correction::none;
  arm.recipe.second_model = SecondModel::bilstm;
  plan.arms.push_back(arm);
  arm.name = "weak model alone";
  arm.view = View::weak;
  plan.arms.push_back(arm);
  arm.name = "strong and weak together";
  arm.view = View::both;
  plan.arms.push_back(arm);
  arm.name = "two strong models together";
  arm.recipe.second_model = SecondModel::two_strong;
  plan.arms.push_back(arm);
  plan.remarks.emplace_back(
      "All models are trained on all given labels alike (rule plain, no correction), so that the "
      "memory effect shows.");
  return plan;
}

std::string conclude_separation(const ExperimentResult& result) {
  return ranking_sentence(arms_of(result), Figure::roc_auc);
}

}  // namespace

const ExperimentDefinition kSeparation{
    ExperimentKind::separation,
    "separation",
    "Separation",
    "Do a strong and a weak model together tell wrong labels from right ones better than each "
    "alone, or than two strong ones?",
    "While it learns, a model is at first surprised by wrong labels; later it has learnt them by "
    "heart. A weak model gets there sooner than a strong one, so that the two together may show "
    "more than one of them. Each way is judged by how well its doubts point at the labels that are "
    "really wrong.",
    plan_separation,
    conclude_separation};

}  // namespace noiseal
