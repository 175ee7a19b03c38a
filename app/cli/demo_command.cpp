// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "app/cli/run_command.h"
#include "app/cli/run_output.h"
#include "app/cli/session.h"
#include "app/demo/project.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/pipeline/project_export.h"
#include "core/pipeline/run_report.h"

namespace noiseal::cli {
namespace {

struct DemoArguments {
  std::filesystem::path folder = "noiseal-demo";
  std::uint64_t seed = 1;
  std::string preset = "standard";
  bool headless = false;
};

/// The demo's project as a new file, and what it was made of on stderr.
void make_and_tell(const DemoArguments& arguments, const std::filesystem::path& file,
                   const Control& control) {
  const auto [imported, noise] = demo::make_demo_project(file, arguments.seed, control);
  std::cerr << fmt::format(
      "{}: {} invented customer requests with {} labels to train on, {} to validate, {} to test.\n",
      printable(file.string()), imported.train_rows, imported.labels.size(), imported.valid_rows,
      imported.test_rows);
  std::cerr << fmt::format(
      "{} of the {} training labels were made wrong on purpose (asymmetric noise): each into the "
      "next label. Can they be found?\n",
      noise.changed, noise.rows);
}

/// The run that the demo's project has, gone on with where it stands; or a new one.
std::int64_t demo_run(const Project& project, const Recipe& recipe, const Control& control) {
  RunOutput output;
  const RunObserver observer = [&](const RunEvent& event) { output.show(event); };
  const std::optional<RunRecord> newest = project.runs().newest();
  if (newest && newest->state == RunState::finished) {
    return newest->id;
  }
  if (newest) {
    return resume_run(project, newest->id, run_parts(), observer, control);
  }
  return start_run(project, recipe, UseDecisions::no, run_parts(), observer, control);
}

void make_demo(const DemoArguments& arguments, const Control& control) {
  Recipe recipe;
  set_recipe_value(recipe, "preset", arguments.preset);
  recipe.seed = arguments.seed;
  const std::filesystem::path file = arguments.folder / "demo.noiseal";
  if (!std::filesystem::exists(file)) {
    make_and_tell(arguments, file, control);
  }
  const Project project = Project::open(file, OpenMode::write);
  const std::int64_t run = demo_run(project, recipe, control);
  std::cout << report_text(make_run_report(project, run));
  ExportOptions options;
  options.output = arguments.folder / "requests-cleaned.csv";
  options.labels = ExportLabels::suggested;
  options.run = run;
  const ExportReport exported = export_project(project, options, control);
  const std::string shown = printable(file.string());
  std::cout << fmt::format(
      "\n{}: the requests with {} suggested labels put in place.\nNext: noiseal review {} --list\n",
      printable(options.output.string()), exported.changed, shown);
}

void run_demo(const DemoArguments& arguments, const Control& control) {
  try {
    make_demo(arguments, control);
  } catch (const Interrupted&) {
    throw Error("Stopped on request; the same command again goes on.", ErrorKind::interrupted);
  }
}

}  // namespace

void add_demo(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand(
      "demo", "Invented requests with 40 % wrong labels through the whole pipeline.");
  const auto arguments = std::make_shared<DemoArguments>();
  command->add_flag("--headless", arguments->headless, "without a window");
  command->add_option("-o,--output", arguments->folder, "the folder for its files")
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "of corpus, noise and training")
      ->check(refuse_negative)
      ->capture_default_str();
  command->add_option("--preset", arguments->preset, "quick or standard")->capture_default_str();
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { run_demo(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
