// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/chart_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace noiseal {
namespace {

std::vector<float> floats(const Project& project, std::int64_t run, int epoch, const char* model,
                          const char* signal, const Control& control) {
  control.check_point();
  return project.signals().read_float(run, epoch, model, signal).value_or(std::vector<float>());
}

std::vector<std::uint8_t> sets(const Project& project, std::int64_t run, int epoch,
                               const Control& control) {
  control.check_point();
  const auto values = project.signals().read(run, epoch, "joint", "selected");
  if (!values) {
    return {};
  }
  const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&*values);
  return bytes == nullptr ? std::vector<std::uint8_t>() : *bytes;
}

/// Share of wrong labels that the run's last stored epoch has noted, where gold was known.
std::optional<double> noted_noise(const Project& project, std::int64_t run) {
  const std::vector<EpochRecord> epochs = project.runs().epochs(run);
  if (epochs.empty()) {
    return std::nullopt;
  }
  const auto figures = nlohmann::json::parse(epochs.back().figures, nullptr, false);
  if (!figures.is_object() || !figures.contains("noise") || !figures["noise"].is_object() ||
      !figures["noise"].contains("train") || !figures["noise"]["train"].is_number()) {
    return std::nullopt;
  }
  return figures["noise"]["train"].get<double>();
}

std::optional<double> noise_now(const RunLabels& labels) {
  std::size_t known = 0;
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels.gold[i] >= 0) {
      ++known;
      wrong += labels.gold[i] != labels.given[i] ? 1 : 0;
    }
  }
  if (known == 0) {
    return std::nullopt;
  }
  return static_cast<double>(wrong) / static_cast<double>(known);
}

}  // namespace

int wrong_label(const RunLabels& labels, std::size_t row) {
  if (labels.gold[row] < 0) {
    return -1;
  }
  return labels.gold[row] == labels.given[row] ? 0 : 1;
}

RunLabels read_run_labels(const Project& project, std::int64_t run, const Control& control) {
  RunLabels labels;
  labels.run = project.runs().run(run).id;
  labels.ids = project.runs().row_ids(run);
  control.check_point();
  const SplitLabels split = project.rows().read_labels(Split::train);
  labels.given.assign(labels.size(), -1);
  labels.gold.assign(labels.size(), -1);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto found = std::lower_bound(split.ids.begin(), split.ids.end(), labels.ids[i]);
    if (found != split.ids.end() && *found == labels.ids[i]) {
      const auto place = static_cast<std::size_t>(found - split.ids.begin());
      labels.given[i] = split.given[place];
      labels.gold[i] = split.gold[place];
    }
  }
  const std::optional<double> now = noise_now(labels);
  const std::optional<double> then = noted_noise(project, run);
  // Before the first epoch's end nothing is noted to compare with.
  const bool any_epoch = project.runs().run(run).last_epoch > 0;
  labels.labels_changed = any_epoch && (now.has_value() != then.has_value() ||
                                        (now && then && std::abs(*now - *then) > 1e-9));
  labels.gold_known = now.has_value() && !labels.labels_changed;
  if (!labels.gold_known) {
    std::fill(labels.gold.begin(), labels.gold.end(), -1);
  }
  return labels;
}

EpochColumns read_epoch_columns(const Project& project, std::int64_t run, int epoch,
                                const Control& control) {
  EpochColumns columns;
  columns.epoch = epoch;
  for (const ChartModel model : {ChartModel::strong, ChartModel::weak}) {
    const std::string name(chart_model_name(model));
    ModelColumns& of_model = columns.model.at(static_cast<std::size_t>(model));
    of_model.p_given = floats(project, run, epoch, name.c_str(), "p_given", control);
    of_model.loss = floats(project, run, epoch, name.c_str(), "loss", control);
    of_model.threshold = floats(project, run, epoch, name.c_str(), "threshold", control);
  }
  if (columns.model[0].loss.empty()) {
    const int last = project.runs().run(run).last_epoch;
    throw Error(last == 0
                    ? fmt::format("Run {} of {} has no finished epoch yet; its charts come with "
                                  "the first.",
                                  run, project.path().string())
                    : fmt::format("Run {} of {} has no epoch {}; choose one from 1 to {}.", run,
                                  project.path().string(), epoch, last));
  }
  columns.set = sets(project, run, epoch, control);
  if (epoch > 1) {
    columns.set_before = sets(project, run, epoch - 1, control);
  }
  return columns;
}

}  // namespace noiseal
