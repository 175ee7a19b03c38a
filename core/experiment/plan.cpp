// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/annotate/annotator_name.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/printable.h"
#include "core/experiment/definition.h"
#include "core/experiment/plan_parts.h"

namespace noiseal {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kAll{ExperimentKind::separation,  ExperimentKind::budget,
                          ExperimentKind::robust_loss, ExperimentKind::demonstrations,
                          ExperimentKind::tolerance,   ExperimentKind::annotators,
                          ExperimentKind::rules,       ExperimentKind::noise};

Json arm_json(const Arm& arm) {
  return {{"name", arm.name},
          {"group", arm.group},
          {"place", arm.place ? Json(*arm.place) : Json(nullptr)},
          {"recipe", Json::parse(recipe_to_json(arm.recipe))},
          {"noise", {{"type", arm.noise.type}, {"rate", arm.noise.rate}}},
          {"demonstrations",
           {{"corrupted", arm.demonstrations.corrupted}, {"sway", arm.demonstrations.sway}}},
          {"view", view_name(arm.view)}};
}

View view_from(const std::string& name) {
  for (const View view : {View::strong, View::weak}) {
    if (view_name(view) == name) {
      return view;
    }
  }
  return View::both;
}

Arm arm_from(const Json& json) {
  Arm arm;
  arm.name = json.at("name");
  arm.group = json.at("group");
  if (json.at("place").is_number()) {
    arm.place = json.at("place").get<double>();
  }
  arm.recipe = recipe_from_json(json.at("recipe").dump(), "a stored experiment");
  arm.noise = {json.at("noise").at("type"), json.at("noise").at("rate")};
  arm.demonstrations = {json.at("demonstrations").at("corrupted"),
                        json.at("demonstrations").at("sway")};
  arm.view = view_from(json.at("view"));
  return arm;
}

}  // namespace

std::span<const ExperimentKind> all_experiments() {
  return kAll;
}

const ExperimentDefinition& definition_of(ExperimentKind kind) {
  switch (kind) {
    case ExperimentKind::separation:
      return kSeparation;
    case ExperimentKind::budget:
      return kBudget;
    case ExperimentKind::robust_loss:
      return kRobustLoss;
    case ExperimentKind::demonstrations:
      return kDemonstrations;
    case ExperimentKind::tolerance:
      return kTolerance;
    case ExperimentKind::annotators:
      return kAnnotators;
    case ExperimentKind::rules:
      return kRules;
    default:
      return kNoise;
  }
}

std::string_view experiment_name(ExperimentKind kind) {
  return definition_of(kind).name;
}

std::string_view experiment_title(ExperimentKind kind) {
  return definition_of(kind).title;
}

std::string_view experiment_question(ExperimentKind kind) {
  return definition_of(kind).question;
}

std::string_view experiment_background(ExperimentKind kind) {
  return definition_of(kind).background;
}

ExperimentKind parse_experiment(std::string_view name) {
  std::vector<std::string> names;
  for (const ExperimentKind kind : kAll) {
    if (experiment_name(kind) == name) {
      return kind;
    }
    names.emplace_back(experiment_name(kind));
  }
  const std::string nearest = nearest_name(name, names);
  throw UsageError(fmt::format("There is no experiment \"{}\"; {}", printable_start(name, 60),
                               nearest.empty() ? "\"noiseal experiment --help\" lists them."
                                               : "the nearest is " + nearest + "."));
}

std::string noise_text(const ArmNoise& noise) {
  return noise.type.empty() ? std::string("the project's own labels")
                            : fmt::format("{} {}", noise.type, percent(noise.rate));
}

std::string labels_sentence(const ExperimentPlan& plan) {
  const ArmNoise& first = plan.arms.front().noise;
  const bool same =
      std::ranges::all_of(plan.arms, [&](const Arm& arm) { return arm.noise == first; });
  if (!same) {
    return "Wrong labels: each way has a kind and a rate of its own, injected into a copy.";
  }
  return first.type.empty()
             ? std::string("Wrong labels: the project's own; none are injected.")
             : fmt::format("Wrong labels: {}, injected into a copy.", noise_text(first));
}

std::string plan_to_json(const ExperimentPlan& plan) {
  Json json;
  json["experiment"] = experiment_name(plan.kind);
  json["seeds"] = plan.seeds;
  json["arms"] = Json::array();
  for (const Arm& arm : plan.arms) {
    json["arms"].push_back(arm_json(arm));
  }
  json["figures"] = Json::array();
  for (const Figure figure : plan.figures) {
    json["figures"].push_back(figure_info(figure).id);
  }
  json["place_title"] = plan.place_title;
  json["remarks"] = plan.remarks;
  json["histograms"] = plan.histograms;
  return json.dump();
}

ExperimentPlan plan_from_json(std::string_view text) {
  ExperimentPlan plan;
  try {
    const Json json = Json::parse(text);
    plan.kind = parse_experiment(json.at("experiment").get<std::string>());
    json.at("seeds").get_to(plan.seeds);
    for (const Json& arm : json.at("arms")) {
      plan.arms.push_back(arm_from(arm));
    }
    for (const Json& id : json.at("figures")) {
      if (const auto figure = find_figure(id.get<std::string>())) {
        plan.figures.push_back(*figure);
      }
    }
    json.at("place_title").get_to(plan.place_title);
    json.at("remarks").get_to(plan.remarks);
    json.at("histograms").get_to(plan.histograms);
  } catch (const nlohmann::json::exception&) {
    throw Error(
        "The stored plan of an experiment is damaged; remove the experiment and start it "
        "again.");
  }
  return plan;
}

Recipe run_recipe(const Arm& arm, std::uint64_t seed) {
  const Recipe usual;
  Recipe recipe = arm.recipe;
  recipe.seed = seed;
  recipe.preset = usual.preset;  // a name for the other keys alone
  if (recipe.rule == Rule::plain) {
    recipe.annotator = "none";
    recipe.lambda = usual.lambda;
    recipe.sigma = usual.sigma;
    recipe.p_loss = usual.p_loss;
    recipe.h_loss = usual.h_loss;
    recipe.h_target = usual.h_target;
  }
  if (recipe.rule != Rule::fixed) {
    recipe.fixed_threshold = usual.fixed_threshold;
  }
  if (recipe.budget_share == 0) {
    recipe.annotator = "none";
  }
  if (AnnotatorName name = parse_annotator(recipe.annotator);
      name.kind == AnnotatorKind::simulated && name.quality >= 1) {
    name.model_mistakes = false;  // it makes none
    recipe.annotator = to_string(name);
  }
  if (recipe.annotator == "none") {
    recipe.acceptance = usual.acceptance;
    recipe.budget_share = usual.budget_share;
    recipe.budget_rows = usual.budget_rows;
    recipe.budget_money = usual.budget_money;
    recipe.ask_order = usual.ask_order;
    recipe.demonstrations = usual.demonstrations;
  }
  if (recipe.annotator != "llm") {
    recipe.llm_url.clear();
    recipe.llm_model.clear();
  }
  return recipe;
}

}  // namespace noiseal
