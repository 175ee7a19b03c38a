// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <vector>

#include "app/cli/session.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/data/csv_writer.h"
#include "core/pipeline/decision_file.h"
#include "core/pipeline/review_queue.h"

namespace noiseal::cli {
namespace {

struct ReviewArguments {
  std::filesystem::path project;
  bool list = false;
  std::size_t limit = 0;  ///< rows listed; 0: all
  std::filesystem::path apply;
  std::string reviewer;
  std::optional<std::int64_t> run;
};

/// The name that decisions are stored under: as given, else the login name.
std::string reviewer_name(const std::string& given) {
  if (!given.empty()) {
    return given;
  }
  const passwd* user = getpwuid(getuid());
  return user != nullptr && user->pw_name != nullptr ? user->pw_name : "unknown";
}

/// The queue as CSV that "review --apply" reads back once its column "decision" is filled in.
void list_queue(const ReviewArguments& arguments, const Control& control) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const std::vector<std::string> names = project.labels().names();
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const auto shown = [&](const std::string& text) { return terminal ? printable(text) : text; };
  const auto name = [&](std::int32_t label) {
    return label < 0 ? std::string() : shown(names.at(static_cast<std::size_t>(label)));
  };
  CsvWriter csv(std::cout);
  const auto write_header = [&] {
    csv.write({"id", "given", "suggestion", "error_score", "decision", "note", "text"});
  };
  std::size_t listed = 0;
  for_each_in_queue(project, arguments.run, [&](const QueueEntry& entry) {
    control.check_point();
    if (listed++ == 0) {
      write_header();  // not before it is known that there is a queue
    }
    csv.write({shown(entry.row.shown_id()), name(entry.row.given), name(entry.score.suggestion),
               fmt::format("{:.4f}", entry.score.score), "", "", shown(entry.row.text)});
    return listed != arguments.limit;
  });
  if (listed == 0) {
    write_header();
  }
}

void apply_decisions(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::write);
  const DecisionFileReport report = apply_decision_file(
      project, arguments.apply, reviewer_name(arguments.reviewer), arguments.run);
  std::cout << fmt::format(
      "{} decisions stored: {} kept, {} relabelled, {} ambiguous, {} excluded.\n", report.decisions,
      report.kept, report.relabelled, report.ambiguous, report.excluded);
  std::cout << "Next: noiseal export " << printable(arguments.project.string())
            << " -o clean.csv\n";
}

}  // namespace

void add_review(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand(
      "review", "List the rows that wait for a decision, or store decisions from a file.");
  const auto arguments = std::make_shared<ReviewArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  CLI::Option* list = command->add_flag(
      "--list", arguments->list, "print the queue as CSV, with an empty column for decisions");
  command->add_option("--limit", arguments->limit, "with --list: rows printed at most")
      ->check([](const std::string& value) {
        return value == "0" ? "0 rows are none to print" : refuse_negative(value);
      })
      ->needs(list);
  CLI::Option* apply = command
                           ->add_option("--apply", arguments->apply,
                                        "CSV with the columns id and decision: keep, accept, "
                                        "ambiguous, exclude or label:NAME")
                           ->excludes(list);
  command->add_option("--reviewer", arguments->reviewer, "who has decided; your login name without")
      ->needs(apply);
  command->add_option("--run", arguments->run, "whose suggestions; the newest run's without it");
  command->callback([&session, arguments] {
    if (!arguments->list && arguments->apply.empty()) {
      throw UsageError("review needs --list or --apply FILE; noiseal review --help says more.");
    }
    session.action = [&session, arguments] {
      arguments->list ? list_queue(*arguments, session.control) : apply_decisions(*arguments);
    };
  });
}

}  // namespace noiseal::cli
