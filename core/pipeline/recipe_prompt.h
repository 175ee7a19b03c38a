// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/annotate/chat_prompt.h"
#include "core/pipeline/recipe.h"

namespace noiseal {

/// What all of a recipe's requests share. labels: names by index; descriptions: one for each.
/// Throws UsageError where the recipe names no server or no model.
PromptOptions prompt_options(const Recipe& recipe, const std::vector<std::string>& labels,
                             const std::vector<std::string>& descriptions);

}  // namespace noiseal
