// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>

#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

constexpr std::array<const char*, 2> kNoises{"symmetric", "asymmetric"};
constexpr std::array kRates{0.2, 0.4};

ExperimentPlan plan_robust_loss(const ExperimentOptions& options, const LabelFacts& labels) {
  ExperimentPlan plan = empty_plan(ExperimentKind::robust_loss, options);
  plan.figures = {Figure::test_best,       Figure::test_last,      Figure::score_roc_auc,
                  Figure::purified_before, Figure::purified_noise, Figure::suggestions_right};
  for (const char* type : kNoises) {
    for (const double rate : kRates) {
      const ArmNoise noise{type, rate};
      for (const auto& [loss, name] : {std::pair{PurifiedLoss::ce, "cross-entropy"},
                                       std::pair{PurifiedLoss::rce, "reversed cross-entropy"}}) {
        Arm arm = base_arm(fmt::format("{}, {}", noise_text(noise), name), options, noise);
        arm.group = noise_text(noise);
        arm.recipe.p_loss = loss;
        plan.arms.push_back(std::move(arm));
      }
    }
  }
  static_cast<void>(labels);
  return plan;
}

std::string conclude_pair(const ArmResult& plain, const ArmResult& reversed, Figure figure) {
  const FigureSummary& a = *reversed.figure(figure);
  const FigureSummary& b = *plain.figure(figure);
  const Comparison found = compare(a, b);
  const char* verdict = found == Comparison::better  ? "reversed cross-entropy is clearly better"
                        : found == Comparison::worse ? "cross-entropy is clearly better"
                                                     : "no clear difference";
  return fmt::format("{}: {}, {} reversed against {}", plain.group, verdict, summary_text(a),
                     summary_text(b));
}

std::string conclude_robust_loss(const ExperimentResult& result) {
  const std::optional<Figure> figure = deciding_figure(result);
  if (!figure) {
    return {};
  }
  std::string text;
  for (const std::string& group : groups_of(result)) {
    const std::vector<const ArmResult*> arms = arms_of(result, group);
    if (arms.size() == 2 && arms[0]->figure(*figure) != nullptr &&
        arms[1]->figure(*figure) != nullptr) {
      text +=
          fmt::format("{}{}", text.empty() ? "" : "; ", conclude_pair(*arms[0], *arms[1], *figure));
    }
  }
  return text.empty() ? text : fmt::format("In {}: {}.", figure_info(*figure).title, text);
}

}  // namespace

const ExperimentDefinition kRobustLoss{
    ExperimentKind::robust_loss,
    "robust-loss",
    "Robust loss",
    "Does reversed cross-entropy on the relabelled rows bear their wrong labels better than "
    "cross-entropy?",
    "Cross-entropy is the usual way to learn: it pushes a model hard towards every label that it "
    "does not expect, wrong ones too. Reversed cross-entropy limits that push, so that a wrong new "
    "label does less harm. Both learn from rows that have got a new label, under two kinds and two "
    "amounts of wrong labels.",
    plan_robust_loss,
    conclude_robust_loss};

}  // namespace noiseal
