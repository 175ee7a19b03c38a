// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/recipe.h"

namespace noiseal {

/// Private to the recipe's own files: one key, and how its value is read from text and written.
struct RecipeField {
  /// How the value stands in JSON.
  enum class JsonForm : std::uint8_t { text, number };

  RecipeKey key;
  JsonForm form;
  /// Reads a value; false when it is out of range.
  std::function<bool(Recipe&, std::string_view)> read;
  std::function<std::string(const Recipe&)> write;
};

/// All keys, in the order in which they are listed and stored; preset is the first.
const std::vector<RecipeField>& recipe_fields();

}  // namespace noiseal
