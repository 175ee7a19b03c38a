// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/pipeline/recipe.h"

namespace noiseal::cli {

/// What a command line says about a recipe.
struct RecipeArguments {
  std::filesystem::path recipe;                              ///< a JSON file
  std::vector<std::string> settings;                         ///< key=value
  std::vector<std::pair<std::string, std::string>> options;  ///< keys that have an option

  [[nodiscard]] bool empty() const { return recipe.empty() && settings.empty() && options.empty(); }
};

/// --recipe and --set.
void add_recipe_options(CLI::App& command, const std::shared_ptr<RecipeArguments>& arguments);
/// An option that stands for one key of the recipe.
void add_key(CLI::App& command, const std::shared_ptr<RecipeArguments>& arguments,
             const std::string& option, const std::string& key, const std::string& description);

/// The base, changed by the file (which replaces it), then --set in order, then options; a preset
/// among them comes first.
Recipe recipe_from(const RecipeArguments& arguments, Recipe base);

}  // namespace noiseal::cli
