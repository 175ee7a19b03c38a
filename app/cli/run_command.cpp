// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/cli/run_output.h"
#include "app/cli/session.h"
#include "app/model_learners.h"
#include "app/version.h"
#include "core/base/error.h"
#include "core/data/utf8.h"
#include "core/pipeline/run_changes.h"
#include "core/pipeline/run_facts.h"
#include "core/pipeline/run_report.h"

namespace noiseal::cli {
namespace {

struct RunArguments {
  std::filesystem::path project;
  std::filesystem::path recipe;
  std::vector<std::string> settings;                         ///< key=value
  std::vector<std::pair<std::string, std::string>> options;  ///< keys that have an option
  bool use_decisions = false;
  bool resume = false;
  std::optional<std::int64_t> run;
};

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !(bytes << in.rdbuf())) {
    throw Error(fmt::format("The recipe {} can't be read; check the name and its permissions.",
                            file.string()));
  }
  return bytes.str();
}

/// File, then --set in order, then options; a preset among them comes first.
Recipe recipe_from(const RunArguments& arguments) {
  Recipe recipe = preset_recipe(Preset::standard);
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

void run_project(const RunArguments& arguments, const Control& control) {
  if (arguments.resume && (!arguments.recipe.empty() || !arguments.settings.empty() ||
                           !arguments.options.empty() || arguments.use_decisions)) {
    throw UsageError(
        "A resumed run keeps its own recipe; leave out --recipe, --set, --use-decisions and the "
        "options of a recipe.");
  }
  if (arguments.run && !arguments.resume) {
    throw UsageError("--run names the run to go on with; give --resume with it.");
  }
  const Recipe recipe = arguments.resume ? Recipe() : recipe_from(arguments);
  const Project project = Project::open(arguments.project, OpenMode::write);
  RunOutput output;
  const RunObserver observer = [&](const RunEvent& event) { output.show(event); };
  const std::int64_t run = [&] {
    try {
      return arguments.resume
                 ? resume_run(project, arguments.run, run_parts(), observer, control)
                 : start_run(project, recipe,
                             arguments.use_decisions ? UseDecisions::yes : UseDecisions::no,
                             run_parts(), observer, control);
    } catch (const Interrupted&) {
      output.clear();
      throw Error(fmt::format("Stopped on request; \"noiseal run {} --resume\" goes on.",
                              arguments.project.string()),
                  ErrorKind::interrupted);
    }
  }();
  output.clear();
  std::cout << report_text(make_run_report(project, run));
  if (run_facts_from_json(project.runs().run(run).facts).use_decisions) {
    if (const auto changes = run_changes(project, run)) {
      std::cout << run_changes_text(*changes);
    }
  }
}

std::string keys_help() {
  std::string help = "Keys for --set:\n";
  for (const RecipeKey& key : recipe_keys()) {
    help += fmt::format("  {:<22} {} ({})\n", key.name, key.meaning, key.range);
  }
  return help;
}

/// An option that stands for one key of the recipe.
void add_key(CLI::App& command, const std::shared_ptr<RunArguments>& arguments,
             const std::string& option, const std::string& key, const std::string& description) {
  command.add_option_function<std::string>(
      option,
      [arguments, key](const std::string& value) { arguments->options.emplace_back(key, value); },
      description);
}

}  // namespace

RunParts run_parts() {
  RunParts parts;
  parts.learners = make_model_learners;
  parts.program_version = kVersion;
  return parts;
}

void add_run(CLI::App& program, Session& session) {
  CLI::App* command =
      program.add_subcommand("run", "Train both models, find wrong labels and suggest right ones.");
  const auto arguments = std::make_shared<RunArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command->add_option("--recipe", arguments->recipe, "a recipe as JSON");
  command->add_option("--set", arguments->settings, "key=value of the recipe, see below")
      ->allow_extra_args(false);
  add_key(*command, arguments, "--annotator", "annotator",
          "none, neighbours, simulated:Q or simulated:Q:model");
  add_key(*command, arguments, "--budget-share", "budget_share",
          "share of each selection's pool that is asked");
  add_key(*command, arguments, "--budget-rows", "budget_rows", "most rows asked in the run");
  add_key(*command, arguments, "--budget-money", "budget_money", "most money spent in the run");
  add_key(*command, arguments, "--device", "device", "auto, cpu or cuda");
  add_key(*command, arguments, "--seed", "seed", "of every random draw");
  command->add_flag("--use-decisions", arguments->use_decisions,
                    "decided rows train with their decided label, excluded ones not at all");
  command->add_flag("--resume", arguments->resume, "go on with a run that did not finish");
  command->add_option("--run", arguments->run, "which run to resume; the newest without it");
  command->footer(keys_help());
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { run_project(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
