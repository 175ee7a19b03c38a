// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>

#include "core/annotate/annotator_name.h"
#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

constexpr std::array kCorrupted{0.0, 0.1, 0.2, 0.4};

void add_annotator(ExperimentPlan& plan, const ExperimentOptions& options, const ArmNoise& noise,
                   const std::string& annotator) {
  const AnnotatorKind kind = parse_annotator(annotator).kind;
  Arm arm = base_arm("", options, noise);
  arm.group = annotator;
  arm.recipe.annotator = annotator;
  arm.demonstrations.sway = kind == AnnotatorKind::simulated ? options.sway : 0;
  for (const double corrupted : kCorrupted) {
    arm.name = fmt::format("{}, {} corrupted", annotator, percent(corrupted));
    arm.place = corrupted;
    arm.demonstrations.corrupted = corrupted;
    plan.arms.push_back(arm);
  }
  if (kind == AnnotatorKind::neighbours) {
    return;  // without demonstrations it has nothing to answer from
  }
  arm.name = fmt::format("{}, no demonstrations", annotator);
  arm.place = std::nullopt;
  arm.demonstrations.corrupted = 0;
  arm.recipe.demonstrations = 0;
  plan.arms.push_back(arm);
}

ExperimentPlan plan_demonstrations(const ExperimentOptions& options, const LabelFacts& labels) {
  ExperimentPlan plan = empty_plan(ExperimentKind::demonstrations, options);
  plan.figures = {Figure::answers_right,  Figure::test_best, Figure::test_last,
                  Figure::purified_noise, Figure::asked,     Figure::cost};
  plan.place_title = "share of demonstration labels that are corrupted";
  const ArmNoise noise = base_noise(options, labels);
  add_annotator(plan, options, noise, "neighbours");
  const std::string other = needed_annotator(options);
  if (other != "neighbours") {
    add_annotator(plan, options, noise, other);
  }
  if (parse_annotator(other).kind == AnnotatorKind::simulated) {
    plan.remarks.push_back(fmt::format(
        "How demonstrations move the simulated annotator is a stated model, not a measurement: "
        "with probability {} (the sway) it copies the label shown on the nearest demonstration, "
        "else it answers on its own.",
        options.sway));
  }
  plan.remarks.emplace_back(
      "neighbours votes over the rows that would be shown, with the labels that they show: what it "
      "feels is real. Without demonstrations it has nothing to answer from.");
  return plan;
}

std::string conclude_annotator(const std::vector<const ArmResult*>& arms, Figure figure) {
  const FigureSummary* clean = arms.front()->figure(figure);
  if (clean == nullptr) {
    return {};
  }
  std::string text =
      fmt::format("{}: {} with clean demonstrations", arms.front()->group, summary_text(*clean));
  for (const ArmResult* arm : arms) {
    const FigureSummary* summary = arm->figure(figure);
    if (arm == arms.front() || summary == nullptr) {
      continue;
    }
    const Comparison found = compare(*summary, *clean);
    text += fmt::format(", {} {} ({})", summary_text(*summary),
                        arm->place ? fmt::format("with {} corrupted", percent(*arm->place))
                                   : std::string("without any"),
                        found == Comparison::worse    ? "clearly worse"
                        : found == Comparison::better ? "clearly better"
                                                      : "no clear difference");
  }
  return text;
}

std::string conclude_demonstrations(const ExperimentResult& result) {
  const std::optional<Figure> figure = deciding_figure(result);
  if (!figure) {
    return {};
  }
  std::string text;
  for (const std::string& group : groups_of(result)) {
    const std::string sentence = conclude_annotator(arms_of(result, group), *figure);
    if (!sentence.empty()) {
      text += fmt::format("{}{}", text.empty() ? "" : "; ", sentence);
    }
  }
  return text.empty() ? text : fmt::format("In {}: {}.", figure_info(*figure).title, text);
}

}  // namespace

const ExperimentDefinition kDemonstrations{
    ExperimentKind::demonstrations,
    "demonstrations",
    "Demonstrations",
    "How much do wrong labels on the examples that an annotator is shown spoil its answers?",
    "Before an annotator answers, it is shown some rows with their labels as examples, the "
    "demonstrations. Here a share of them is made wrong on purpose. neighbours is an annotator "
    "without a language model: it takes the label that the most similar rows have.",
    plan_demonstrations,
    conclude_demonstrations};

}  // namespace noiseal
