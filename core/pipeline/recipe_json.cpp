// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/recipe_fields.h"

namespace noiseal {
namespace {

/// A JSON value as the text that set_recipe_value takes.
std::string json_value_text(const nlohmann::ordered_json& value, std::string_view key) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_null()) {
    return {};
  }
  if (value.is_number()) {
    return value.dump();
  }
  throw UsageError(
      fmt::format("The value of \"{}\" must be a number or a text.", printable_start(key, 60)));
}

nlohmann::ordered_json parse_json(std::string_view json, std::string_view where) {
  try {
    return nlohmann::ordered_json::parse(json);
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t end = std::min(error.byte, json.size());
    const auto line =
        1 + std::count(json.begin(), json.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    throw UsageError(
        fmt::format("{} is no JSON, for line {} can't be read; a recipe is one JSON object such as "
                    "{{\"preset\": \"standard\"}}.",
                    where, line));
  } catch (const nlohmann::json::out_of_range&) {
    throw UsageError(fmt::format("{} holds a number too large for any key of a recipe.", where));
  }
}

}  // namespace

std::string recipe_to_json(const Recipe& recipe) {
  nlohmann::ordered_json json;
  for (const RecipeField& field : recipe_fields()) {
    const std::string text = field.write(recipe);
    if (field.form == RecipeField::JsonForm::text) {
      json[field.key.name] = text;
    } else {
      json[field.key.name] =
          text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json::parse(text);
    }
  }
  return json.dump();
}

Recipe recipe_from_json(std::string_view json, std::string_view where) {
  const nlohmann::ordered_json object = parse_json(json, where);
  if (!object.is_object()) {
    throw UsageError(fmt::format(
        "{} is no recipe; a recipe is one JSON object such as {{\"preset\": \"standard\"}}.",
        where));
  }
  Recipe recipe;
  try {
    if (object.contains("preset")) {
      set_recipe_value(recipe, "preset", json_value_text(object["preset"], "preset"));
    } else {
      recipe = preset_recipe(Preset::standard);
    }
    for (const auto& [key, value] : object.items()) {
      if (key != "preset") {
        set_recipe_value(recipe, key, json_value_text(value, key));
      }
    }
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("{}: {}", where, error.what()));
  }
  return recipe;
}

}  // namespace noiseal
