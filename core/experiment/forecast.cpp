// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/count_text.h"
#include "core/base/time_left.h"
#include "core/experiment/outcome.h"
#include "core/experiment/work.h"
#include "core/pipeline/run_forecast.h"

namespace noiseal {
namespace {

/// A second strong model in the weak one's place, where it has not been measured: strong and weak
/// model take about 0.68 + 0.12 of an epoch with the BiLSTM, and 0.2 goes to predicting.
constexpr double kTwoStrongFactor = 1.7;

/// How long a recipe's epochs take on a project.
class Speeds {
 public:
  Speeds(const Project& project, unsigned cores) : project_(project), cores_(cores) {}

  struct Speed {
    std::optional<double> seconds;  ///< of an epoch
    bool measured = false;
  };

  Speed of(const Recipe& recipe) {
    for (const auto& [known, speed] : found_) {
      if (same_speed(known, recipe)) {
        return speed;
      }
    }
    const Speed speed = find(recipe);
    found_.emplace_back(recipe, speed);
    return speed;
  }

 private:
  Speed find(const Recipe& recipe) {
    if (const auto measured = from_experiments(recipe)) {
      return {measured, true};
    }
    const RunForecast forecast = forecast_run(project_, recipe, cores_);
    if (forecast.seconds) {
      return {*forecast.seconds / std::max(1, forecast.epochs.all()),
              forecast.measured_by_run.has_value()};
    }
    if (recipe.second_model == SecondModel::two_strong) {
      Recipe usual = recipe;
      usual.second_model = SecondModel::bilstm;
      Speed speed = of(usual);
      if (speed.seconds) {
        *speed.seconds *= kTwoStrongFactor;
      }
      return {speed.seconds, false};
    }
    return {};
  }

  /// The newest outcome of a run at this speed.
  std::optional<double> from_experiments(const Recipe& recipe) const {
    std::vector<ExperimentRecord> experiments = project_.experiments().all();
    std::ranges::reverse(experiments);
    for (const ExperimentRecord& experiment : experiments) {
      const ExperimentPlan plan = plan_from_json(experiment.plan);
      for (const OutcomeRecord& record : project_.experiments().outcomes(experiment.id)) {
        if (record.reused || !same_speed(plan.arms.at(record.arm).recipe, recipe)) {
          continue;
        }
        const RunOutcome outcome = outcome_from_json(record.outcome);
        const int trained = outcome.epochs - outcome.shared_epochs;
        if (trained > 0) {
          return outcome.seconds / trained;
        }
      }
    }
    return std::nullopt;
  }

  const Project& project_;
  unsigned cores_;
  std::vector<std::pair<Recipe, Speed>> found_;
};

void add_run(ExperimentForecast& forecast, const PlannedRun& run, const Speeds::Speed& speed) {
  const int to_train = run.to_train();
  forecast.epochs_to_train += static_cast<std::size_t>(to_train);
  forecast.epochs_not_trained += static_cast<std::size_t>(run.epochs - to_train);
  forecast.runs_reused += run.reused ? 1U : 0U;
  if (run.reused) {
    return;
  }
  forecast.measured = forecast.measured && speed.measured;
  if (forecast.seconds && speed.seconds) {
    *forecast.seconds += *speed.seconds * to_train;
  } else {
    forecast.seconds.reset();
  }
}

void add_money(ExperimentForecast& forecast, const Recipe& recipe, std::size_t rows) {
  if (recipe.annotator != "llm" || recipe.rule == Rule::plain) {
    return;
  }
  const bool limited = recipe.budget_money && (forecast.paid_runs == 0 || forecast.money_at_most);
  forecast.money_at_most =
      limited ? std::optional(forecast.money_at_most.value_or(0) + *recipe.budget_money)
              : std::nullopt;
  ++forecast.paid_runs;
  forecast.paid_rows +=
      static_cast<std::size_t>(std::min<std::uint64_t>(recipe.budget_rows.value_or(rows), rows));
}

}  // namespace

std::vector<ExperimentForecast> forecast_experiments(const Project& project,
                                                     const std::vector<ExperimentPlan>& plans,
                                                     const std::string& program_version,
                                                     unsigned cores) {
  const DataFacts data = read_data_facts(project, program_version);
  const std::size_t rows = project.rows().count(Split::train);
  Speeds speeds(project, cores);
  KnownBefore before;
  std::vector<ExperimentForecast> forecasts;
  for (const ExperimentPlan& plan : plans) {
    add_stored_outcomes(before, project, plan, data);
    ExperimentForecast& forecast = forecasts.emplace_back();
    forecast.seconds = 0;
    forecast.measured = true;
    for (const PlannedRun& run : planned_runs(plan, data, before)) {
      const Recipe recipe = run_recipe(plan.arms.at(run.arm), run.seed);
      ++forecast.runs;
      add_run(forecast, run, run.reused ? Speeds::Speed() : speeds.of(recipe));
      if (!run.reused) {
        add_money(forecast, recipe, rows);
      }
    }
  }
  return forecasts;
}

ExperimentForecast sum_of(const std::vector<ExperimentForecast>& forecasts) {
  ExperimentForecast sum;
  sum.seconds = 0;
  sum.measured = true;
  bool unlimited = false;
  for (const ExperimentForecast& forecast : forecasts) {
    sum.runs += forecast.runs;
    sum.runs_reused += forecast.runs_reused;
    sum.epochs_to_train += forecast.epochs_to_train;
    sum.epochs_not_trained += forecast.epochs_not_trained;
    sum.seconds = sum.seconds && forecast.seconds ? std::optional(*sum.seconds + *forecast.seconds)
                                                  : std::nullopt;
    sum.measured = sum.measured && forecast.measured;
    sum.paid_runs += forecast.paid_runs;
    sum.paid_rows += forecast.paid_rows;
    unlimited = unlimited || (forecast.paid_runs > 0 && !forecast.money_at_most);
    sum.money_at_most = sum.money_at_most.value_or(0) + forecast.money_at_most.value_or(0);
  }
  if (sum.paid_runs == 0 || unlimited) {
    sum.money_at_most.reset();
  }
  return sum;
}

std::string forecast_text(const ExperimentForecast& forecast) {
  std::string text = fmt::format("{} runs", count_text(forecast.runs));
  if (forecast.runs_reused > 0) {
    text += fmt::format(", {} of them equal to others or known already",
                        count_text(forecast.runs_reused));
  }
  text +=
      fmt::format("; {} epochs to train, {} saved by sharing. ",
                  count_text(forecast.epochs_to_train), count_text(forecast.epochs_not_trained));
  if (!forecast.seconds) {
    text += "No estimate of time yet: these models have not run on this project.";
  } else {
    text += fmt::format("About {}{}.", duration_text(*forecast.seconds),
                        forecast.measured ? ", at the speed of earlier runs of this project"
                                          : ", a rough estimate");
  }
  if (forecast.paid_runs > 0) {
    text += fmt::format(" A language model is asked about up to {} rows in {} runs; ",
                        count_text(forecast.paid_rows), count_text(forecast.paid_runs));
    text += forecast.money_at_most
                ? fmt::format("at most {:.2f} in money.", *forecast.money_at_most)
                : std::string("the server may charge for them, no limit is set.");
  } else {
    text += " Free of charge.";
  }
  return text;
}

}  // namespace noiseal
