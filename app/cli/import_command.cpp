// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>

#include "app/cli/progress.h"
#include "app/cli/session.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/pipeline/project_import.h"

namespace noiseal::cli {
namespace {

struct ImportArguments {
  ImportOptions options;
  std::string valid;  ///< a file or a share of the rows
  std::string label;
  std::string gold;
  std::string id;
  std::string split;
  std::string test;
  bool drop_test_overlap = false;
  bool no_header = false;
  bool strict = false;
};

std::optional<std::string> given(const std::string& value) {
  return value.empty() ? std::nullopt : std::optional(value);
}

/// "0.1" is a share, everything else a file.
void set_valid(const std::string& value, ImportOptions& options) {
  double share = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, share);
  if (error == std::errc() && stop == end) {
    if (!(share > 0 && share < 1)) {
      throw UsageError(fmt::format(
          "--valid {} is not a share of the rows; give one between 0 and 1, or a file.", value));
    }
    options.valid_share = share;
  } else if (!value.empty()) {
    options.valid_file = value;
  }
}

ImportOptions options_from(const ImportArguments& arguments) {
  ImportOptions options = arguments.options;
  options.label_column = given(arguments.label);
  options.gold_column = given(arguments.gold);
  options.id_column = given(arguments.id);
  options.split_column = given(arguments.split);
  set_valid(arguments.valid, options);
  if (!arguments.test.empty()) {
    options.test_file = arguments.test;
  }
  options.test_overlap = arguments.drop_test_overlap ? TestOverlap::set_aside : TestOverlap::report;
  options.header = arguments.no_header ? HeaderLine::absent : HeaderLine::guess;
  options.bad_records = arguments.strict ? BadRecords::refuse_file : BadRecords::set_aside;
  return options;
}

void print_labels(const ImportReport& report) {
  constexpr std::size_t kShownLabels = 30;
  std::size_t width = 5;
  for (const std::string& label : report.labels) {
    width = std::max(width, std::min<std::size_t>(printable(label).size(), 40));
  }
  for (std::size_t i = 0; i < std::min(report.labels.size(), kShownLabels); ++i) {
    std::cout << fmt::format("  {:<{}}  {:>8} rows\n", printable_start(report.labels[i], 40), width,
                             report.label_counts[i]);
  }
  if (report.labels.size() > kShownLabels) {
    std::cout << fmt::format("  and {} labels more\n", report.labels.size() - kShownLabels);
  }
}

void print_bad_records(const ImportReport& report) {
  if (report.bad_record_count == 0) {
    return;
  }
  std::cout << fmt::format("Set aside, kept for the export: {} records\n", report.bad_record_count);
  for (const BadRecordGroup& group : report.bad_records) {
    std::cout << fmt::format("  {:>6}  {} ({}: line {}{})\n", group.count, printable(group.reason),
                             printable(group.file), fmt::join(group.first_lines, ", "),
                             group.count > group.first_lines.size() ? ", ..." : "");
  }
}

void print_report(const ImportReport& report, const std::filesystem::path& project) {
  std::cout << fmt::format(
      "{}: {} rows to train on, {} to validate, {} to test; {} labels; text from {}, labels from "
      "{}{}.\n",
      printable(project.string()), report.train_rows, report.valid_rows, report.test_rows,
      report.labels.size(), printable(report.text_columns), printable(report.label_column),
      report.gold_column.empty() ? std::string()
                                 : ", gold labels from " + printable(report.gold_column));
  print_labels(report);
  print_bad_records(report);
  for (const std::string& notice : report.notices) {
    std::cout << "Note: " << printable(notice) << '\n';
  }
  std::cout << "Next: noiseal run " << printable(project.string()) << '\n';
}

void import(const ImportArguments& arguments, const Control& control) {
  const ImportOptions options = options_from(arguments);
  Progress progress;
  const ImportReport report = import_project(
      options,
      [&](const std::filesystem::path& file, std::uint64_t done, std::uint64_t all) {
        progress.show("reading " + file.filename().string(),
                      all == 0 ? 0.0 : static_cast<double>(done) / static_cast<double>(all));
      },
      control);
  progress.clear();
  print_report(report, options.project);
}

}  // namespace

void add_import(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand("import", "Read a labelled file into a new project.");
  const auto arguments = std::make_shared<ImportArguments>();
  ImportOptions& options = arguments->options;
  command->add_option("FILE", options.file, "CSV, TSV or JSON lines; the rows to train on")
      ->required();
  command->add_option("-o,--output", options.project, "the project file to make, name.noiseal")
      ->required();
  command
      ->add_option("--text", options.text_columns,
                   "column with the text, by name or number from 1; may be repeated")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--label", arguments->label, "column with the labels to be audited");
  command->add_option("--gold", arguments->gold, "column with reference labels, where known");
  command->add_option("--id", arguments->id, "column that names the row");
  command->add_option("--split", arguments->split, "column that says train, valid or test");
  command->add_option("--valid", arguments->valid,
                      "file with clean rows to validate on, or the share of rows to take for it");
  command->add_option("--test", arguments->test, "file with clean rows to test on");
  command->add_flag("--drop-test-overlap", arguments->drop_test_overlap,
                    "set rows aside whose text is in the test file, too");
  command->add_option("--encoding", options.encoding, "such as utf-8 or windows-1252");
  command->add_option("--delimiter", options.delimiter, "the character between two fields");
  command->add_flag("--no-header", arguments->no_header, "the first line is a record");
  command->add_flag("--strict", arguments->strict, "refuse a file with bad records");
  command->add_option("--seed", options.seed, "of drawn splits")
      ->check(refuse_negative)
      ->capture_default_str();
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { import(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
