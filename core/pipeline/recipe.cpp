// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/recipe.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/printable.h"
#include "core/pipeline/recipe_fields.h"

namespace noiseal {
namespace {

const RecipeField& field_named(std::string_view name) {
  const auto found = std::find_if(recipe_fields().begin(), recipe_fields().end(),
                                  [&](const RecipeField& field) { return field.key.name == name; });
  if (found != recipe_fields().end()) {
    return *found;
  }
  std::vector<std::string> names;
  for (const RecipeField& field : recipe_fields()) {
    names.push_back(field.key.name);
  }
  const std::string nearest = nearest_name(name, names);
  throw UsageError(fmt::format(
      "A recipe has no key \"{}\"; {}.", printable_start(name, 60),
      nearest.empty() ? "\"noiseal run --help\" lists the keys" : "the nearest is " + nearest));
}

}  // namespace

Recipe preset_recipe(Preset preset) {
  Recipe recipe;
  recipe.preset = preset;
  switch (preset) {
    case Preset::quick:
      recipe.train_layers = 2;
      recipe.learning_rate = 1e-4;
      recipe.noise_aware_epochs = 3;
      recipe.p_loss = PurifiedLoss::given;
      recipe.h_loss = HardLoss::given;
      break;
    case Preset::paper:
      recipe.encoder = "bert-base-uncased";
      recipe.min_warm_up_steps = 0;
      recipe.annotator = "llm";
      recipe.acceptance = Acceptance::overwrite;
      recipe.learning_rate = 2e-5;
      recipe.max_tokens = 256;
      recipe.pooling = Pooling::cls;
      recipe.p_loss = PurifiedLoss::rce;
      recipe.h_target = HardTarget::sharpened;
      recipe.correction = Correction::none;
      recipe.sigma = 0.2;
      recipe.weight_average = 0;
      recipe.weak_input = WeakInput::sentencepiece;
      break;
    case Preset::standard:
      break;
  }
  return recipe;
}

const std::vector<RecipeKey>& recipe_keys() {
  static const std::vector<RecipeKey> keys = [] {
    std::vector<RecipeKey> list;
    for (const RecipeField& field : recipe_fields()) {
      list.push_back(field.key);
    }
    return list;
  }();
  return keys;
}

void set_recipe_value(Recipe& recipe, std::string_view key, std::string_view value) {
  const RecipeField& field = field_named(key);
  if (!field.read(recipe, value)) {
    throw UsageError(fmt::format("The recipe's {} can't be \"{}\"; it takes {}.", key,
                                 printable_start(value, 60), field.key.range));
  }
}

std::string recipe_value(const Recipe& recipe, std::string_view key) {
  return field_named(key).write(recipe);
}

}  // namespace noiseal
