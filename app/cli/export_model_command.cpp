// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "app/cli/session.h"
#include "app/model_export.h"
#include "core/base/error.h"
#include "core/base/printable.h"

namespace noiseal::cli {
namespace {

struct ExportModelArguments {
  std::filesystem::path project;
  std::filesystem::path output;
  std::filesystem::path predictions;
  std::string model = "strong";
  std::optional<std::int64_t> run;
};

void write_model(const ExportModelArguments& arguments, const Control& control) {
  if (arguments.model != "strong") {
    throw UsageError(fmt::format(
        "The model \"{}\" can't be exported; only strong has the form of a Hugging Face folder.",
        arguments.model));
  }
  const Project project = Project::open(arguments.project, OpenMode::read);
  const ModelExportReport report =
      export_model(project, {arguments.output, arguments.run, arguments.predictions}, control);
  std::cout << fmt::format("{}: the strong model of run {} after epoch {}, {} labels.\n",
                           printable(arguments.output.string()), report.run, report.epoch,
                           report.labels);
}

}  // namespace

void add_export_model(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand(
      "export-model", "Write the trained model as a folder that Hugging Face classes load.");
  const auto arguments = std::make_shared<ExportModelArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command->add_option("-o,--output", arguments->output, "the folder to write")->required();
  command->add_option("--model", arguments->model, "strong")->capture_default_str();
  command->add_option("--run", arguments->run, "whose model; the newest run's without it");
  command->add_option("--predictions", arguments->predictions,
                      "write what the model says about the test rows to this CSV file, too");
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { write_model(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
