// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/recipe_prompt.h"

#include "core/annotate/llm_server.h"
#include "core/base/error.h"

namespace noiseal {

PromptOptions prompt_options(const Recipe& recipe, const std::vector<std::string>& labels,
                             const std::vector<std::string>& descriptions) {
  if (recipe.llm_url.empty() || recipe.llm_model.empty()) {
    throw UsageError(
        "The annotator llm needs a server and a model: give --llm-url and --llm-model, such as "
        "--llm-url ollama --llm-model llama3.1, or take the annotator neighbours.");
  }
  PromptOptions options;
  options.server = parse_llm_server(recipe.llm_url).base_url;
  options.model = recipe.llm_model;
  options.task = recipe.llm_task;
  options.labels = labels;
  options.descriptions = descriptions;
  options.form = recipe.llm_answer;
  options.text_tokens = static_cast<std::size_t>(recipe.llm_text_tokens);
  options.most_answer_tokens = static_cast<std::size_t>(recipe.llm_answer_tokens);
  return options;
}

}  // namespace noiseal
