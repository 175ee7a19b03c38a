// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "core/experiment/export.h"

namespace noiseal {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json numbers(const std::vector<std::optional<double>>& values) {
  Json list = Json::array();
  for (const std::optional<double>& value : values) {
    list.push_back(number(value));
  }
  return list;
}

Json figure_json(const FigureSummary& summary) {
  return {{"title", figure_info(summary.figure).title},
          {"values", numbers(summary.values)},
          {"mean", number(summary.mean)},
          {"range", Json::array({number(summary.low), number(summary.high)})},
          {"standard_error", summary.standard_error}};
}

/// Every figure of the plan, known or not, and the others that are known.
Json figures_json(const ExperimentPlan& plan, const ArmResult& arm) {
  Json figures = Json::object();
  for (const Figure figure : plan.figures) {
    figures[std::string(figure_info(figure).id)] = nullptr;
  }
  for (const FigureSummary& summary : arm.figures) {
    figures[std::string(figure_info(summary.figure).id)] = figure_json(summary);
  }
  return figures;
}

Json curves_json(const ArmResult& arm) {
  Json curves = Json::object();
  for (const CurveSummary& curve : arm.curves) {
    curves[curve.name] = {
        {"mean", numbers(curve.mean)}, {"low", numbers(curve.low)}, {"high", numbers(curve.high)}};
  }
  return curves;
}

Json histograms_json(const ArmResult& arm) {
  Json list = Json::array();
  for (const OutcomeHistogram& histogram : arm.histograms) {
    list.push_back({{"quantity", histogram.quantity},
                    {"epoch", histogram.epoch},
                    {"low", histogram.low},
                    {"high", histogram.high},
                    {"clean", histogram.clean},
                    {"noisy", histogram.noisy}});
  }
  return list;
}

Json rocs_json(const ArmResult& arm) {
  Json list = Json::array();
  for (const OutcomeRoc& roc : arm.rocs) {
    list.push_back(
        {{"epoch", roc.epoch}, {"false_positive_rate", roc.x}, {"true_positive_rate", roc.y}});
  }
  return list;
}

Json signatures_json(const ArmResult& arm) {
  Json list = Json::array();
  for (const SeenSignature& seen : arm.signatures) {
    list.push_back({{"seed", seen.seed},
                    {"name", seen.signature.name},
                    {"epoch", seen.signature.epoch},
                    {"message", seen.signature.message}});
  }
  return list;
}

Json arm_json(const ExperimentPlan& plan, const Arm& arm, const ArmResult& result) {
  return {{"name", result.name},
          {"group", result.group},
          {"place", number(result.place)},
          {"seeds", result.seeds},
          {"figures", figures_json(plan, result)},
          {"curves", curves_json(result)},
          {"histograms", histograms_json(result)},
          {"roc_curves", rocs_json(result)},
          {"signatures", signatures_json(result)},
          {"model", view_name(arm.view)},
          {"noise",
           {{"type", arm.noise.type.empty() ? Json(nullptr) : Json(arm.noise.type)},
            {"rate", arm.noise.type.empty() ? Json(nullptr) : Json(arm.noise.rate)}}},
          {"demonstrations",
           {{"corrupted", arm.demonstrations.corrupted}, {"sway", arm.demonstrations.sway}}},
          {"recipe", Json::parse(recipe_to_json(arm.recipe))}};
}

Json json_of(const ExperimentResult& result) {
  Json json;
  json["experiment"] = experiment_name(result.plan.kind);
  json["id"] = result.id;
  json["created"] = result.created;
  json["state"] = experiment_state_name(result.state);
  json["note"] = result.note;
  json["question"] = experiment_question(result.plan.kind);
  json["sentence"] = result.sentence;
  json["remarks"] = result.remarks;
  json["seeds"] = result.plan.seeds;
  json["runs"] = {{"done", result.runs_done}, {"all", result.runs_all}};
  json["arms"] = Json::array();
  for (std::size_t i = 0; i < result.arms.size(); ++i) {
    json["arms"].push_back(arm_json(result.plan, result.plan.arms[i], result.arms[i]));
  }
  json["saved"] = {{"runs_reused", result.saved.runs_reused},
                   {"epochs_not_trained", result.saved.epochs_not_trained},
                   {"seconds", result.saved.seconds}};
  json["seconds"] = result.seconds;
  json["program_version"] = result.program_version;
  return json;
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string experiment_to_json(const ExperimentResult& result) {
  return dumped(json_of(result));
}

std::string experiments_to_json(const std::vector<ExperimentResult>& results) {
  if (results.size() == 1) {
    return experiment_to_json(results.front());
  }
  Json json;
  json["experiments"] = Json::array();
  for (const ExperimentResult& result : results) {
    json["experiments"].push_back(json_of(result));
  }
  return dumped(json);
}

}  // namespace noiseal
