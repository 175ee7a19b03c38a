// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <vector>

#include "app/cli/progress.h"
#include "app/cli/review_options.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/data/csv_writer.h"
#include "core/pipeline/random_review.h"
#include "core/pipeline/review_queue.h"
#include "core/pipeline/reviewing.h"

namespace noiseal::cli {
namespace {

/// Text of others on a terminal must not steer it.
std::string shown(const std::string& text) {
  static const bool terminal = isatty(STDOUT_FILENO) == 1;
  return terminal ? printable(text) : text;
}

std::string name_of(std::int32_t label, const std::vector<std::string>& names) {
  return label < 0 ? std::string() : shown(names.at(static_cast<std::size_t>(label)));
}

struct BulkVerdict {
  DecisionKind kind = DecisionKind::keep;
  std::int32_t label = -1;
};

BulkVerdict verdict_of(const std::string& what, const Project& project) {
  constexpr std::string_view prefix = "label:";
  if (what.starts_with(prefix)) {
    if (const auto label = project.labels().find(what.substr(prefix.size()))) {
      return {DecisionKind::label, *label};
    }
    throw Error(fmt::format("The project {} has no label \"{}\".", project.path().string(),
                            printable_start(what.substr(prefix.size()), 60)));
  }
  for (const DecisionKind kind : {DecisionKind::accept, DecisionKind::keep, DecisionKind::ambiguous,
                                  DecisionKind::exclude, DecisionKind::flag}) {
    if (what == decision_kind_name(kind)) {
      return {kind, -1};
    }
  }
  throw UsageError(
      fmt::format("--bulk {} is no decision; it takes accept, keep, ambiguous, exclude, flag or "
                  "label:NAME.",
                  printable_start(what, 60)));
}

/// Shows how far a batch is, and lets it be stopped with nothing stored.
BatchProgress batch_progress(Progress& bar, const Control& control, std::size_t all) {
  return [&bar, control, all](std::size_t done) {
    control.check_point();
    bar.show("storing decisions", static_cast<double>(done) / static_cast<double>(all));
  };
}

}  // namespace

/// The queue as CSV that "review --apply" reads back once its column "decision" is filled in.
void list_queue(const ReviewArguments& arguments, const Control& control) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const QueueQuery query = filters_of(arguments.filters, project);
  const std::vector<std::string> names = project.labels().names();
  require_scored_run(project, arguments.run);
  CsvWriter csv(std::cout);
  csv.write({"id", "given", "suggestion", "error_score", "decision", "note", "text"});
  std::size_t listed = 0;
  for_each_in_queue(project, arguments.run, query, [&](const QueueEntry& entry) {
    control.check_point();
    csv.write({shown(entry.row.shown_id()), name_of(entry.row.given, names),
               name_of(entry.score.suggestion, names), fmt::format("{:.4f}", entry.score.score), "",
               "", shown(entry.row.text)});
    return ++listed != arguments.limit;
  });
}

void count_queue(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  ReviewList list(project, arguments.run, Control());
  list.apply(filters_of(arguments.filters, project));
  std::cout << fmt::format("{} of {} reviewed.\n", list.counts().decided, list.counts().all);
}

void decide_in_bulk(const ReviewArguments& arguments, const Control& control) {
  const Project project =
      Project::open(arguments.project, arguments.preview ? OpenMode::read : OpenMode::write);
  const BulkVerdict verdict = verdict_of(arguments.bulk, project);
  ReviewList list(project, arguments.run, control);
  list.apply(filters_of(arguments.filters, project));
  const std::vector<std::string> labels = project.labels().names();
  OnScreen screen;
  screen.mode = ReviewMode::table;
  screen.run = list.run();
  screen.order = list.query().order;
  const std::string reviewer = reviewer_name(arguments.reviewer);
  BulkDecision bulk = bulk_decision(list, list.order(), verdict.kind, verdict.label, reviewer,
                                    on_screen_json(screen, labels));
  for (Decision& decision : bulk.decisions) {
    decision.note = arguments.note;
  }
  std::cout << printable(bulk_sentence(bulk, labels)) << ".\n";
  if (arguments.preview) {
    std::cout << "Nothing was stored; leave out --preview to do it.\n";
    return;
  }
  if (bulk.decisions.empty()) {
    return;
  }
  Progress bar;
  const std::int64_t step = project.decisions().add_batch(
      bulk.decisions, batch_progress(bar, control, bulk.decisions.size()));
  bar.clear();
  std::cout << fmt::format("Stored as step {}; \"noiseal review {} --undo\" takes it back.\n", step,
                           printable(arguments.project.string()));
}

void accept_audited(const ReviewArguments& arguments, const Control& control) {
  const Project project = Project::open(arguments.project, OpenMode::write);
  const auto newest = project.review_samples().newest(SamplePurpose::accept);
  if (!arguments.sample && !newest) {
    throw Error("No audit was started; do so with --audit-start SCORE.");
  }
  const std::int64_t id = arguments.sample ? *arguments.sample : newest->id;
  Progress bar;
  const std::size_t rows =
      accept_rest(project, id, reviewer_name(arguments.reviewer), [&](std::size_t done) {
        control.check_point();
        bar.show("storing decisions",
                 static_cast<double>(done) /
                     static_cast<double>(project.review_samples().find(id).population));
      });
  bar.clear();
  std::cout << fmt::format(
      "{} suggestions accepted as one step; \"noiseal review {} --undo\" "
      "takes it back.\n",
      rows, printable(arguments.project.string()));
}

void start_sample(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::write);
  SampleDraw draw;
  draw.purpose = arguments.audit_start ? SamplePurpose::accept : SamplePurpose::errors_left;
  draw.threshold = arguments.audit_start.value_or(0);
  draw.size = arguments.size;
  draw.reviewer = reviewer_name(arguments.reviewer);
  draw.run = arguments.run;
  const SampleProgress drawn = sample_progress(project, draw_sample(project, draw));
  std::cout << fmt::format(
      "Sample {}: {} of {} rows, drawn at random. Next: noiseal review {} --sample-list > "
      "sample.csv, fill in the column decision with label:NAME, then --apply sample.csv --sample "
      "{}\n",
      drawn.sample.id, drawn.size, drawn.sample.population, printable(arguments.project.string()),
      drawn.sample.id);
}

namespace {

SampleProgress asked_sample(const ReviewArguments& arguments, const Project& project) {
  if (arguments.sample) {
    return sample_progress(project, *arguments.sample);
  }
  const std::vector<ReviewSample> all = project.review_samples().all();
  if (all.empty()) {
    throw Error(
        fmt::format("{} has no sample; draw one with --audit-start SCORE or "
                    "--estimate-start.",
                    project.path().string()));
  }
  return sample_progress(project, all.back().id);
}

}  // namespace

/// Blind: neither the given label nor the suggestion is told, for one gives away the other.
void list_sample(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const SampleProgress progress = asked_sample(arguments, project);
  CsvWriter csv(std::cout);
  csv.write({"id", "decision", "note", "text"});
  for (const SampleRow& waiting : progress.waiting) {
    const Row row = project.rows().row(waiting.row);
    csv.write({shown(row.shown_id()), "", "", shown(row.text)});
  }
}

void show_sample_result(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const SampleProgress progress = asked_sample(arguments, project);
  if (progress.sample.purpose == SamplePurpose::errors_left) {
    const ErrorsLeft left = errors_left(project, progress);
    std::cout << fmt::format(
        "Sample {}: {} of {} rows had a wrong label. About {:.0f} wrong labels are left ({:.0f} to "
        "{:.0f}, 95 % Clopper-Pearson).\n",
        progress.sample.id, left.wrong_in_sample, left.sample_size, left.left.estimate,
        left.left.low, left.left.high);
    return;
  }
  const AuditResult result = audit_result(progress);
  std::cout << fmt::format(
      "Sample {}: {} of {} suggestions with an error score of {} or more are right, {:.1f} % "
      "({:.1f} "
      "to {:.1f} %, 95 % Clopper-Pearson). {}\n",
      progress.sample.id, result.right, result.reviewed, progress.sample.threshold.value_or(0),
      100 * result.precision, 100 * result.interval.low, 100 * result.interval.high,
      progress.sample.batch != 0 ? "The rest was accepted."
                                 : "--audit-accept accepts the rest of these rows.");
}

}  // namespace noiseal::cli
