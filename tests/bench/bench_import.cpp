// SPDX-License-Identifier: GPL-3.0-or-later
// How long the import of a large CSV takes beside `sqlite3 .import` of the same file, in turns in
// one run, and how much memory. Usage: bench_import [rows] [rounds] [folder]
// Works in a folder of its own inside [folder] and removes nothing else.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/pipeline/project_import.h"
#include "core/store/project.h"

namespace {

using noiseal::Control;
using noiseal::OpenMode;
using noiseal::Project;
using noiseal::Rng;

/// About 160 bytes a row: an id, fifteen words (every tenth text quoted, with commas), a label.
void write_csv(const std::filesystem::path& file, std::size_t rows) {
  const char* const labels[] = {"billing", "shipping", "returns",   "account",
                                "praise",  "other",    "technical", "complaint"};
  std::ofstream out(file, std::ios::binary);
  out << "id,text,label\n";
  Rng rng({1});
  for (std::size_t row = 0; row < rows; ++row) {
    const bool quoted = row % 10 == 0;
    std::string text;
    for (int word = 0; word < 15; ++word) {
      const std::uint64_t number = rng.below(5000);
      text += fmt::format("{}w{}{}", word == 0 ? "" : (quoted && word < 3 ? ", " : " "), number,
                          std::string_view("abcdefghij").substr(0, number % 8));
    }
    const char* const quote = quoted ? "\"" : "";
    out << fmt::format("row-{:07},{}{}{},{}\n", row, quote, text, quote, labels[rng.below(8)]);
  }
}

struct Measured {
  double seconds = 0;
  long peak_kib = 0;
  bool done = false;
};

/// Runs work in a process of its own.
Measured in_child(const std::function<int()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    _exit(work());
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return {took.count(), usage.ru_maxrss, WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

int import_with_sqlite(const std::filesystem::path& csv, const std::filesystem::path& database) {
  const std::string command = fmt::format(".import --csv {} t", csv.string());
  execlp("sqlite3", "sqlite3", database.c_str(), command.c_str(), nullptr);
  return 127;
}

int import_with_noiseal(const std::filesystem::path& csv, const std::filesystem::path& project) {
  try {
    noiseal::ImportOptions options;
    options.file = csv;
    options.project = project;
    const noiseal::ImportReport report = noiseal::import_project(options, nullptr, Control());
    return report.train_rows > 0 ? 0 : 1;
  } catch (const noiseal::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void report(const char* what, double seconds) {
  fmt::print("{:<44} {:8.2f} s\n", what, seconds);
}

double timed(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// What a window and a run ask of the project afterwards.
void measure_reading(const std::filesystem::path& file) {
  Project project = Project::open(file, OpenMode::write);
  report("text index, built afterwards",
         timed([&] { project.text_index().build(nullptr, Control()); }));
  std::size_t n = 0;
  report("all training rows read into memory",
         timed([&] { n = project.rows().read_split(noiseal::Split::train).size(); }));
  std::vector<std::int64_t> ids(n);
  std::iota(ids.begin(), ids.end(), 1);
  const std::int64_t run = project.runs().add({}, ids);
  const std::vector<float> values(n, 0.5F);
  constexpr int kEpochs = 6;
  const double writing = timed([&] {
    for (int epoch = 1; epoch <= kEpochs; ++epoch) {
      noiseal::EpochCommit commit;
      commit.epoch = {epoch, "warm-up", "{}", 0};
      for (const char* model : {"strong", "weak"}) {
        for (const char* signal :
             {"p_given", "p_max", "argmax", "loss", "margin", "threshold", "set"}) {
          commit.signals.push_back({model, signal, std::span(values)});
        }
      }
      project.runs().commit_epoch(run, commit);
    }
  });
  report("one epoch's 14 signals stored", writing / kEpochs);
  report("one signal of all rows read",
         timed([&] { static_cast<void>(project.signals().read_float(run, 3, "weak", "loss")); }));
  constexpr int kReads = 100;
  std::size_t entries = 0;
  const double reading = timed([&] {
    for (int i = 0; i < kReads; ++i) {
      entries += project.signals().biography(run, static_cast<std::size_t>(i) * 7919 % n).size();
    }
  });
  fmt::print("{:<44} {:8.2f} ms ({} values)\n", "one row's biography", reading / kReads * 1e3,
             entries / kReads);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::stoul(argv[1]) : 1'000'000;
  const int rounds = argc > 2 ? std::stoi(argv[2]) : 3;
  const std::filesystem::path folder =
      (argc > 3 ? std::filesystem::path(argv[3]) : std::filesystem::temp_directory_path()) /
      fmt::format("noiseal-bench-import-{}", getpid());
  std::filesystem::create_directories(folder);
  const std::filesystem::path csv = folder / "rows.csv";
  const std::filesystem::path database = folder / "sqlite.db";
  const std::filesystem::path project = folder / "rows.noiseal";
  write_csv(csv, rows);
  fmt::print("{} rows, {:.1f} MB\n", rows,
             static_cast<double>(std::filesystem::file_size(csv)) / 1e6);
  std::vector<double> sqlite;
  std::vector<double> ours;
  std::vector<double> ratios;
  bool all_done = true;
  for (int round = 0; round < rounds; ++round) {
    std::filesystem::remove(database);
    std::filesystem::remove(project);
    const Measured theirs = in_child([&] { return import_with_sqlite(csv, database); });
    const Measured mine = in_child([&] { return import_with_noiseal(csv, project); });
    all_done = all_done && theirs.done && mine.done;
    sqlite.push_back(theirs.seconds);
    ours.push_back(mine.seconds);
    ratios.push_back(mine.seconds / theirs.seconds);
    fmt::print("sqlite3 .import {:.2f} s ({} MiB)   import {:.2f} s ({} MiB)   ratio {:.2f}\n",
               theirs.seconds, theirs.peak_kib / 1024, mine.seconds, mine.peak_kib / 1024,
               ratios.back());
    std::fflush(stdout);
  }
  if (!all_done) {
    fmt::print(stderr, "A part of the benchmark failed (is sqlite3 installed?).\n");
    return 1;
  }
  fmt::print("median ratio {:.2f} (at most 3)\n", median(ratios));
  measure_reading(project);
  std::filesystem::remove_all(folder);
  return median(ratios) <= 3 ? 0 : 1;
}
