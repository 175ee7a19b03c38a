// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/annotate/llm_prices.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/run_parts.h"
#include "core/pipeline/run_rows.h"

namespace noiseal {

/// How a run's annotator llm is made.
struct LlmWiring {
  std::filesystem::path prices;  ///< a person's own price table; empty: llm_prices_file(), if any
  bool replay = false;           ///< answers of earlier runs alone, no network
};

/// Makes the annotators of a run: llm over the network, the others offline (an AnnotatorMaker).
AnnotatorMaker make_annotators(const LlmWiring& wiring);

/// What a question of this recipe is likely to look like before a model has been trained: rows
/// drawn by the seed, with as many others as examples.
std::vector<Question> stand_in_questions(const Recipe& recipe, std::span<const std::int32_t> labels,
                                         std::size_t count);

}  // namespace noiseal
