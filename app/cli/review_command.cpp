// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "app/cli/review_options.h"
#include "app/cli/session.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/pipeline/decision_file.h"
#include "core/pipeline/random_review.h"
#include "core/pipeline/reviewers.h"

namespace noiseal::cli {
namespace {

void apply_decisions(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::write);
  DecisionFileOptions options;
  options.reviewer = reviewer_name(arguments.reviewer);
  options.run = arguments.run;
  options.settles = arguments.settle;
  options.sample = arguments.sample.value_or(0);
  const DecisionFileReport report = apply_decision_file(project, arguments.apply, options);
  std::cout << fmt::format(
      "{} decisions stored: {} kept, {} relabelled, {} ambiguous, {} excluded.\n", report.decisions,
      report.kept, report.relabelled, report.ambiguous, report.excluded);
  if (options.sample != 0) {
    std::cout << fmt::format("Next: noiseal review {} --sample-result --sample {}\n",
                             printable(arguments.project.string()), options.sample);
    return;
  }
  std::cout << "Next: noiseal export " << printable(arguments.project.string())
            << " -o clean.csv\n";
}

void show_blind_report(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  std::cout << printable(blind_report(project).sentence) << "\n";
}

void show_stop_advice(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  std::cout << printable(stop_advice(project).sentence) << "\n";
}

/// One thing is done at a time; a bulk decision, an undo and the like are told apart by option.
void carry_out(const ReviewArguments& arguments, const Control& control) {
  if (arguments.list) {
    list_queue(arguments, control);
  } else if (arguments.count) {
    count_queue(arguments);
  } else if (!arguments.row.empty()) {
    show_review_row(arguments);
  } else if (!arguments.apply.empty()) {
    apply_decisions(arguments);
  } else if (!arguments.bulk.empty()) {
    decide_in_bulk(arguments, control);
  } else if (arguments.history) {
    show_history(arguments);
  } else if (arguments.undo || arguments.redo) {
    undo_or_redo(arguments);
  } else if (arguments.agreement) {
    compare_reviewers_of(arguments);
  } else if (arguments.conflicts) {
    list_conflicts(arguments);
  } else if (arguments.audit_start || arguments.estimate_start) {
    start_sample(arguments);
  } else if (arguments.sample_list) {
    list_sample(arguments);
  } else if (arguments.sample_result) {
    show_sample_result(arguments);
  } else if (arguments.audit_accept) {
    accept_audited(arguments, control);
  } else if (arguments.blind_report) {
    show_blind_report(arguments);
  } else if (arguments.stop_advice) {
    show_stop_advice(arguments);
  } else {
    throw UsageError(
        "review needs --list, --apply FILE or another of its options; noiseal review "
        "--help says more.");
  }
}

/// Options that do something; exactly one is given.
void add_actions(CLI::App& command, ReviewArguments& arguments) {
  CLI::Option_group* actions = command.add_option_group("What to do", "one of these");
  actions->add_flag("--list", arguments.list,
                    "print the queue as CSV, with an empty column for decisions");
  actions->add_flag("--count", arguments.count, "print how many of the rows are reviewed");
  actions->add_option(
      "--row", arguments.row,
      "print what is known about one row: labels, what the models and the annotator "
      "say, the exact request behind its answer, its decisions");
  actions->add_option("--apply", arguments.apply,
                      "CSV with the columns id and decision: keep, accept, ambiguous, exclude, "
                      "skip, flag or label:NAME");
  actions->add_option("--bulk", arguments.bulk,
                      "the same decision for every row that the filters let through, as one step: "
                      "accept, keep, ambiguous, exclude, flag or label:NAME");
  actions->add_flag("--history", arguments.history,
                    "print the decisions as CSV, the newest first; --text searches them");
  actions
      ->add_option("--undo", arguments.undo,
                   "take back the reviewer's last step, or the decision with this number")
      ->expected(0, 1)
      ->default_str("0");
  actions->add_flag("--redo", arguments.redo, "bring back what was taken back last");
  actions->add_flag("--agreement", arguments.agreement, "how far reviewers agree: Cohen's kappa");
  actions->add_flag("--conflicts", arguments.conflicts,
                    "print the rows on which reviewers differ as CSV");
  actions->add_option("--audit-start", arguments.audit_start,
                      "draw a random sample of the suggestions with this error score or more, to "
                      "measure how many are right");
  actions->add_flag("--estimate-start", arguments.estimate_start,
                    "draw a random sample of undecided rows, to estimate the errors left");
  actions->add_flag("--sample-list", arguments.sample_list,
                    "print the rows of a sample that wait, without label and suggestion");
  actions->add_flag("--sample-result", arguments.sample_result,
                    "what a reviewed sample says, with its interval");
  actions->add_flag("--audit-accept", arguments.audit_accept,
                    "accept the rest of the suggestions that an audit stands for, as one step");
  actions->add_flag("--blind-report", arguments.blind_report,
                    "how often seeing the suggestion changed the reviewer's mind");
  actions->add_flag("--stop-advice", arguments.stop_advice,
                    "errors in the last decisions, and an estimate of those left");
  actions->require_option(0, 1);
}

}  // namespace

void add_review(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand(
      "review", "List the rows that wait for a decision, store decisions, look back at them.");
  const auto arguments = std::make_shared<ReviewArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  add_actions(*command, *arguments);
  add_filter_options(*command, arguments->filters);
  command->add_option("--limit", arguments->limit, "rows or steps printed at most")
      ->check([](const std::string& value) {
        return value == "0" ? "0 rows are none to print" : refuse_negative(value);
      });
  command->add_option("--before", arguments->before,
                      "with --history: go on before the decision with this number");
  command->add_flag("--preview", arguments->preview,
                    "with --bulk: say what would change, store nothing");
  command->add_option("--note", arguments->note, "with --bulk: a note for each decision");
  command->add_flag("--settle", arguments->settle,
                    "with --apply: the decisions settle conflicts between reviewers");
  command->add_option("--size", arguments->size, "rows in a new sample; 100 without it")
      ->check(refuse_negative);
  command->add_option("--sample", arguments->sample, "which sample; the newest without it");
  command->add_option("--reviewer", arguments->reviewer, "who decides; your login name without it");
  command->add_option("--run", arguments->run, "whose suggestions; the newest run's without it");
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { carry_out(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
