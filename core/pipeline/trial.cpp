// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/hash.h"
#include "core/pipeline/training_run.h"
#include "core/selection/evidence.h"

namespace noiseal {
namespace {

/// Keys that have no say before the first selection. What is not named here is held to have one, so
/// that a new key of the recipe can't lead to wrong sharing. The numbers of epochs are dealt with
/// below.
constexpr std::array<std::string_view, 19> kNoSay{"preset",           "rule",
                                                  "lambda",           "sigma",
                                                  "annotator",        "fixed_threshold",
                                                  "acceptance",       "budget_share",
                                                  "budget_rows",      "budget_money",
                                                  "ask_order",        "demonstrations",
                                                  "p_loss",           "h_loss",
                                                  "h_target",         "score",
                                                  "warm_up_epochs",   "noise_aware_epochs",
                                                  "min_warm_up_steps"};

bool has_say(std::string_view key) {
  return !key.starts_with("llm_") && std::ranges::find(kNoSay, key) == kNoSay.end();
}

}  // namespace

WarmUpStart warm_up_start(const Recipe& recipe, std::size_t trained_rows,
                          const std::string& fingerprint) {
  const EpochCounts own = plan_epochs(recipe, trained_rows);
  Recipe others = recipe;
  others.rule = recipe.rule == Rule::plain ? Rule::agreement : recipe.rule;
  WarmUpStart start;
  start.epochs = plan_epochs(others, trained_rows).warm_up;
  std::string bytes = fmt::format("{}\n{} epochs\n", fingerprint, start.epochs);
  if (recipe.schedule == Schedule::linear) {
    bytes += fmt::format("of {}\n", own.all());
  }
  if (recipe.correction == Correction::forward) {
    // What the noise is estimated from while the models warm up.
    bytes +=
        fmt::format("scored from {}\n", first_scored_epoch({.warm_up = own.warm_up,
                                                            .noise_aware = own.noise_aware,
                                                            .plain = recipe.rule == Rule::plain,
                                                            .corrected = true}));
  }
  for (const RecipeKey& key : recipe_keys()) {
    if (has_say(key.name)) {
      bytes += fmt::format("{}={}\n", key.name, recipe_value(recipe, key.name));
    }
  }
  start.key = sha256_hex(bytes);
  return start;
}

}  // namespace noiseal
