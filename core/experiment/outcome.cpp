// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace noiseal {
namespace {

using Json = nlohmann::ordered_json;

View view_of(const std::string& name) {
  for (const View view : {View::strong, View::weak, View::both}) {
    if (view_name(view) == name) {
      return view;
    }
  }
  throw Error("A stored experiment speaks of a model that this program does not know: " + name);
}

Json curve_json(const OutcomeCurve& curve) {
  Json values = Json::array();
  for (const std::optional<double>& value : curve.values) {
    values.push_back(value ? Json(*value) : Json(nullptr));
  }
  return {{"name", curve.name}, {"view", view_name(curve.view)}, {"values", values}};
}

OutcomeCurve curve_from(const Json& json) {
  OutcomeCurve curve;
  curve.name = json.at("name");
  curve.view = view_of(json.at("view"));
  for (const Json& value : json.at("values")) {
    curve.values.push_back(value.is_number() ? std::optional(value.get<double>()) : std::nullopt);
  }
  return curve;
}

Json histogram_json(const OutcomeHistogram& histogram) {
  return {{"quantity", histogram.quantity}, {"view", view_name(histogram.view)},
          {"epoch", histogram.epoch},       {"low", histogram.low},
          {"high", histogram.high},         {"clean", histogram.clean},
          {"noisy", histogram.noisy}};
}

OutcomeHistogram histogram_from(const Json& json) {
  OutcomeHistogram histogram;
  histogram.quantity = json.at("quantity");
  histogram.view = view_of(json.at("view"));
  json.at("epoch").get_to(histogram.epoch);
  json.at("low").get_to(histogram.low);
  json.at("high").get_to(histogram.high);
  json.at("clean").get_to(histogram.clean);
  json.at("noisy").get_to(histogram.noisy);
  return histogram;
}

Json roc_json(const OutcomeRoc& roc) {
  return {{"view", view_name(roc.view)}, {"epoch", roc.epoch}, {"x", roc.x}, {"y", roc.y}};
}

OutcomeRoc roc_from(const Json& json) {
  OutcomeRoc roc;
  roc.view = view_of(json.at("view"));
  json.at("epoch").get_to(roc.epoch);
  json.at("x").get_to(roc.x);
  json.at("y").get_to(roc.y);
  return roc;
}

void read_figures(const Json& json, RunOutcome& outcome) {
  for (const auto& [key, measured] : json.items()) {
    outcome.figures[key] = {measured.at("value"), measured.at("error")};
  }
}

}  // namespace

std::optional<Measured> RunOutcome::figure(Figure figure, View view) const {
  const auto found = figures.find(figure_key(figure, view));
  return found == figures.end() ? std::nullopt : std::optional(found->second);
}

std::string outcome_to_json(const RunOutcome& outcome) {
  Json json;
  json["figures"] = Json::object();
  for (const auto& [key, measured] : outcome.figures) {
    json["figures"][key] = {{"value", measured.value}, {"error", measured.standard_error}};
  }
  json["curves"] = Json::array();
  for (const OutcomeCurve& curve : outcome.curves) {
    json["curves"].push_back(curve_json(curve));
  }
  json["histograms"] = Json::array();
  for (const OutcomeHistogram& histogram : outcome.histograms) {
    json["histograms"].push_back(histogram_json(histogram));
  }
  json["rocs"] = Json::array();
  for (const OutcomeRoc& roc : outcome.rocs) {
    json["rocs"].push_back(roc_json(roc));
  }
  json["signatures"] = Json::array();
  for (const Signature& seen : outcome.signatures) {
    json["signatures"].push_back(
        {{"name", seen.name}, {"epoch", seen.epoch}, {"message", seen.message}});
  }
  json["epochs"] = outcome.epochs;
  json["warm_up_epochs"] = outcome.warm_up_epochs;
  json["best_epoch"] = outcome.best_epoch;
  json["train_rows"] = outcome.train_rows;
  json["wrong_labels"] = outcome.wrong_labels;
  json["seconds"] = outcome.seconds;
  json["shared_epochs"] = outcome.shared_epochs;
  json["shared_seconds"] = outcome.shared_seconds;
  json["simulated_annotator"] = outcome.simulated_annotator;
  json["device"] = outcome.device;
  json["precision"] = outcome.precision;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

RunOutcome outcome_from_json(std::string_view text) {
  RunOutcome outcome;
  try {
    const Json json = Json::parse(text);
    read_figures(json.at("figures"), outcome);
    for (const Json& curve : json.at("curves")) {
      outcome.curves.push_back(curve_from(curve));
    }
    for (const Json& histogram : json.at("histograms")) {
      outcome.histograms.push_back(histogram_from(histogram));
    }
    for (const Json& roc : json.value("rocs", Json::array())) {  // absent in earlier builds
      outcome.rocs.push_back(roc_from(roc));
    }
    for (const Json& seen : json.at("signatures")) {
      outcome.signatures.push_back({seen.at("name"), seen.at("epoch"), seen.at("message")});
    }
    json.at("epochs").get_to(outcome.epochs);
    json.at("warm_up_epochs").get_to(outcome.warm_up_epochs);
    json.at("best_epoch").get_to(outcome.best_epoch);
    json.at("train_rows").get_to(outcome.train_rows);
    json.at("wrong_labels").get_to(outcome.wrong_labels);
    json.at("seconds").get_to(outcome.seconds);
    json.at("shared_epochs").get_to(outcome.shared_epochs);
    json.at("shared_seconds").get_to(outcome.shared_seconds);
    json.at("simulated_annotator").get_to(outcome.simulated_annotator);
    json.at("device").get_to(outcome.device);
    json.at("precision").get_to(outcome.precision);
  } catch (const nlohmann::json::exception&) {
    throw Error(
        "A stored outcome of an experiment is damaged; remove the experiment and run it "
        "again.");
  }
  return outcome;
}

}  // namespace noiseal
