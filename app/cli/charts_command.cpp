// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "app/cli/session.h"
#include "core/base/error.h"
#include "core/pipeline/chart_columns.h"
#include "core/pipeline/charts_json.h"
#include "core/pipeline/epoch_charts.h"
#include "core/pipeline/run_curves.h"

namespace noiseal::cli {
namespace {

struct ChartsArguments {
  std::filesystem::path project;
  std::optional<std::int64_t> run;
  std::optional<int> epoch;
  bool json = false;
};

std::int64_t charted_run(const Project& project, const std::optional<std::int64_t>& asked) {
  if (asked) {
    return project.runs().run(*asked).id;
  }
  const std::vector<RunRecord> runs = project.runs().all();
  const auto newest = std::find_if(runs.rbegin(), runs.rend(),
                                   [](const RunRecord& run) { return run.last_epoch > 0; });
  if (newest == runs.rend()) {
    throw Error(
        fmt::format("{} has no run with a finished epoch; start one with \"noiseal run {}\".",
                    project.path().string(), project.path().string()));
  }
  return newest->id;
}

void print_charts(const ChartsArguments& arguments, const Control& control) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const RunLabels labels = read_run_labels(project, charted_run(project, arguments.run), control);
  const RunCurves curves = read_run_curves(project, labels, nullptr, control);
  const int epoch =
      arguments.epoch.value_or(curves.epochs.empty() ? 0 : curves.epochs.back().epoch);
  const EpochCharts charts =
      epoch_charts(labels, read_epoch_columns(project, labels.run, epoch, control),
                   {.bins = curves.bins()}, control);
  std::cout << (arguments.json ? charts_to_json(curves, &charts) + "\n"
                               : charts_to_text(curves, &charts));
}

}  // namespace

void add_charts(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand(
      "charts",
      "The numbers behind the charts of a run: losses, confidence map, thresholds, sets.");
  const auto arguments = std::make_shared<ChartsArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command->add_option("--run", arguments->run, "which run; the newest without it");
  command->add_option("--epoch", arguments->epoch, "which epoch; the last without it");
  command->add_flag("--json", arguments->json, "one JSON object");
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { print_charts(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
