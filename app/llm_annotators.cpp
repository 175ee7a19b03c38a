// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm_annotators.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/llm_price_file.h"
#include "core/annotate/annotator_name.h"
#include "core/annotate/llm_annotator.h"
#include "core/annotate/llm_server.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/net/http_chat_client.h"
#include "core/net/key_store.h"
#include "core/pipeline/recipe_prompt.h"

namespace noiseal {
namespace {

/// Rows whose prompts are measured for the forecast before the start.
constexpr std::size_t kSampledPrompts = 20;
constexpr std::uint64_t kStandInStream = 77;

HttpChatOptions client_options(const Recipe& recipe, const LlmServer& server, std::string key) {
  HttpChatOptions options;
  options.base_url = server.base_url;
  options.key = std::move(key);
  options.parallel = static_cast<std::size_t>(recipe.llm_parallel);
  options.requests_per_minute = static_cast<std::size_t>(recipe.llm_requests_per_minute);
  options.tokens_per_minute = static_cast<std::size_t>(recipe.llm_tokens_per_minute);
  options.transfer_timeout = options.total_timeout = std::chrono::seconds(recipe.llm_timeout);
  return options;
}

/// What will be sent where, and what it will cost: before the first request.
std::vector<std::string> remarks(const Recipe& recipe, const AnnotatorSetup& setup,
                                 const LlmServer& server, const LlmKey& key,
                                 const std::optional<ModelPrice>& price,
                                 const PromptOptions& prompt, double worst_row) {
  const std::size_t rows = setup.texts->train.size();
  std::size_t most_rows = rows;
  if (recipe.budget_rows) {
    most_rows = std::min<std::size_t>(most_rows, *recipe.budget_rows);
  }
  std::vector<std::string> all;
  all.push_back(fmt::format(
      "Texts of rows that are asked, with up to {} labelled examples each, go to {} (model {}{}).",
      recipe.demonstrations, server.base_url, recipe.llm_model,
      key.source.empty() ? std::string(", without a key") : ", key from " + key.source));
  const PromptWriter writer(prompt);
  double tokens = 0;
  const std::vector<Question> sample = stand_in_questions(recipe, setup.given, kSampledPrompts);
  for (const Question& question : sample) {
    tokens += static_cast<double>(writer.write(question, setup.texts->train).tokens);
  }
  tokens /= static_cast<double>(std::max<std::size_t>(1, sample.size()));
  std::string text =
      fmt::format("At most {} rows are asked, about {:.0f} tokens each (an estimate)",
                  count_text(most_rows), tokens);
  if (!price) {
    text +=
        fmt::format(". The price of {} is not known, so cost is not counted.", recipe.llm_model);
  } else if (is_free(*price)) {
    text += "; the server costs nothing.";
  } else {
    const double one = (tokens * price->input + 4 * price->output) / 1e6;
    const double worst = worst_row * static_cast<double>(most_rows);
    text += fmt::format(
        ": about {:.4g} each and {:.4g} if all are asked; whatever happens, no more than {:.4g}.",
        one, one * static_cast<double>(most_rows),
        recipe.budget_money ? std::min(*recipe.budget_money, worst) : worst);
  }
  all.push_back(std::move(text));
  return all;
}

RunAnnotator make_llm(const AnnotatorSetup& setup, const LlmWiring& wiring) {
  const Recipe& recipe = setup.recipe;
  LlmOptions options;
  options.prompt = prompt_options(recipe, setup.labels, setup.descriptions);
  options.texts = setup.texts->train;
  const LlmServer server = parse_llm_server(recipe.llm_url);
  const std::optional<ModelPrice> price = llm_price(recipe, wiring.prices);
  options.price = price.value_or(ModelPrice());
  if (wiring.replay) {
    auto replay = std::make_unique<LlmAnnotator>(options, nullptr);
    const CostEstimate* cost = replay.get();
    return {std::move(replay),
            cost,
            {"Answers are taken from earlier runs of this project; nothing is sent."}};
  }
  if (recipe.budget_money && !price) {
    throw UsageError(fmt::format(
        "The price of {} is not known, so a budget in money can't be kept; set it (Server "
        "and key, or \"noiseal llm prices\"), or limit the rows (budget_rows).",
        recipe.llm_model));
  }
  const LlmKey key = find_llm_key(server);
  auto annotator = std::make_unique<LlmAnnotator>(
      options, std::make_unique<HttpChatClient>(client_options(recipe, server, key.text)));
  const std::vector<Question> one = stand_in_questions(recipe, setup.given, kSampledPrompts);
  double worst = 0;
  for (const Question& question : one) {
    worst = std::max(worst, annotator->worst_case(question));
  }
  std::vector<std::string> said = remarks(recipe, setup, server, key, price, options.prompt, worst);
  const CostEstimate* cost = annotator.get();
  return {std::move(annotator), cost, std::move(said)};
}

}  // namespace

AnnotatorMaker make_annotators(const LlmWiring& wiring) {
  return [wiring](const AnnotatorSetup& setup) {
    return parse_annotator(setup.recipe.annotator).kind == AnnotatorKind::llm
               ? make_llm(setup, wiring)
               : make_offline_annotator(setup);
  };
}

std::vector<Question> stand_in_questions(const Recipe& recipe, std::span<const std::int32_t> labels,
                                         std::size_t count) {
  std::vector<Question> questions;
  const std::size_t rows = labels.size();
  Rng rng({recipe.seed, kStandInStream});
  for (std::size_t i = 0; i < std::min(count, rows); ++i) {
    Question question;
    question.row = static_cast<std::uint32_t>(rng.below(rows));
    for (int k = 0; k < recipe.demonstrations; ++k) {
      const auto row = static_cast<std::uint32_t>(rng.below(rows));
      if (row != question.row && labels[row] >= 0) {
        question.demonstrations.push_back({row, labels[row], 0});
      }
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

}  // namespace noiseal
