// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_curves.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "core/pipeline/epoch_charts.h"
#include "core/pipeline/run_facts.h"
#include "core/stats/ranking.h"

namespace noiseal {
namespace {

using Json = nlohmann::json;

/// A value deep in stored figures; null when a step is missing.
Json at(const Json& json, std::initializer_list<const char*> path) {
  const Json* here = &json;
  for (const char* step : path) {
    if (!here->is_object() || !here->contains(step)) {
      return nullptr;
    }
    here = &(*here)[step];
  }
  return *here;
}

std::optional<double> number(const Json& json) {
  return json.is_number() ? std::optional(json.get<double>()) : std::nullopt;
}

ModelFigures accuracies(const Json& figures, const char* split) {
  return {number(at(figures, {split, "strong", "accuracy"})),
          number(at(figures, {split, "weak", "accuracy"})),
          number(at(figures, {split, "both", "accuracy"}))};
}

NoiseShares noise_of(const Json& figures) {
  return {number(at(figures, {"noise", "train"})), number(at(figures, {"noise", "reliable"})),
          number(at(figures, {"noise", "hard"})), number(at(figures, {"noise", "purified_before"})),
          number(at(figures, {"noise", "purified_after"}))};
}

std::optional<SetCounts> set_sizes(const Json& figures) {
  const Json sets = at(figures, {"sets"});
  if (!sets.is_object()) {
    return std::nullopt;
  }
  return SetCounts{sets.value("reliable", std::uint64_t{0}), sets.value("hard", std::uint64_t{0}),
                   sets.value("purified", std::uint64_t{0}),
                   sets.value("unused", std::uint64_t{0})};
}

EpochPoint from_figures(const EpochRecord& record) {
  const Json figures = Json::parse(record.figures, nullptr, false);
  EpochPoint point;
  point.epoch = record.epoch;
  point.warm_up = record.phase == "warm-up";
  point.sets = set_sizes(figures);
  point.valid_accuracy = accuracies(figures, "valid");
  point.test_accuracy = accuracies(figures, "test");
  point.separation = {number(at(figures, {"separation", "strong", "roc_auc"})),
                      number(at(figures, {"separation", "weak", "roc_auc"})),
                      number(at(figures, {"separation", "both", "roc_auc"}))};
  point.memorised = {number(at(figures, {"memorised", "strong"})),
                     number(at(figures, {"memorised", "weak"})), std::nullopt};
  point.noise = noise_of(figures);
  point.ks_distance = number(at(figures, {"ks_distance"}));
  point.choosing_accuracy = number(at(figures, {"choosing_accuracy"}));
  point.asked = static_cast<std::size_t>(number(at(figures, {"asked"})).value_or(0));
  point.seconds = record.seconds;
  return point;
}

/// How well one epoch's losses tell wrong labels from right ones.
std::optional<double> loss_separation(const RunLabels& labels, const std::vector<float>& loss) {
  std::vector<float> scores;
  std::vector<std::uint8_t> wrong;
  for (std::size_t i = 0; i < std::min(labels.size(), loss.size()); ++i) {
    if (const int is_wrong = wrong_label(labels, i); is_wrong >= 0) {
      scores.push_back(loss[i]);
      wrong.push_back(static_cast<std::uint8_t>(is_wrong));
    }
  }
  return scores.empty() ? std::nullopt : roc_auc(scores, wrong);
}

/// What only the signals tell.
void add_signals(EpochPoint& point, const RunLabels& labels, const EpochColumns& columns) {
  if (labels.gold_known) {
    point.loss_separation = {loss_separation(labels, columns.model[0].loss),
                             loss_separation(labels, columns.model[1].loss), std::nullopt};
  }
  for (std::size_t model = 0; model < columns.model.size(); ++model) {
    point.threshold.at(model) = quartile_band(columns.model.at(model).threshold);
  }
  point.loss_range = loss_range(columns);
}

/// The point as it was computed before, if that is the same epoch.
const EpochPoint* known_point(const RunCurves* known, const EpochRecord& record) {
  if (known == nullptr) {
    return nullptr;
  }
  const auto found =
      std::find_if(known->epochs.begin(), known->epochs.end(), [&](const EpochPoint& point) {
        return point.epoch == record.epoch && point.seconds == record.seconds;
      });
  return found == known->epochs.end() ? nullptr : &*found;
}

}  // namespace

LossBins RunCurves::bins() const {
  double range = 0;
  for (const EpochPoint& point : epochs) {
    range = std::max(range, point.loss_range);
  }
  return loss_bins(range);
}

RunCurves read_run_curves(const Project& project, const RunLabels& labels, const RunCurves* known,
                          const Control& control) {
  const std::int64_t run = labels.run;
  const RunRecord record = project.runs().run(run);
  const RunFacts facts = run_facts_from_json(record.facts);
  RunCurves curves;
  curves.run = run;
  curves.name = record.name;
  curves.state = record.state;
  curves.note = record.note;
  curves.rows = labels.size();
  curves.gold_known = labels.gold_known;
  curves.labels_changed = labels.labels_changed;
  curves.planned_epochs = facts.warm_up_epochs + facts.noise_aware_epochs;
  curves.warm_up_epochs = facts.warm_up_epochs;
  curves.best_epoch = facts.best_epoch;
  curves.clean_validation = facts.clean_validation;
  curves.simulated_annotator = facts.simulated_annotator;
  for (const EpochRecord& epoch : project.runs().epochs(run)) {
    control.check_point();
    if (const EpochPoint* before = known_point(known, epoch)) {
      curves.epochs.push_back(*before);
      continue;
    }
    EpochPoint point = from_figures(epoch);
    add_signals(point, labels, read_epoch_columns(project, run, epoch.epoch, control));
    curves.epochs.push_back(point);
  }
  curves.notices = project.runs().notices(run);
  return curves;
}

}  // namespace noiseal
