// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>

#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

constexpr std::array kErrors{0.0, 0.1, 0.2, 0.3, 0.4, 0.5};
constexpr const char* kReference = "no answers";

/// Answers become labels whatever the models say, so that their errors reach the loss.
ExperimentPlan plan_tolerance(const ExperimentOptions& options, const LabelFacts& labels) {
  ExperimentPlan plan = empty_plan(ExperimentKind::tolerance, options);
  plan.figures = {Figure::test_best,     Figure::test_last,      Figure::score_roc_auc,
                  Figure::answers_right, Figure::purified_noise, Figure::asked};
  plan.place_title = "share of answers that are wrong";
  const ArmNoise noise = base_noise(options, labels);
  for (const auto& [loss, loss_name] : {std::pair{PurifiedLoss::rce, "reversed cross-entropy"},
                                        std::pair{PurifiedLoss::ce, "cross-entropy"}}) {
    for (const auto& [ending, kind] :
         {std::pair{"", "uniform errors"}, std::pair{":model", "the models' errors"}}) {
      for (const double errors : kErrors) {
        Arm arm =
            base_arm(fmt::format("{}, {}, {}", loss_name, kind, percent(errors)), options, noise);
        arm.group = fmt::format("{}, {}", loss_name, kind);
        arm.place = errors;
        arm.recipe.annotator = fmt::format("simulated:{:.2g}{}", 1 - errors, ending);
        arm.recipe.acceptance = Acceptance::overwrite;
        arm.recipe.p_loss = loss;
        plan.arms.push_back(std::move(arm));
      }
    }
  }
  Arm reference = base_arm(kReference, options, noise);
  reference.recipe.annotator = "none";
  reference.recipe.p_loss = PurifiedLoss::off;
  plan.arms.push_back(std::move(reference));
  plan.remarks.emplace_back(
      "Answers become the labels of the relabelled rows whatever the models say (acceptance "
      "overwrite), so that their errors reach the loss. \"No answers\" leaves these rows out.");
  return plan;
}

/// The least share of errors that is clearly worse than no answers at all.
std::string breaking_point(const std::vector<const ArmResult*>& arms, const FigureSummary& none,
                           Figure figure) {
  for (const ArmResult* arm : arms) {
    const FigureSummary* summary = arm->figure(figure);
    if (summary != nullptr && compare(*summary, none) == Comparison::worse) {
      return fmt::format("clearly worse than no answers from {} errors on, {}",
                         percent(*arm->place), summary_text(*summary));
    }
  }
  const FigureSummary* last = arms.back()->figure(figure);
  return fmt::format("never clearly worse than no answers, at {} errors {}",
                     percent(*arms.back()->place),
                     last == nullptr ? std::string("not known") : summary_text(*last));
}

std::string conclude_tolerance(const ExperimentResult& result) {
  const std::optional<Figure> figure = deciding_figure(result);
  const FigureSummary* none = figure ? result.arms.back().figure(*figure) : nullptr;
  if (none == nullptr) {
    return {};
  }
  std::string text;
  for (const std::string& group : groups_of(result)) {
    if (!group.empty()) {
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", group,
                          breaking_point(arms_of(result, group), *none, *figure));
    }
  }
  return fmt::format("In {}, without answers {}; {}.", figure_info(*figure).title,
                     summary_text(*none), text);
}

}  // namespace

const ExperimentDefinition kTolerance{
    ExperimentKind::tolerance,
    "tolerance",
    "Tolerance",
    "How wrong may an annotator's answers be before they do more harm than good?",
    "Rows in doubt get the label that an annotator answers, and more and more of these answers are "
    "made wrong: evenly over the other labels (uniform errors), or with the mistakes that the "
    "models make themselves, which are harder to notice. Cross-entropy is the usual way to learn, "
    "reversed cross-entropy one that is meant to bear wrong labels better.",
    plan_tolerance,
    conclude_tolerance};

}  // namespace noiseal
