// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>

#include "core/base/count_text.h"
#include "core/base/time_left.h"
#include "core/pipeline/run_facts.h"

namespace noiseal {
namespace {

// MiniLM with all layers and the BiLSTM in bf16 on 2 cores, texts of 54 bytes (TREC questions):
// seconds for one row in one epoch, training and predicting; most of it grows with the text.
constexpr double kSecondsPerRow = 0.0027;
constexpr double kBytesOfThat = 54;
constexpr double kFixedShare = 0.3;
constexpr unsigned kCoresOfThat = 2;
/// Of that, with the two upper layers alone.
constexpr double kTwoLayersShare = 0.45;
constexpr double kSetUpSeconds = 2;
constexpr std::size_t kSampledTexts = 200;
/// Held out where there is no validation split.
constexpr double kTrainedShare = 0.9;

/// The keys that decide how long a row takes.
constexpr std::array<const char*, 9> kSpeedKeys{
    "encoder", "train_layers", "max_tokens", "weak_input",           "second_model",
    "pooling", "precision",    "batch",      "predictions_per_epoch"};

std::size_t trained_rows(const Project& project) {
  const std::size_t rows = project.rows().count(Split::train);
  return project.rows().count(Split::valid) > 0
             ? rows
             : static_cast<std::size_t>(static_cast<double>(rows) * kTrainedShare);
}

/// Seconds for a row and an epoch as the run has shown.
std::optional<double> measured_speed(const Project& project, const RunRecord& run) {
  double seconds = 0;
  std::size_t epochs = 0;
  for (const EpochRecord& epoch : project.runs().epochs(run.id)) {
    seconds += epoch.seconds;
    ++epochs;
  }
  const std::size_t rows = project.runs().row_ids(run.id).size();
  if (epochs == 0 || rows == 0) {
    return std::nullopt;
  }
  return seconds / static_cast<double>(epochs * rows);
}

double mean_text_bytes(const Project& project) {
  // Row ids have no gaps.
  const std::size_t rows = project.rows().count(Split::train) + project.rows().count(Split::valid) +
                           project.rows().count(Split::test);
  const std::size_t step = std::max<std::size_t>(1, rows / kSampledTexts);
  double bytes = 0;
  std::size_t count = 0;
  for (std::size_t id = 1; id <= rows; id += step) {
    bytes += static_cast<double>(project.rows().row(static_cast<std::int64_t>(id)).text.size());
    ++count;
  }
  return count == 0 ? kBytesOfThat : bytes / static_cast<double>(count);
}

/// Seconds for a row and an epoch where no run has shown them.
std::optional<double> estimated_speed(const Project& project, const Recipe& recipe,
                                      unsigned cores) {
  if (recipe.encoder != Recipe().encoder || recipe.second_model != SecondModel::bilstm) {
    return std::nullopt;
  }
  // max_tokens cuts longer texts; a token is about four bytes.
  const double bytes = std::min(mean_text_bytes(project), 4.0 * recipe.max_tokens);
  const double by_text = kFixedShare + (1 - kFixedShare) * bytes / kBytesOfThat;
  const double by_layers =
      recipe.train_layers == 0 || recipe.train_layers > 2 ? 1.0 : kTwoLayersShare;
  return kSecondsPerRow * by_text * by_layers * kCoresOfThat / cores;
}

std::optional<std::int64_t> comparable_run(const Project& project, const Recipe& recipe) {
  const std::vector<RunRecord> runs = project.runs().all();
  const auto found = std::find_if(runs.rbegin(), runs.rend(), [&](const RunRecord& run) {
    return run.last_epoch > 0 &&
           same_speed(recipe_from_json(run.recipe, fmt::format("run {}", run.id)), recipe);
  });
  return found == runs.rend() ? std::nullopt : std::optional(found->id);
}

}  // namespace

bool same_speed(const Recipe& a, const Recipe& b) {
  return std::all_of(kSpeedKeys.begin(), kSpeedKeys.end(),
                     [&](const char* key) { return recipe_value(a, key) == recipe_value(b, key); });
}

RunForecast forecast_run(const Project& project, const Recipe& recipe, unsigned cores) {
  RunForecast forecast;
  forecast.trained_rows = trained_rows(project);
  forecast.epochs = plan_epochs(recipe, forecast.trained_rows);
  std::optional<double> speed;
  if (const auto run = comparable_run(project, recipe)) {
    speed = measured_speed(project, project.runs().run(*run));
    forecast.measured_by_run = speed ? run : std::nullopt;
  }
  if (!speed) {
    const unsigned machine = std::max(1U, std::thread::hardware_concurrency());
    speed = estimated_speed(project, recipe, cores == 0 ? machine : cores);
  }
  const double row_epochs =
      static_cast<double>(forecast.trained_rows) * static_cast<double>(forecast.epochs.all());
  if (speed) {
    forecast.seconds = kSetUpSeconds + *speed * row_epochs;
  }
  if (recipe.annotator != "none" && recipe.rule != Rule::plain) {
    const std::size_t rows = project.rows().count(Split::train);
    forecast.asked_at_most =
        static_cast<std::size_t>(std::min<std::uint64_t>(recipe.budget_rows.value_or(rows), rows));
    forecast.may_cost_money = recipe.annotator == "llm";
    forecast.money_at_most = forecast.may_cost_money ? recipe.budget_money : std::nullopt;
  }
  return forecast;
}

std::string forecast_text(const RunForecast& forecast) {
  std::string text =
      forecast.seconds
          ? fmt::format("About {}", duration_text(*forecast.seconds))
          : std::string("No estimate of time yet: these models have not run on this project");
  if (forecast.seconds) {
    text += forecast.measured_by_run
                ? fmt::format(", at the speed of run {}", *forecast.measured_by_run)
                : std::string(", a rough estimate before the first such run");
  }
  text += fmt::format("\n{} epochs ({} of warm-up) on {} rows", forecast.epochs.all(),
                      forecast.epochs.warm_up, count_text(forecast.trained_rows));
  if (forecast.epochs.added_warm_up > 0) {
    text += fmt::format("\n{} of the warm-up added: so few rows need more of it",
                        forecast.epochs.added_warm_up);
  }
  if (forecast.asked_at_most > 0) {
    text += fmt::format("\nAt most {} rows asked", count_text(forecast.asked_at_most));
    text += !forecast.may_cost_money ? std::string(", free of charge")
            : forecast.money_at_most
                ? fmt::format(", at most {:.2f} in money", *forecast.money_at_most)
                : std::string("; the server may charge for them, no limit is set");
  }
  return text;
}

}  // namespace noiseal
