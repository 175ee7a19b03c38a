// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/run_command.h"
#include "app/cli/run_output.h"
#include "app/cli/session.h"
#include "app/demo/corpus.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/pipeline/project_export.h"
#include "core/pipeline/project_import.h"
#include "core/pipeline/project_noise.h"
#include "core/pipeline/run_report.h"
#include "core/pipeline/whole_file.h"

namespace noiseal::cli {
namespace {

constexpr std::size_t kTrainRows = 4000;
constexpr std::size_t kTestRows = 500;
constexpr double kNoiseRate = 0.4;
constexpr double kValidShare = 0.1;

struct DemoArguments {
  std::filesystem::path folder = "noiseal-demo";
  std::uint64_t seed = 1;
  std::string preset = "standard";
  bool headless = false;
};

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  WholeFile file(path);
  file.write(bytes);
  file.finish();
  file.publish();
}

/// Writes the corpus, imports it and makes 40 % of the training labels wrong.
Project make_demo_project(const DemoArguments& arguments, const std::filesystem::path& file,
                          const Control& control) {
  std::vector<demo::Request> requests = demo::make_requests(kTrainRows + kTestRows, arguments.seed);
  const std::vector<demo::Request> test(requests.end() - kTestRows, requests.end());
  requests.resize(kTrainRows);
  ImportOptions options;
  options.file = arguments.folder / "requests.csv";
  options.test_file = arguments.folder / "requests-test.csv";
  options.project = file;
  options.valid_share = kValidShare;
  options.seed = arguments.seed;
  write_file(options.file, demo::to_csv(requests, 1));
  write_file(*options.test_file, demo::to_csv(test, kTrainRows + 1));
  const ImportReport imported = import_project(options, nullptr, control);
  std::cerr << fmt::format(
      "{}: {} invented customer requests with {} labels to train on, {} to validate, {} to test.\n",
      printable(file.string()), imported.train_rows, imported.labels.size(), imported.valid_rows,
      imported.test_rows);
  Project project = Project::open(file, OpenMode::write);
  NoiseSpec noise;
  noise.type = "asymmetric";
  noise.rate = kNoiseRate;
  noise.seed = arguments.seed;
  const NoiseReport made = apply_noise(project, noise);
  std::cerr << fmt::format(
      "{} of the {} training labels were made wrong on purpose (asymmetric noise): each into the "
      "next label. Can they be found?\n",
      made.changed, made.rows);
  return project;
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
  std::error_code failure;
  std::filesystem::create_directories(arguments.folder, failure);
  if (failure) {
    throw Error(fmt::format("The folder {} can't be made; give another one with --output.",
                            arguments.folder.string()));
  }
  const Project project = std::filesystem::exists(file)
                              ? Project::open(file, OpenMode::write)
                              : make_demo_project(arguments, file, control);
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
