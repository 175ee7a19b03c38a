// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/result.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "core/experiment/compare.h"
#include "core/experiment/definition.h"

namespace noiseal {
namespace {

/// What there is of an arm, by place of the seed in the plan.
using ArmOutcomes = std::map<std::size_t, RunOutcome>;

FigureSummary summarise(Figure figure, View view, const ArmOutcomes& outcomes,
                        std::size_t n_seeds) {
  FigureSummary summary;
  summary.figure = figure;
  summary.values.resize(n_seeds);
  double sum = 0;
  for (const auto& [place, outcome] : outcomes) {
    const std::optional<Measured> measured = outcome.figure(figure, view);
    if (!measured) {
      continue;
    }
    const double value = measured->value;
    summary.values[place] = value;
    sum += value;
    summary.low = std::min(summary.low.value_or(value), value);
    summary.high = std::max(summary.high.value_or(value), value);
    summary.standard_error = std::max(summary.standard_error, measured->standard_error);
  }
  if (summary.known() > 0) {
    summary.mean = sum / static_cast<double>(summary.known());
  }
  return summary;
}

const OutcomeCurve* curve_of(const RunOutcome& outcome, const std::string& name, View view) {
  const auto found = std::ranges::find_if(outcome.curves, [&](const OutcomeCurve& curve) {
    return curve.name == name && curve.view == view;
  });
  return found == outcome.curves.end() ? nullptr : &*found;
}

CurveSummary summarise(const std::string& name, View view, const ArmOutcomes& outcomes) {
  CurveSummary summary;
  summary.name = name;
  std::vector<std::size_t> known;
  std::vector<double> sum;
  for (const auto& [place, outcome] : outcomes) {
    const OutcomeCurve* curve = curve_of(outcome, name, view);
    const std::size_t epochs = curve == nullptr ? 0 : curve->values.size();
    if (epochs > known.size()) {
      known.resize(epochs);
      sum.resize(epochs);
      summary.mean.resize(epochs);
      summary.low.resize(epochs);
      summary.high.resize(epochs);
    }
    for (std::size_t i = 0; i < epochs; ++i) {
      if (const std::optional<double> value = curve->values[i]) {
        ++known[i];
        sum[i] += *value;
        summary.low[i] = std::min(summary.low[i].value_or(*value), *value);
        summary.high[i] = std::max(summary.high[i].value_or(*value), *value);
      }
    }
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i] > 0) {
      summary.mean[i] = sum[i] / static_cast<double>(known[i]);
    }
  }
  return summary;
}

ArmResult arm_result(const Arm& arm, const std::vector<std::uint64_t>& seeds,
                     const ArmOutcomes& outcomes) {
  ArmResult result;
  result.name = arm.name;
  result.group = arm.group;
  result.place = arm.place;
  std::set<std::string> curves;
  for (const auto& [place, outcome] : outcomes) {
    result.seeds.push_back(seeds[place]);
    for (const Signature& signature : outcome.signatures) {
      result.signatures.push_back({seeds[place], signature});
    }
    for (const OutcomeCurve& curve : outcome.curves) {
      curves.insert(curve.name);
    }
  }
  for (const FigureInfo& info : all_figures()) {
    FigureSummary summary = summarise(info.figure, arm.view, outcomes, seeds.size());
    if (summary.mean) {
      result.figures.push_back(std::move(summary));
    }
  }
  for (const std::string& name : curves) {
    CurveSummary summary = summarise(name, arm.view, outcomes);
    if (!summary.mean.empty()) {
      result.curves.push_back(std::move(summary));
    }
  }
  if (!outcomes.empty()) {
    std::ranges::copy_if(
        outcomes.begin()->second.histograms, std::back_inserter(result.histograms),
        [&](const OutcomeHistogram& histogram) { return histogram.view == arm.view; });
    std::ranges::copy_if(outcomes.begin()->second.rocs, std::back_inserter(result.rocs),
                         [&](const OutcomeRoc& roc) { return roc.view == arm.view; });
  }
  return result;
}

void count_savings(Savings& saved, double& seconds, const OutcomeRecord& record,
                   const RunOutcome& outcome) {
  if (record.reused) {
    ++saved.runs_reused;
    saved.epochs_not_trained += static_cast<std::size_t>(outcome.epochs);
    saved.seconds += outcome.seconds + outcome.shared_seconds;
  } else {
    saved.epochs_not_trained += static_cast<std::size_t>(outcome.shared_epochs);
    saved.seconds += outcome.shared_seconds;
    seconds += outcome.seconds;
  }
}

/// What the runs were made on, and what they did not have.
void add_facts(ExperimentResult& result, const std::vector<ArmOutcomes>& outcomes) {
  std::set<std::string> devices;
  for (const ArmOutcomes& arm : outcomes) {
    for (const auto& [place, outcome] : arm) {
      devices.insert(fmt::format("{}, {}", outcome.device, outcome.precision));
    }
  }
  for (const std::string& device : devices) {
    result.remarks.push_back(fmt::format("Run on {}.", device));
  }
  if (result.runs_done > 0 && !deciding_figure(result)) {
    result.remarks.emplace_back(
        "None of the figures is known: there is neither a test split nor gold.");
  }
}

}  // namespace

std::size_t FigureSummary::known() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(values, [](const auto& value) { return value.has_value(); }));
}

const FigureSummary* ArmResult::figure(Figure figure) const {
  const auto found = std::ranges::find(figures, figure, &FigureSummary::figure);
  return found == figures.end() ? nullptr : &*found;
}

std::optional<Figure> deciding_figure(const ExperimentResult& result) {
  for (const Figure figure : result.plan.figures) {
    if (std::ranges::any_of(result.arms,
                            [&](const ArmResult& arm) { return arm.figure(figure) != nullptr; })) {
      return figure;
    }
  }
  return std::nullopt;
}

ExperimentResult read_experiment(const Project& project, std::int64_t id) {
  const ExperimentRecord record = project.experiments().find(id);
  ExperimentResult result;
  result.id = id;
  result.created = record.created;
  result.program_version = record.program_version;
  result.state = record.state;
  result.note = record.note;
  result.plan = plan_from_json(record.plan);
  result.remarks = result.plan.remarks;
  const std::vector<std::uint64_t>& seeds = result.plan.seeds;
  std::vector<ArmOutcomes> outcomes(result.plan.arms.size());
  for (const OutcomeRecord& stored : project.experiments().outcomes(id)) {
    RunOutcome outcome = outcome_from_json(stored.outcome);
    count_savings(result.saved, result.seconds, stored, outcome);
    const auto place =
        static_cast<std::size_t>(std::ranges::find(seeds, stored.seed) - seeds.begin());
    if (place < seeds.size()) {
      outcomes.at(stored.arm).emplace(place, std::move(outcome));
      ++result.runs_done;
    }
  }
  result.runs_all = seeds.size() * result.plan.arms.size();
  for (std::size_t i = 0; i < result.plan.arms.size(); ++i) {
    result.arms.push_back(arm_result(result.plan.arms[i], seeds, outcomes[i]));
  }
  add_facts(result, outcomes);
  if (result.runs_done == result.runs_all) {
    result.sentence = one_seed_note(result) + definition_of(result.plan.kind).conclude(result);
  }
  return result;
}

}  // namespace noiseal
