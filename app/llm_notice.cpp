// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm_notice.h"

#include <nlohmann/json.hpp>

#include "app/llm_annotators.h"
#include "app/llm_price_file.h"
#include "core/base/error.h"
#include "core/pipeline/recipe_prompt.h"

namespace noiseal {

LlmNotice make_llm_notice(const Project& project, const Recipe& recipe,
                          UseDecisions use_decisions) {
  const RunRows rows = read_run_rows(project, recipe.seed, use_decisions);
  const RunTexts texts = rows.texts();
  std::vector<std::string> descriptions;
  for (const Label& label : project.labels().all()) {
    descriptions.push_back(label.description);
  }
  AnnotatorSetup setup;
  setup.recipe = recipe;
  setup.labels = rows.labels;
  setup.descriptions = descriptions;
  setup.given = rows.train.given;
  setup.texts = &texts;
  LlmNotice notice;
  notice.sentences = make_annotators({})(setup).remarks;
  const std::optional<ModelPrice> price = llm_price(recipe, {});
  notice.free = price && is_free(*price);
  const PromptWriter writer(prompt_options(recipe, rows.labels, descriptions));
  const std::vector<Question> one = stand_in_questions(recipe, rows.train.given, 1);
  notice.address = writer.options().server + "/chat/completions";
  notice.request =
      nlohmann::ordered_json::parse(writer.write(one.front(), texts.train).body).dump(2);
  return notice;
}

}  // namespace noiseal
