// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

constexpr std::array kShares{0.0, 0.25, 0.5, 0.75, 1.0};

ExperimentPlan plan_budget(const ExperimentOptions& options, const LabelFacts& labels) {
  ExperimentPlan plan = empty_plan(ExperimentKind::budget, options);
  plan.figures = {Figure::test_best, Figure::test_last,     Figure::score_roc_auc,
                  Figure::asked,     Figure::answers_right, Figure::purified_noise,
                  Figure::cost};
  plan.place_title = "share of the pool that is asked";
  for (const double share : kShares) {
    Arm arm = base_arm(percent(share), options, base_noise(options, labels));
    arm.place = share;
    arm.recipe.annotator = needed_annotator(options);
    arm.recipe.budget_share = share;
    plan.arms.push_back(std::move(arm));
  }
  plan.remarks.push_back(fmt::format("The annotator is {}.", needed_annotator(options)));
  return plan;
}

std::string price_of(const ArmResult& arm) {
  const FigureSummary* asked = arm.figure(Figure::asked);
  const FigureSummary* cost = arm.figure(Figure::cost);
  std::string text = asked == nullptr ? std::string("no row asked")
                                      : figure_text(Figure::asked, *asked->mean) + " rows asked";
  if (cost != nullptr && *cost->mean > 0) {
    text += fmt::format(", {:.4f} in money", *cost->mean);
  }
  return text;
}

/// The knee: the least asking that is not clearly worse than any other share.
const ArmResult* knee_of(const std::vector<const ArmResult*>& arms, Figure figure) {
  const auto found = std::ranges::find_if(arms, [&](const ArmResult* arm) {
    return arm->figure(figure) != nullptr &&
           std::ranges::none_of(arms, [&](const ArmResult* other) {
             return other->figure(figure) != nullptr &&
                    compare(*arm->figure(figure), *other->figure(figure)) == Comparison::worse;
           });
  });
  return found == arms.end() ? nullptr : *found;
}

std::string conclude_budget(const ExperimentResult& result) {
  const std::optional<Figure> figure = deciding_figure(result);
  const ArmResult* knee = figure ? knee_of(arms_of(result), *figure) : nullptr;
  if (knee == nullptr) {
    return {};
  }
  const std::string value = summary_text(*knee->figure(*figure));
  const std::string_view title = figure_info(*figure).title;
  const ArmResult& all = result.arms.back();
  const std::string with_all =
      all.figure(*figure) == nullptr ? "not known" : summary_text(*all.figure(*figure));
  if (knee == &result.arms.front()) {
    return fmt::format(
        "No clear difference in {} between asking nobody ({}) and any share of the pool (all: {}, "
        "{}): the knee is at 0 %.",
        title, value, with_all, price_of(all));
  }
  return fmt::format(
      "The knee is at {}: {} {} with {}; no larger share is clearly better (all: {}, {}).",
      knee->name, title, value, price_of(*knee), with_all, price_of(all));
}

}  // namespace

const ExperimentDefinition kBudget{
    ExperimentKind::budget,
    "budget",
    "Budget",
    "How many of the rows that get a new label must an annotator be "
    "asked about, before more asking "
    "stops paying?",
    "An annotator, such as a language model, costs time or money for every row it is asked about. "
    "Each way asks about a larger share of the rows in doubt; where asking about more of them no "
    "longer helps, the knee is reached.",
    plan_budget,
    conclude_budget};

}  // namespace noiseal
