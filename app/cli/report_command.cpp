// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "app/cli/run_output.h"
#include "app/cli/session.h"
#include "core/pipeline/run_report.h"

namespace noiseal::cli {
namespace {

struct ReportArguments {
  std::filesystem::path project;
  std::optional<std::int64_t> run;
  bool json = false;
};

void print_report(const ReportArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const std::string report = make_run_report(project, arguments.run);
  std::cout << (arguments.json ? report + "\n" : report_text(report));
}

}  // namespace

void add_report(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand("report", "Every figure of a run.");
  const auto arguments = std::make_shared<ReportArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command->add_option("--run", arguments->run, "which run; the newest without it");
  command->add_flag("--json", arguments->json, "one JSON object");
  command->callback(
      [&session, arguments] { session.action = [arguments] { print_report(*arguments); }; });
}

}  // namespace noiseal::cli
