// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>

#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

constexpr std::array kLambdas{0.1, 0.5, 0.9};
constexpr std::array kSigmas{0.0, 0.1, 0.2};

void add_rule(ExperimentPlan& plan, Arm arm, Rule rule, const std::string& name) {
  arm.name = name;
  arm.group = "rule";
  arm.recipe.rule = rule;
  plan.arms.push_back(std::move(arm));
}

void add_sweeps(ExperimentPlan& plan, const Arm& base) {
  for (const auto& [rule, name] :
       {std::pair{Rule::agreement, "agreement"}, std::pair{Rule::given_label, "given-label"}}) {
    for (const double lambda : kLambdas) {
      Arm arm = base;
      arm.name = fmt::format("{}, lambda {}", name, lambda);
      arm.group = fmt::format("{} by lambda", name);
      arm.recipe.rule = rule;
      arm.recipe.lambda = lambda;
      plan.arms.push_back(std::move(arm));
    }
  }
  for (const double sigma : kSigmas) {
    Arm arm = base;
    arm.name = fmt::format("agreement, sigma {}", sigma);
    arm.group = "agreement by sigma";
    arm.recipe.rule = Rule::agreement;
    arm.recipe.sigma = sigma;
    plan.arms.push_back(std::move(arm));
  }
}

/// Where every row trains on its given label, a rule decides only whom an annotator is asked about.
void let_sets_train_apart(ExperimentPlan& plan, Recipe& recipe) {
  if (recipe.p_loss == PurifiedLoss::given) {
    recipe.p_loss = PurifiedLoss::accepted;
  }
  if (recipe.h_loss == HardLoss::given) {
    recipe.h_loss = HardLoss::embmix;
  }
  plan.remarks.emplace_back(
      "The sets train apart, so that the rules can differ: hard rows mixed (embmix), rows with a "
      "doubtful label only once an answer was accepted. Plain trains every row on its given label, "
      "as the preset Quick does until an answer is accepted.");
}

ExperimentPlan plan_rules(const ExperimentOptions& options, const LabelFacts& labels) {
  ExperimentPlan plan = empty_plan(ExperimentKind::rules, options);
  plan.figures = {Figure::test_best,      Figure::test_last,      Figure::score_roc_auc,
                  Figure::reliable_noise, Figure::purified_noise, Figure::suggestions_right};
  Arm base = base_arm("", options, base_noise(options, labels));
  let_sets_train_apart(plan, base.recipe);
  add_rule(plan, base, Rule::plain, "plain");
  add_rule(plan, base, Rule::agreement, "agreement");
  add_rule(plan, base, Rule::given_label, "given-label");
  add_rule(plan, base, Rule::mixture, "mixture");
  add_rule(plan, base, Rule::fixed, fmt::format("fixed at {}", base.recipe.fixed_threshold));
  add_sweeps(plan, base);
  return plan;
}

std::string conclude_rules(const ExperimentResult& result) {
  return ranking_by_group(result,
                          [](const std::string& group) { return fmt::format("By {}", group); });
}

}  // namespace

const ExperimentDefinition kRules{
    ExperimentKind::rules,
    "rules",
    "Selection rules",
    "Which rule for choosing reliable rows trains the better model, and how much do its settings "
    "matter?",
    "After each epoch a rule says which rows count as reliable. plain trusts all; agreement asks "
    "both models to predict the given label; given-label asks how probable they find it; mixture "
    "splits the rows by their loss into two groups; fixed is agreement with one threshold for all "
    "rows. lambda says how fast the thresholds follow the models, sigma how much surer the models "
    "must be before a row gets a new label.",
    plan_rules,
    conclude_rules};

}  // namespace noiseal
