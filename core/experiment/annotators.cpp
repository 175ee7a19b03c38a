// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

constexpr std::array<const char*, 8> kAnnotators{
    "none",           "neighbours",          "simulated:0.7",        "simulated:0.85",
    "simulated:0.95", "simulated:0.7:model", "simulated:0.85:model", "simulated:0.95:model"};

std::vector<ModelOnServer> servers_of(const ExperimentOptions& options) {
  std::vector<ModelOnServer> servers = options.servers;
  const Recipe& recipe = options.recipe;
  const bool named = std::ranges::any_of(servers, [&](const ModelOnServer& server) {
    return server.url == recipe.llm_url && server.model == recipe.llm_model;
  });
  if (!recipe.llm_url.empty() && !recipe.llm_model.empty() && !named) {
    servers.insert(servers.begin(), {recipe.llm_url, recipe.llm_model});
  }
  return servers;
}

ExperimentPlan plan_annotators(const ExperimentOptions& options, const LabelFacts& labels) {
  ExperimentPlan plan = empty_plan(ExperimentKind::annotators, options);
  plan.figures = {Figure::test_best,     Figure::test_last, Figure::score_roc_auc,
                  Figure::answers_right, Figure::asked,     Figure::purified_noise,
                  Figure::cost};
  const ArmNoise noise = base_noise(options, labels);
  for (const char* annotator : kAnnotators) {
    Arm arm = base_arm(annotator, options, noise);
    arm.recipe.annotator = annotator;
    plan.arms.push_back(std::move(arm));
  }
  for (const ModelOnServer& server : servers_of(options)) {
    Arm arm = base_arm(fmt::format("{} at {}", server.model, server.url), options, noise);
    arm.recipe.annotator = "llm";
    set_recipe_value(arm.recipe, "llm_url", server.url);
    set_recipe_value(arm.recipe, "llm_model", server.model);
    plan.arms.push_back(std::move(arm));
  }
  return plan;
}

std::string conclude_annotators(const ExperimentResult& result) {
  const std::optional<Figure> figure = deciding_figure(result);
  return figure ? ranking_sentence(arms_of(result), *figure) : std::string();
}

}  // namespace

const ExperimentDefinition kAnnotators{
    ExperimentKind::annotators,
    "annotators",
    "Annotators",
    "Which annotator brings the most, and does any bring more than none?",
    "An annotator gives rows in doubt a new label. none keeps what the models say; neighbours "
    "takes the label that the most similar rows have; simulated:0.85 stands for an annotator that "
    "is right on 85 % of the rows, and with :model its errors are the models' own. Language models "
    "take part where a server is named.",
    plan_annotators,
    conclude_annotators};

}  // namespace noiseal
