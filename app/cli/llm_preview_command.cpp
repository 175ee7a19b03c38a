// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/recipe_arguments.h"
#include "app/cli/row_name.h"
#include "app/cli/session.h"
#include "app/llm_annotators.h"
#include "app/llm_price_file.h"
#include "core/annotate/annotator_name.h"
#include "core/annotate/chat_prompt.h"
#include "core/annotate/llm_server.h"
#include "core/base/error.h"
#include "core/net/key_store.h"
#include "core/pipeline/recipe_prompt.h"
#include "core/store/project.h"

namespace noiseal::cli {
namespace {

using nlohmann::json;

struct PreviewArguments {
  std::filesystem::path project;
  std::string row;
  std::shared_ptr<RecipeArguments> recipe = std::make_shared<RecipeArguments>();
};

/// The newest run that asks an LLM.
std::optional<RunRecord> newest_llm_run(const Project& project) {
  const std::vector<RunRecord> runs = project.runs().all();
  const auto found = std::find_if(runs.rbegin(), runs.rend(), [](const RunRecord& run) {
    const Recipe recipe = recipe_from_json(run.recipe, "run");
    return parse_annotator(recipe.annotator).kind == AnnotatorKind::llm;
  });
  return found == runs.rend() ? std::nullopt : std::optional(*found);
}

/// What is shown: the rows with their texts, the question about one of them, and where its
/// examples come from.
struct Preview {
  SplitRows rows;
  Question question;
  std::string examples;
  std::optional<AnswerRecord> answer;
};

std::uint32_t index_of(const std::vector<std::int64_t>& ids, std::int64_t id) {
  const auto found = std::find(ids.begin(), ids.end(), id);
  if (found == ids.end()) {
    throw Error("The row is no training row, so no annotator is asked about it.");
  }
  return static_cast<std::uint32_t>(found - ids.begin());
}

std::vector<Demonstration> stored_demonstrations(const AnswerRecord& answer) {
  std::vector<Demonstration> shown;
  for (const json& entry : json::parse(answer.demonstrations)) {
    shown.push_back({entry.at("row").get<std::uint32_t>(), entry.at("label").get<std::int32_t>(),
                     entry.value("similarity", 0.0F)});
  }
  return shown;
}

Preview asked_row(const Project& project, const RunRecord& run, std::int64_t row) {
  Preview preview;
  preview.rows = project.rows().read_rows(project.runs().row_ids(run.id));
  preview.question.row = index_of(preview.rows.ids, row);
  preview.answer = project.answers().find(run.id, preview.question.row);
  if (preview.answer) {
    preview.question.demonstrations = stored_demonstrations(*preview.answer);
    preview.examples = fmt::format("the ones that run {} has shown for this row", run.id);
  }
  return preview;
}

void choose_stand_ins(const Recipe& recipe, Preview& preview) {
  std::vector<Question> drawn = stand_in_questions(recipe, preview.rows.given, 1);
  preview.question.demonstrations =
      drawn.empty() ? std::vector<Demonstration>() : std::move(drawn.front().demonstrations);
  std::erase_if(preview.question.demonstrations,
                [&](const Demonstration& shown) { return shown.row == preview.question.row; });
  preview.examples =
      "drawn by chance as stand-ins: a run takes the nearest reliable rows, which are known once "
      "its models are trained";
}

void tell(const Recipe& recipe, const Preview& preview, const ChatPrompt& prompt) {
  const LlmServer server = parse_llm_server(recipe.llm_url);
  const LlmKey key = find_llm_key(server);
  std::cerr << fmt::format("POST {}/chat/completions\n", server.base_url)
            << fmt::format("Key: {}\n", key.text.empty() ? "none" : "from " + key.source)
            << fmt::format("Examples: {} ({})\n", preview.question.demonstrations.size(),
                           preview.examples)
            << fmt::format("About {} tokens, at most {}; an answer has at most {}.\n",
                           prompt.tokens, prompt.most_tokens, recipe.llm_answer_tokens);
  if (prompt.cut_texts > 0) {
    std::cerr << fmt::format("{} texts are cut to about {} tokens.\n", prompt.cut_texts,
                             recipe.llm_text_tokens);
  }
  const PriceTable table = read_price_table({});
  if (const auto price = table.find(recipe.llm_model)) {
    const double worst = cost_of(
        {.in = static_cast<std::int64_t>(prompt.most_tokens), .out = recipe.llm_answer_tokens},
        *price);
    std::cerr << fmt::format("One attempt costs at most {:.6f}.\n", worst);
  }
  if (preview.answer) {
    std::cerr << (preview.answer->request_hash == prompt.hash
                      ? "The project holds the answer to this request: "
                      : "The project holds the answer to a request with other settings: ")
              << preview.answer->raw << '\n';
  }
  std::cerr << "Nothing was sent.\n";
}

void preview_row(const PreviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const std::int64_t row = row_named(project, arguments.row);
  const std::optional<RunRecord> run = newest_llm_run(project);
  const Recipe base = run ? recipe_from_json(run->recipe, "run") : preset_recipe(Preset::standard);
  const Recipe recipe = recipe_from(*arguments.recipe, base);
  std::vector<std::string> descriptions;
  for (const Label& label : project.labels().all()) {
    descriptions.push_back(label.description);
  }
  const PromptWriter writer(prompt_options(recipe, project.labels().names(), descriptions));
  Preview preview;
  if (run) {
    preview = asked_row(project, *run, row);
  } else {
    preview.rows = project.rows().read_split(Split::train);
    preview.question.row = index_of(preview.rows.ids, row);
  }
  if (!preview.answer) {
    choose_stand_ins(recipe, preview);
  }
  const std::vector<std::string_view> texts(preview.rows.texts.begin(), preview.rows.texts.end());
  const ChatPrompt prompt = writer.write(preview.question, texts);
  std::cout << nlohmann::ordered_json::parse(prompt.body).dump(2) << '\n';
  std::cout.flush();
  tell(recipe, preview, prompt);
}

}  // namespace

void add_llm_preview(CLI::App& llm, Session& session) {
  CLI::App* command = llm.add_subcommand(
      "preview", "The exact request for a row, and what it may cost; nothing is sent.");
  const auto arguments = std::make_shared<PreviewArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command->add_option("--row", arguments->row, "the row's id")->required();
  add_recipe_options(*command, arguments->recipe);
  add_key(*command, arguments->recipe, "--llm-url", "llm_url", "the server");
  add_key(*command, arguments->recipe, "--llm-model", "llm_model",
          "its model, as the server names it");
  command->callback(
      [&session, arguments] { session.action = [arguments] { preview_row(*arguments); }; });
}

}  // namespace noiseal::cli
