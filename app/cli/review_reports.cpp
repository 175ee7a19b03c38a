// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <iostream>
#include <vector>

#include "app/cli/review_options.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/data/csv_writer.h"
#include "core/pipeline/reviewers.h"
#include "core/pipeline/reviewing.h"

namespace noiseal::cli {
namespace {

constexpr std::size_t kStepsShown = 50;

std::string name_of(std::int32_t label, const std::vector<std::string>& names) {
  return label < 0 ? std::string() : names.at(static_cast<std::size_t>(label));
}

std::string verdict_text(const Verdict& verdict, const std::vector<std::string>& names) {
  return fmt::format("{}: {}", verdict.reviewer,
                     verdict.label >= 0 ? name_of(verdict.label, names)
                                        : std::string(decision_kind_name(verdict.kind)));
}

}  // namespace

void show_history(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const std::vector<std::string> names = project.labels().names();
  HistoryQuery query;
  query.words = arguments.filters.text;
  query.before = arguments.before;
  query.limit = arguments.limit != 0 ? arguments.limit : kStepsShown;
  CsvWriter csv(std::cout);
  csv.write({"decision", "time", "reviewer", "what", "rows", "id", "from", "to", "in_force", "note",
             "seconds", "on_screen", "text"});
  for (const HistoryStep& step : project.decision_history(query)) {
    const Decision& entry = step.entry;
    csv.write({std::to_string(entry.id), entry.time, printable(entry.reviewer),
               entry.undoes != 0 ? fmt::format("undo of {}", entry.undoes)
                                 : std::string(decision_kind_name(entry.kind)),
               std::to_string(step.size), printable(step.row_id),
               printable(name_of(entry.from_label, names)),
               printable(name_of(entry.to_label, names)), step.in_force ? "yes" : "no",
               printable(entry.note),
               fmt::format("{:.1f}", 0.001 * static_cast<double>(entry.milliseconds)),
               printable(entry.context), printable_start(step.text, 200)});
  }
}

void undo_or_redo(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::write);
  const std::string reviewer = reviewer_name(arguments.reviewer);
  const std::vector<std::string> names = project.labels().names();
  if (arguments.undo.value_or(0) != 0) {
    std::cout << printable(
                     taken_back_sentence(take_back(project, *arguments.undo, reviewer), names))
              << "\n";
    return;
  }
  DecisionSteps steps = project.decision_steps(reviewer);
  const auto taken = arguments.redo ? steps.redo() : steps.undo();
  if (!taken) {
    throw Error(fmt::format("{} has nothing to {} in {}.", reviewer,
                            arguments.redo ? "redo" : "undo", project.path().string()));
  }
  const std::string what =
      taken->size() > 1 ? fmt::format("a step of {} decisions", taken->size())
                        : fmt::format("\"{}\" on row {}", decision_kind_name(taken->decision.kind),
                                      project.rows().row(taken->decision.row).shown_id());
  std::cout << printable(fmt::format("{}: {}.", arguments.redo ? "Redone" : "Taken back", what))
            << "\n";
}

void compare_reviewers_of(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const ReviewersReport report = compare_reviewers(project);
  if (report.pairs.empty()) {
    std::cout << "No row was decided by two reviewers.\n";
    return;
  }
  for (const ReviewerPair& pair : report.pairs) {
    const Agreement& agreement = pair.agreement;
    std::cout << printable(fmt::format(
                     "{} and {}: {} rows decided by both, the same on {}, Cohen's kappa {}",
                     pair.first, pair.second, agreement.items, agreement.agreed,
                     agreement.kappa ? fmt::format("{:.3f}", *agreement.kappa)
                                     : std::string("not defined (chance alone would agree)")))
              << "\n";
  }
  std::cout << fmt::format("{} conflicts to settle{}\n", report.conflicts.size(),
                           report.conflicts.empty() ? "." : "; --conflicts lists them.");
}

/// The conflicts as CSV that "review --apply --settle" reads back.
void list_conflicts(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const std::vector<std::string> names = project.labels().names();
  CsvWriter csv(std::cout);
  csv.write({"id", "given", "verdicts", "decision", "note", "text"});
  for (const Conflict& conflict : compare_reviewers(project).conflicts) {
    const Row row = project.rows().row(conflict.row);
    std::string verdicts;
    for (const Verdict& verdict : conflict.verdicts) {
      verdicts += (verdicts.empty() ? "" : "; ") + verdict_text(verdict, names);
    }
    csv.write({printable(row.shown_id()), printable(name_of(row.given, names)), printable(verdicts),
               "", "", printable(row.text)});
  }
}

}  // namespace noiseal::cli
