// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/recipe_arguments.h"
#include "app/cli/run_output.h"
#include "app/cli/session.h"
#include "app/llm_annotators.h"
#include "app/model_learners.h"
#include "app/version.h"
#include "core/annotate/annotator_name.h"
#include "core/base/error.h"
#include "core/pipeline/run_changes.h"
#include "core/pipeline/run_facts.h"
#include "core/pipeline/run_forecast.h"
#include "core/pipeline/run_report.h"

namespace noiseal::cli {
namespace {

struct RunArguments {
  std::filesystem::path project;
  std::shared_ptr<RecipeArguments> recipe = std::make_shared<RecipeArguments>();
  bool use_decisions = false;
  bool resume = false;
  bool replay = false;
  bool stop_after_pilot = false;
  bool forecast = false;
  std::filesystem::path prices;
  std::optional<std::int64_t> run;
};

void refuse_contradictions(const RunArguments& arguments) {
  const bool old_recipe = arguments.resume || arguments.replay;
  if (old_recipe && (!arguments.recipe->empty() || arguments.use_decisions)) {
    throw UsageError(fmt::format(
        "A {} run keeps its own recipe; leave out --recipe, --set, --use-decisions and the "
        "options of a recipe.",
        arguments.resume ? "resumed" : "replayed"));
  }
  if (arguments.resume && arguments.replay) {
    throw UsageError("--resume goes on with a run, --replay repeats one; give one of them.");
  }
  if (arguments.run && !old_recipe) {
    throw UsageError("--run names the run to go on with; give --resume with it.");
  }
}

/// The run to be replayed: the one that was named, else the newest that finished.
RunRecord replayed_run(const Project& project, const RunArguments& arguments) {
  if (arguments.run) {
    return project.runs().run(*arguments.run);
  }
  const auto newest = project.runs().newest(RunState::finished);
  if (!newest) {
    throw Error(fmt::format("{} has no finished run to replay.", arguments.project.string()));
  }
  return *newest;
}

/// The annotators, with the commands that tell more about an LLM.
AnnotatorMaker told_annotators(const RunArguments& arguments) {
  return [make = make_annotators({arguments.prices, arguments.replay}),
          asks = !arguments.replay](const AnnotatorSetup& setup) {
    RunAnnotator annotator = make(setup);
    if (asks && parse_annotator(setup.recipe.annotator).kind == AnnotatorKind::llm) {
      annotator.remarks.emplace_back(
          "\"noiseal llm preview\" shows a request, \"noiseal llm prices\" the price table.");
    }
    return annotator;
  };
}

Recipe recipe_of(const Project& project, const RunArguments& arguments) {
  if (arguments.replay) {
    const RunRecord run = replayed_run(project, arguments);
    return recipe_from_json(run.recipe, fmt::format("run {}", run.id));
  }
  return recipe_from(*arguments.recipe, preset_recipe(Preset::standard));
}

void run_project(const RunArguments& arguments, const Control& control) {
  refuse_contradictions(arguments);
  if (!arguments.resume && !arguments.replay) {
    // What is wrong with it is told before the project is opened.
    static_cast<void>(recipe_from(*arguments.recipe, preset_recipe(Preset::standard)));
  }
  if (arguments.forecast) {
    const Project project = Project::open(arguments.project, OpenMode::read);
    std::cout << forecast_text(forecast_run(project, recipe_of(project, arguments))) << '\n';
    return;
  }
  const Project project = Project::open(arguments.project, OpenMode::write);
  RunParts parts = run_parts();
  parts.annotators = told_annotators(arguments);
  parts.after_pilot = arguments.stop_after_pilot ? AfterPilot::stop : AfterPilot::go_on;
  RunOutput output;
  const RunObserver observer = [&](const RunEvent& event) { output.show(event); };
  const std::int64_t run = [&] {
    try {
      return arguments.resume
                 ? resume_run(project, arguments.run, parts, observer, control)
                 : start_run(project, recipe_of(project, arguments),
                             arguments.use_decisions ? UseDecisions::yes : UseDecisions::no, parts,
                             observer, control);
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

void add_llm_options(CLI::App& command, const std::shared_ptr<RunArguments>& arguments) {
  add_key(command, arguments->recipe, "--llm-url", "llm_url",
          "the annotator llm's server: a URL, or ollama, vllm, llama.cpp, lm-studio, openai");
  add_key(command, arguments->recipe, "--llm-model", "llm_model",
          "its model, as the server names it");
  command.add_option("--llm-prices", arguments->prices,
                     "a price table as JSON; without it the one of \"noiseal llm prices\"");
  command.add_flag("--stop-after-pilot", arguments->stop_after_pilot,
                   "stop once the LLM has answered 20 rows and the rest is forecast");
  command.add_flag(
      "--replay", arguments->replay,
      "repeat a finished run with the answers that the project holds, sending nothing");
}

}  // namespace

RunParts run_parts() {
  RunParts parts;
  parts.learners = make_model_learners;
  parts.annotators = make_annotators({});
  parts.program_version = kVersion;
  return parts;
}

void add_run(CLI::App& program, Session& session) {
  CLI::App* command =
      program.add_subcommand("run", "Train both models, find wrong labels and suggest right ones.");
  const auto arguments = std::make_shared<RunArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  add_recipe_options(*command, arguments->recipe);
  add_key(*command, arguments->recipe, "--annotator", "annotator",
          "none, neighbours, simulated:Q, simulated:Q:model or llm");
  add_llm_options(*command, arguments);
  add_key(*command, arguments->recipe, "--budget-share", "budget_share",
          "share of each selection's pool that is asked");
  add_key(*command, arguments->recipe, "--budget-rows", "budget_rows",
          "most rows asked in the run");
  add_key(*command, arguments->recipe, "--budget-money", "budget_money",
          "most money spent in the run");
  add_key(*command, arguments->recipe, "--device", "device", "auto, cpu or cuda");
  add_key(*command, arguments->recipe, "--seed", "seed", "of every random draw");
  command->add_flag("--forecast", arguments->forecast,
                    "say how long the run would take and how many rows it would ask; no run");
  command->add_flag("--use-decisions", arguments->use_decisions,
                    "decided rows train with their decided label, excluded ones not at all");
  command->add_flag("--resume", arguments->resume, "go on with a run that did not finish");
  command->add_option("--run", arguments->run,
                      "which run to resume or to replay; the newest without it");
  command->footer(keys_help());
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { run_project(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
