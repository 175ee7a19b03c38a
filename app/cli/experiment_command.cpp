// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/experiment_output.h"
#include "app/cli/recipe_arguments.h"
#include "app/cli/run_command.h"
#include "app/cli/session.h"
#include "app/llm_annotators.h"
#include "app/llm_notice.h"
#include "app/noise_evidence.h"
#include "app/version.h"
#include "core/annotate/annotator_name.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/experiment/export.h"
#include "core/experiment/forecast.h"
#include "core/experiment/options.h"
#include "core/experiment/result.h"
#include "core/experiment/runner.h"
#include "core/pipeline/whole_file.h"

namespace noiseal::cli {
namespace {

constexpr std::uint64_t kMostSeeds = 100;
const ArmNoise kUsualNoise{"asymmetric", 0.4};

struct ExperimentArguments {
  std::vector<std::string> names;  ///< experiments, the project last
  std::shared_ptr<RecipeArguments> recipe = std::make_shared<RecipeArguments>();
  std::uint64_t seeds = 1;
  std::string noise;
  std::optional<double> rate;
  std::string annotator;
  double sway = ExperimentOptions().sway;
  std::vector<std::pair<std::string, std::string>> servers;
  std::filesystem::path prices;
  bool forecast = false;
  bool resume = false;
  bool list = false;
  std::optional<std::int64_t> show;
  std::optional<std::int64_t> remove;
  bool json = false;
  std::filesystem::path csv;
  std::filesystem::path markdown;

  [[nodiscard]] std::filesystem::path project() const { return names.back(); }
  /// What a new experiment is made of, and a stored one has already.
  [[nodiscard]] bool changes_plans() const {
    return !recipe->empty() || !noise.empty() || rate || !annotator.empty() || !servers.empty();
  }
  /// Something else than starting experiments was asked for.
  [[nodiscard]] bool about_stored() const { return list || resume || show || remove; }
};

void check(const ExperimentArguments& arguments) {
  const int others = static_cast<int>(arguments.list) + static_cast<int>(arguments.resume) +
                     static_cast<int>(arguments.show.has_value()) +
                     static_cast<int>(arguments.remove.has_value());
  if (others > 1) {
    throw UsageError("Give one of --list, --resume, --show and --remove.");
  }
  if (arguments.about_stored() && (arguments.names.size() > 1 || arguments.changes_plans())) {
    throw UsageError(
        "--list, --resume, --show and --remove are about experiments that the project holds; give "
        "the project alone with them.");
  }
  if (!arguments.about_stored() && arguments.names.size() < 2) {
    throw UsageError(
        "experiment needs the name of an experiment and a project, such as \"noiseal experiment "
        "rules mine.noiseal\"; noiseal experiment --help lists the names.");
  }
  if (arguments.seeds < 1 || arguments.seeds > kMostSeeds) {
    throw UsageError(fmt::format("--seeds takes 1 to {}, not {}.", kMostSeeds, arguments.seeds));
  }
}

/// Every experiment once, in the order named; "all" stands for all of them.
std::vector<ExperimentKind> kinds_of(const ExperimentArguments& arguments) {
  std::vector<ExperimentKind> kinds;
  const auto add = [&](ExperimentKind kind) {
    if (std::ranges::find(kinds, kind) == kinds.end()) {
      kinds.push_back(kind);
    }
  };
  for (std::size_t i = 0; i + 1 < arguments.names.size(); ++i) {
    if (arguments.names[i] == "all") {
      std::ranges::for_each(all_experiments(), add);
    } else {
      add(parse_experiment(arguments.names[i]));
    }
  }
  return kinds;
}

ExperimentOptions options_of(const ExperimentArguments& arguments) {
  ExperimentOptions options;
  options.recipe = recipe_from(*arguments.recipe, options.recipe);
  options.seeds.clear();
  for (std::uint64_t i = 0; i < arguments.seeds; ++i) {
    options.seeds.push_back(options.recipe.seed + i);
  }
  if (!arguments.noise.empty() || arguments.rate) {
    options.noise = ArmNoise{arguments.noise.empty() ? kUsualNoise.type : arguments.noise,
                             arguments.rate.value_or(kUsualNoise.rate)};
  }
  if (!arguments.annotator.empty()) {
    options.annotator = to_string(parse_annotator(arguments.annotator));
  }
  options.sway = arguments.sway;
  for (const auto& [url, model] : arguments.servers) {
    options.servers.push_back({url, model});
  }
  return options;
}

ExperimentParts parts_of(const ExperimentArguments& arguments) {
  ExperimentParts parts;
  parts.run = run_parts();
  parts.run.annotators = make_annotators({arguments.prices, false});
  parts.evidence = {small_model_probabilities, row_vectors};
  return parts;
}

void write_file(const std::filesystem::path& target, const Project& project,
                const std::string& bytes) {
  require_not_the_project(target, project);
  WholeFile file(target);
  file.write(bytes);
  file.finish();
  file.publish();
}

/// What was asked for of these experiments: on stdout, and in files.
void tell(const ExperimentArguments& arguments, const Project& project,
          const std::vector<std::int64_t>& ids) {
  std::vector<ExperimentResult> results;
  results.reserve(ids.size());
  for (const std::int64_t id : ids) {
    results.push_back(read_experiment(project, id));
  }
  if (!arguments.csv.empty()) {
    write_file(arguments.csv, project, experiments_to_csv(results));
  }
  if (!arguments.markdown.empty()) {
    write_file(arguments.markdown, project, experiments_to_markdown(results));
  }
  if (arguments.json) {
    std::cout << experiments_to_json(results) << "\n";
    return;
  }
  for (const ExperimentResult& result : results) {
    std::cout << experiment_to_text(result) << "\n";
  }
}

void list(const ExperimentArguments& arguments) {
  const Project project = Project::open(arguments.project(), OpenMode::read);
  std::vector<std::int64_t> ids;
  for (const ExperimentRecord& record : project.experiments().all()) {
    ids.push_back(record.id);
  }
  if (arguments.json || !arguments.csv.empty() || !arguments.markdown.empty()) {
    tell(arguments, project, ids);
    return;
  }
  if (ids.empty()) {
    std::cout << fmt::format(
        "{} holds no experiments; start one with \"noiseal experiment rules "
        "{}\".\n",
        printable(arguments.project().string()), printable(arguments.project().string()));
  }
  for (const std::int64_t id : ids) {
    const ExperimentResult result = read_experiment(project, id);
    std::cout << fmt::format("{:>3}  {:<15} {:<9} {} of {} runs  {}  {}\n", id,
                             experiment_name(result.plan.kind), experiment_state_name(result.state),
                             result.runs_done, result.runs_all, result.created,
                             printable(result.sentence.empty() ? result.note : result.sentence));
  }
}

void remove(const ExperimentArguments& arguments) {
  const Project project = Project::open(arguments.project(), OpenMode::write);
  const ExperimentRecord record = project.experiments().find(*arguments.remove);
  project.experiments().remove(record.id);
  std::cout << fmt::format("Experiment {}, {}, is removed.\n", record.id, record.name);
}

void work_on(const ExperimentArguments& arguments, const Project& project,
             const std::vector<std::int64_t>& ids, const Control& control) {
  ExperimentOutput output;
  try {
    run_experiments(
        project, ids, parts_of(arguments),
        [&](const ExperimentEvent& event) { output.show(event); }, control);
  } catch (const Interrupted&) {
    output.clear();
    throw Error(
        fmt::format("Stopped on request; the finished runs are kept, and \"noiseal experiment {} "
                    "--resume\" or the same command goes on.",
                    arguments.project().string()),
        ErrorKind::interrupted);
  }
  output.clear();
  tell(arguments, project, ids);
  for (const std::int64_t id : ids) {
    const ExperimentRecord record = project.experiments().find(id);
    if (record.state == ExperimentState::failed) {
      throw Error(
          fmt::format("Experiment {}, {}, failed: {}", record.id, record.name, record.note));
    }
  }
}

void resume(const ExperimentArguments& arguments, const Control& control) {
  const Project project = Project::open(arguments.project(), OpenMode::write);
  const std::vector<std::int64_t> ids = experiments_to_do(project);
  if (ids.empty()) {
    throw Error(fmt::format("{} has no unfinished experiment to go on with.",
                            arguments.project().string()));
  }
  work_on(arguments, project, ids, control);
}

void show_forecast(std::ostream& out, const std::vector<ExperimentPlan>& plans,
                   const std::vector<ExperimentForecast>& forecasts,
                   const std::optional<ArmNoise>& asked_for, const LabelFacts& labels) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    out << fmt::format("{}: {} {}\n", experiment_name(plans[i].kind), forecast_text(forecasts[i]),
                       labels_sentence(plans[i]));
    if (asked_for && std::ranges::any_of(plans[i].arms,
                                         [&](const Arm& arm) { return arm.noise != *asked_for; })) {
      out << fmt::format("{}: --noise and --rate change nothing here.\n",
                         experiment_name(plans[i].kind));
    } else if (asked_for && labels.wrong) {
      out << fmt::format(
          "{}: the project's own wrong labels are left out, for --noise or --rate is given: rows "
          "begin with their gold labels.\n",
          experiment_name(plans[i].kind));
    }
  }
  if (plans.size() > 1) {
    out << fmt::format("All together: {}\n", forecast_text(sum_of(forecasts)));
  }
}

/// What goes where, and what it costs at most, of each model that is asked: before the first
/// request.
void show_notices(const Project& project, const std::vector<ExperimentPlan>& plans) {
  std::set<std::pair<std::string, std::string>> told;
  for (const ExperimentPlan& plan : plans) {
    for (const Arm& arm : plan.arms) {
      const Recipe& recipe = arm.recipe;
      if (recipe.annotator == "llm" && told.emplace(recipe.llm_url, recipe.llm_model).second) {
        for (const std::string& sentence :
             make_llm_notice(project, recipe, UseDecisions::no).sentences) {
          std::cerr << "Each run: " << printable(sentence) << "\n";
        }
      }
    }
  }
}

void start(const ExperimentArguments& arguments, const Control& control) {
  const std::vector<ExperimentKind> kinds = kinds_of(arguments);
  const ExperimentOptions options = options_of(arguments);
  for (const ExperimentKind kind : kinds) {  // what is wrong is told before the project is opened
    static_cast<void>(make_plan(kind, options, {}));
  }
  const Project project =
      Project::open(arguments.project(), arguments.forecast ? OpenMode::read : OpenMode::write);
  const LabelFacts labels = read_label_facts(project);
  std::vector<ExperimentPlan> plans;
  plans.reserve(kinds.size());
  for (const ExperimentKind kind : kinds) {
    plans.push_back(make_plan(kind, options, labels));
  }
  const auto forecasts = forecast_experiments(project, plans, kVersion);
  show_forecast(arguments.forecast ? std::cout : std::cerr, plans, forecasts, options.noise,
                labels);
  show_notices(project, plans);
  if (arguments.forecast) {
    return;
  }
  std::vector<std::int64_t> ids;
  for (const ExperimentPlan& plan : plans) {
    const auto unfinished = unfinished_experiment(project, plan);
    ids.push_back(unfinished ? *unfinished : queue_experiment(project, plan, kVersion));
  }
  work_on(arguments, project, ids, control);
}

void experiment(const ExperimentArguments& arguments, const Control& control) {
  check(arguments);
  if (arguments.list) {
    list(arguments);
  } else if (arguments.show) {
    tell(arguments, Project::open(arguments.project(), OpenMode::read), {*arguments.show});
  } else if (arguments.remove) {
    remove(arguments);
  } else if (arguments.resume) {
    resume(arguments, control);
  } else {
    start(arguments, control);
  }
}

std::string names_help() {
  std::string help = "Experiments:\n";
  for (const ExperimentKind kind : all_experiments()) {
    help += fmt::format("  {:<15} {}\n", experiment_name(kind), experiment_question(kind));
  }
  help +=
      "  all             all of them\n\n"
      "Every arm is run once for each seed, in a copy of the project: its rows, labels and runs "
      "stay "
      "as they are. Each outcome is stored as it ends; a stopped or killed experiment goes on with "
      "the same command or --resume. Arms begin from the preset quick unless --set says "
      "otherwise.\n\n"
      "How demonstrations sway a simulated annotator is a stated model: with probability --sway it "
      "copies the label shown on the nearest demonstration, else it answers on its own.\n";
  return help;
}

void add_options(CLI::App& command, const std::shared_ptr<ExperimentArguments>& arguments) {
  command.add_option("--seeds", arguments->seeds, "how many seeds, from the recipe's on")
      ->check(refuse_negative)
      ->capture_default_str();
  add_recipe_options(command, arguments->recipe);
  command.add_option(
      "--noise", arguments->noise,
      "noise that is injected: symmetric, asymmetric, pair, matrix, instance-a or "
      "instance-b; asymmetric with --rate alone; without both the project's own wrong "
      "labels where gold shows them, else asymmetric 0.4");
  command.add_option("--rate", arguments->rate, "its share of the rows, above 0 and below 1 [0.4]");
  command.add_option("--annotator", arguments->annotator,
                     "who is asked where an experiment needs somebody and the recipe has nobody; "
                     "simulated:0.85:model without it");
  command.add_option("--sway", arguments->sway, "how strongly demonstrations sway a simulated one")
      ->capture_default_str();
  command.add_option("--server", arguments->servers,
                     "URL and MODEL of a language model, for the experiment annotators; may be "
                     "repeated");
  command.add_option("--llm-prices", arguments->prices, "a price table as JSON");
}

}  // namespace

void add_experiment(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand(
      "experiment", "Answer the method's own questions on this data: compare ways to train.");
  const auto arguments = std::make_shared<ExperimentArguments>();
  command
      ->add_option("NAME", arguments->names,
                   "experiments, see below, and the project file as the last argument")
      ->required();
  add_options(*command, arguments);
  command->add_flag("--forecast", arguments->forecast, "say what it will take, and do nothing");
  command->add_flag("--resume", arguments->resume, "go on with what is unfinished");
  command->add_flag("--list", arguments->list, "the experiments that the project holds");
  command->add_option("--show", arguments->show, "the result of the experiment with this number");
  command->add_option("--remove", arguments->remove, "forget the experiment with this number");
  command->add_flag("--json", arguments->json, "one JSON object");
  command->add_option("--csv", arguments->csv, "also write every figure into this file");
  command->add_option("--markdown", arguments->markdown, "also write tables into this file");
  command->footer(names_help());
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { experiment(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
