// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "app/cli/progress.h"
#include "app/cli/review_options.h"
#include "app/cli/session.h"
#include "core/base/printable.h"
#include "core/pipeline/project_export.h"

namespace noiseal::cli {
namespace {

struct ExportArguments {
  std::filesystem::path project;
  ExportOptions options;
  FilterArguments filters;
  bool add_columns = false;
  bool drop_excluded = false;
  bool formula_guard = false;
};

const std::map<std::string, Split> kSources{
    {"train", Split::train}, {"valid", Split::valid}, {"test", Split::test}};
const std::map<std::string, ExportRows> kRows{{"all", ExportRows::all},
                                              {"reviewed", ExportRows::reviewed},
                                              {"changed", ExportRows::changed},
                                              {"filtered", ExportRows::filtered}};
const std::map<std::string, ExportLabels> kLabels{{"decided", ExportLabels::decided},
                                                  {"suggested", ExportLabels::suggested},
                                                  {"given", ExportLabels::given}};

/// An option whose value is one of a few words.
template <typename Value>
void add_choice(CLI::App& command, const std::string& name, Value& value,
                const std::map<std::string, Value>& choices, const std::string& description) {
  std::string words;
  for (const auto& [word, unused] : choices) {
    words += (words.empty() ? "" : ", ") + word;
  }
  command
      .add_option_function<std::string>(
          name, [&value, &choices](const std::string& word) { value = choices.at(word); },
          description + ": " + words)
      ->check([&choices, words](const std::string& word) {
        return choices.contains(word) ? std::string()
                                      : fmt::format("\"{}\" is none of {}", word, words);
      })
      ->type_name("WORD");
}

void write_export(const ExportArguments& arguments, const Control& control) {
  ExportOptions options = arguments.options;
  options.add_columns = arguments.add_columns ? AddedColumns::provenance : AddedColumns::none;
  options.excluded = arguments.drop_excluded ? ExcludedRows::drop : ExcludedRows::keep;
  options.formula_guard = arguments.formula_guard ? FormulaGuard::on : FormulaGuard::off;
  const Project project = Project::open(arguments.project, OpenMode::read);
  options.filter = filters_of(arguments.filters, project);
  if (arguments.filters.state.empty()) {
    options.filter.state = QueueState::any;
  }
  Progress bar;
  const ExportReport report =
      export_project(project, options, control, [&bar](std::size_t done, std::size_t all) {
        bar.show("writing",
                 static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(all, 1)));
      });
  bar.clear();
  std::cout << fmt::format("{}: {} records, {} of them with a changed label, {} left out.\n",
                           printable(options.output.string()), report.records, report.changed,
                           report.dropped);
  if (report.noisy > 0) {
    std::cout << fmt::format("{} other records carry a wrong label that noise has put in.\n",
                             report.noisy);
  }
}

}  // namespace

void add_export(CLI::App& program, Session& session) {
  CLI::App* command =
      program.add_subcommand("export", "Write an imported file again, with the corrected labels.");
  const auto arguments = std::make_shared<ExportArguments>();
  ExportOptions& options = arguments->options;
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command->add_option("-o,--output", options.output, "the file to write")->required();
  add_choice(*command, "--source", options.source, kSources, "which imported file");
  add_choice(*command, "--rows", options.rows, kRows, "which rows");
  add_choice(*command, "--labels", options.labels, kLabels,
             "reviewers' labels, these and suggestions, or as given");
  command->add_flag("--add-columns", arguments->add_columns,
                    "add the original label, who decided, score, time and note");
  command->add_flag("--drop-excluded", arguments->drop_excluded, "leave excluded rows out");
  command->add_flag("--formula-guard", arguments->formula_guard,
                    "put ' before fields that a spreadsheet would run as a formula");
  command->add_option("--provenance", options.provenance,
                      "write who decided what, when and why as JSON lines, too");
  command->add_option("--recipe", options.recipe, "write the run's recipe as JSON, too");
  command->add_option("--html-report", options.report,
                      "write one HTML page about decisions, run and statistics, too");
  add_filter_options(*command, arguments->filters);
  command->add_option("--run", options.run, "whose suggestions; the newest run's without it");
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { write_export(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
