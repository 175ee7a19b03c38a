// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a review is on a large project: filters and orders, decisions, bulk decisions, export
// (beside Python's csv module on the same file). The project is made first, in the folder.
// Usage: bench_review [rows] [folder]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/pipeline/project_export.h"
#include "core/pipeline/project_import.h"
#include "core/pipeline/review_desk.h"
#include "core/pipeline/review_list.h"
#include "core/pipeline/reviewing.h"

namespace {

using namespace noiseal;

constexpr std::size_t kPage = 50;
constexpr int kEpochs = 6;

double milliseconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

void report(const std::string& what, double ms) {
  fmt::print("{:<52} {:10.1f} ms\n", what, ms);
  std::fflush(stdout);
}

void write_csv(const std::filesystem::path& file, std::size_t rows) {
  std::ofstream out(file, std::ios::binary);
  out << "id,text,label\n";
  Rng rng({1});
  for (std::size_t row = 0; row < rows; ++row) {
    std::string text;
    for (int word = 0; word < 15; ++word) {
      const std::uint64_t number = rng.below(5000);
      text += fmt::format("{}w{}{}", word == 0 ? "" : " ", number,
                          std::string_view("abcdefghij").substr(0, number % 8));
    }
    out << fmt::format("row-{:07},{},label {}\n", row, text, rng.below(12));
  }
}

void store_run(const Project& project) {
  const std::vector<std::int64_t> ids = project.rows().read_split(Split::train).ids;
  const std::int64_t run = project.runs().add({}, ids);
  Rng rng({2});
  std::vector<RowScore> scores(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    scores[i].row = ids[i];
    scores[i].score = rng.uniform();
    scores[i].set = static_cast<std::uint8_t>(rng.below(4));
    scores[i].suggestion = static_cast<std::int32_t>(rng.below(12));
    scores[i].p_strong = rng.uniform();
    scores[i].p_weak = rng.uniform();
    scores[i].annotator_label = static_cast<std::int32_t>(rng.below(13)) - 1;
  }
  project.scores().replace(run, scores);
  const std::vector<float> values(ids.size(), 0.5F);
  const std::vector<std::uint16_t> labels(ids.size(), 1);
  for (int epoch = 1; epoch <= kEpochs; ++epoch) {
    EpochCommit commit;
    commit.epoch = {epoch, "warm-up", "{}", 0};
    for (const char* model : {"strong", "weak"}) {
      for (const char* signal : {"p_given", "p_max", "loss", "margin", "threshold"}) {
        commit.signals.push_back({model, signal, std::span(values)});
      }
      commit.signals.push_back({model, "argmax", std::span(labels)});
    }
    project.runs().commit_epoch(run, commit);
  }
}

Project make_project(const std::filesystem::path& folder, std::size_t rows) {
  const std::filesystem::path file = folder / "million.noiseal";
  if (std::filesystem::exists(file)) {
    return Project::open(file, OpenMode::write);
  }
  write_csv(folder / "million.csv", rows);
  ImportOptions options;
  options.file = folder / "million.csv";
  options.project = file;
  import_project(options, nullptr, Control());
  Project project = Project::open(file, OpenMode::write);
  store_run(project);
  project.text_index().build(nullptr, Control());
  return project;
}

/// What a page of the queue shows.
void read_page(const Project& project, const ReviewList& list) {
  for (std::size_t i = 0; i < std::min(kPage, list.order().size()); ++i) {
    static_cast<void>(project.rows().row(list.row_at(i)));
  }
}

void measure_queries(const Project& project, ReviewList& list) {
  for (const std::string& order : queue_order_names()) {
    QueueQuery query;
    query.order = queue_order_named(order).value();
    report(fmt::format("order \"{}\", first page", order), milliseconds([&] {
             list.apply(query);
             read_page(project, list);
           }));
  }
  const auto filter = [&](const std::string& name, const QueueQuery& query) {
    report(fmt::format("{}, first page ({} rows)", name,
                       [&] {
                         list.apply(query);
                         return list.order().size();
                       }()),
           milliseconds([&] {
             list.apply({});
             list.apply(query);
             read_page(project, list);
           }));
  };
  QueueQuery query;
  query.set = 2;
  filter("filter by set", query);
  query = {};
  query.given = 3;
  query.suggestion = 5;
  filter("filter by label pair", query);
  query.min_score = 0.999;
  filter("filter by label pair and score", query);
  for (const char* words : {"w123", "w4711abcdefg", "w1 w2"}) {
    query = {};
    query.text = words;
    filter(fmt::format("text search \"{}\"", words), query);
  }
  report("counts of given x decided labels",
         milliseconds([&] { static_cast<void>(list.transitions(QueueState::any)); }));
}

void measure_decisions(const Project& project, ReviewList& list) {
  list.apply({});
  const std::vector<std::string> labels = project.labels().names();
  std::vector<double> times;
  std::size_t position = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::int64_t row = list.row_at(position);
    times.push_back(milliseconds([&] {
      OnScreen screen;
      screen.run = list.run();
      screen.score = project.scores().get(list.run(), row);
      Decision decision = decision_on(row, 0, 1, DecisionKind::accept);
      decision.reviewer = "Ada";
      decision.context = on_screen_json(screen, labels);
      project.decisions().add(decision);
      list.refresh({row});
      position = list.next_undecided(position);
      const std::int64_t next = list.row_at(position);
      static_cast<void>(project.rows().row(next));
      static_cast<void>(project.scores().get(list.run(), next));
      static_cast<void>(project.decisions().history(next));
      static_cast<void>(project.signals().biography(list.run(), list.columns().place(next)));
    }));
  }
  std::sort(times.begin(), times.end());
  report("decision stored and next row read, median", times[times.size() / 2]);
  report("decision stored and next row read, 99th percentile", times[times.size() * 99 / 100]);
  report("decision stored and next row read, slowest", times.back());
  DecisionSteps steps = project.decision_steps("Ada");
  report("first undo after opening", milliseconds([&] { steps.undo(); }));
  report("next undo", milliseconds([&] { steps.undo(); }));
}

void measure_bulk(const Project& project, ReviewList& list) {
  list.apply({});
  const std::size_t rows = std::min<std::size_t>(100'000, list.order().size());
  report(fmt::format("bulk decision of {} rows", rows), milliseconds([&] {
           project.decisions().add_batch(
               bulk_decision(list, list.order().first(rows), DecisionKind::accept, -1, "Ada", "{}")
                   .decisions);
           list.refresh();
         }));
  DecisionSteps steps = project.decision_steps("Ada");
  report("its undo", milliseconds([&] { steps.undo(); }));
  report("its redo", milliseconds([&] { steps.redo(); }));
  report("first page of the history",
         milliseconds([&] { static_cast<void>(project.decision_history({})); }));
}

/// Many decisions by two people, each a step of its own, as a long review leaves them.
void decide_one_by_one(const Project& project, const ReviewList& list, std::size_t n) {
  const std::vector<std::string> labels = project.labels().names();
  OnScreen screen;
  screen.run = list.run();
  screen.order = QueueOrder::spread;
  screen.score = project.scores().get(list.run(), list.row_at(0));
  const std::string context = on_screen_json(screen, labels);
  project.in_transaction([&] {
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t row = list.columns().id[i];
      Decision decision = decision_on(row, 0, 1, DecisionKind::accept);
      decision.reviewer = i % 2 == 0 ? "Ada" : "Grace";
      decision.context = context;
      project.decisions().add(decision);
    }
  });
}

/// A change of the order at the desk, before and after a decision.
void measure_reordering(const Project& project, std::size_t decisions) {
  ReviewDesk desk(project, std::nullopt, "Ada", Control());
  const std::string with = fmt::format(" with {} decisions", decisions);
  report("first view" + with, milliseconds([&] { desk.apply({}); }));
  for (const QueueOrder order :
       {QueueOrder::score, QueueOrder::disagreement, QueueOrder::newest, QueueOrder::spread}) {
    report(fmt::format("order \"{}\" at the desk{}", queue_order_name(order), with),
           milliseconds([&] { desk.apply({.order = order}); }));
  }
  const QueueQuery not_ada{.order = QueueOrder::score, .not_yet_by = "Ada"};
  report("rows not yet decided by one reviewer" + with, milliseconds([&] { desk.apply(not_ada); }));
  report("the same in another order" + with, milliseconds([&] {
           QueueQuery query = not_ada;
           query.order = QueueOrder::spread;
           desk.apply(query);
         }));
  desk.decide({.kind = DecisionKind::keep});
  report("order \"score\" after one more decision" + with,
         milliseconds([&] { desk.apply({.order = QueueOrder::score}); }));
}

void measure_export(const Project& project, const std::filesystem::path& folder) {
  ExportOptions options;
  options.output = folder / "out.csv";
  const double ours = milliseconds([&] { export_project(project, options, Control()); });
  report("export of all records", ours);
  const std::string command = fmt::format(
      "python3 -c \"import csv; w = csv.writer(open(r'{0}/python.csv', 'w', newline='')); "
      "w.writerows(csv.reader(open(r'{0}/million.csv', newline='')))\"",
      folder.string());
  int status = 0;
  const double theirs = milliseconds([&] { status = std::system(command.c_str()); });
  report(status == 0 ? "the same file through Python's csv module" : "python3 failed", theirs);
  fmt::print("export takes {:.2f} times as long as Python's csv module\n", ours / theirs);
}

int measure(std::size_t rows, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const Project project = make_project(folder, rows);
  std::optional<ReviewList> list;
  report("columns of all rows read",
         milliseconds([&] { list.emplace(project, std::nullopt, Control()); }));
  measure_queries(project, *list);
  measure_decisions(project, *list);
  measure_bulk(project, *list);
  measure_export(project, folder);
  const std::size_t many = std::min<std::size_t>(300'000, list->columns().size());
  decide_one_by_one(project, *list, many);
  measure_reordering(project, many);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::stoul(argv[1]) : 1'000'000;
  const std::filesystem::path folder =
      argc > 2 ? argv[2] : std::filesystem::temp_directory_path() / "noiseal-bench-review";
  try {
    return measure(rows, folder);
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
