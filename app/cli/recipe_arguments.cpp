// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recipe_arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

#include "core/base/error.h"
#include "core/data/utf8.h"

namespace noiseal::cli {
namespace {

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !(bytes << in.rdbuf())) {
    throw Error(fmt::format("The recipe {} can't be read; check the name and its permissions.",
                            file.string()));
  }
  return bytes.str();
}

}  // namespace

void add_recipe_options(CLI::App& command, const std::shared_ptr<RecipeArguments>& arguments) {
  command.add_option("--recipe", arguments->recipe, "a recipe as JSON");
  command.add_option("--set", arguments->settings, "key=value of the recipe, see below")
      ->allow_extra_args(false);
}

void add_key(CLI::App& command, const std::shared_ptr<RecipeArguments>& arguments,
             const std::string& option, const std::string& key, const std::string& description) {
  command.add_option_function<std::string>(
      option,
      [arguments, key](const std::string& value) { arguments->options.emplace_back(key, value); },
      description);
}

Recipe recipe_from(const RecipeArguments& arguments, Recipe base) {
  Recipe recipe = std::move(base);
  if (!arguments.recipe.empty()) {
    recipe = recipe_from_json(read_text(arguments.recipe), arguments.recipe.string());
  }
  std::vector<std::pair<std::string, std::string>> values;
  for (const std::string& setting : arguments.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) {
      throw UsageError(
          fmt::format("--set {} has no value; write it as key=value, such as seed=2.", setting));
    }
    values.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  values.insert(values.end(), arguments.options.begin(), arguments.options.end());
  std::stable_partition(values.begin(), values.end(),
                        [](const auto& value) { return value.first == "preset"; });
  for (const auto& [key, value] : values) {
    set_recipe_value(recipe, key, value);
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(recipe.encoder, ignored)) {
    // A later command may be given in another folder.
    recipe.encoder = std::filesystem::canonical(recipe.encoder).string();
  }
  if (first_invalid_utf8(recipe.encoder) != std::string::npos) {
    throw UsageError(fmt::format(
        "The name of the encoder's folder {} is not UTF-8, so a recipe can't hold it; rename it.",
        recipe.encoder));
  }
  return recipe;
}

}  // namespace noiseal::cli
