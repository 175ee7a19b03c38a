// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/control.h"
#include "core/pipeline/queue_query.h"
#include "core/store/project.h"

namespace noiseal::cli {

/// Filters of the queue as they are typed: labels by name.
struct FilterArguments {
  std::string order;
  std::string state;
  std::string set;
  std::optional<std::string> given;
  std::optional<std::string> suggestion;
  std::optional<std::string> decided;
  std::optional<std::string> annotator;
  std::optional<double> min_score;
  std::optional<double> max_score;
  bool changed = false;
  bool flagged = false;
  std::string not_yet_by;
  std::string text;
  std::filesystem::path rows;  ///< a file with one row id a line
};

/// What "review" was asked to do.
struct ReviewArguments {
  std::filesystem::path project;
  bool list = false;
  bool count = false;
  std::string row;        ///< everything that is known about it
  std::size_t limit = 0;  ///< rows or steps at most; 0: all rows, 50 steps
  FilterArguments filters;
  std::filesystem::path apply;
  bool settle = false;
  std::string bulk;  ///< a verdict for every row that the filters let through
  bool preview = false;
  std::string note;
  bool history = false;
  std::int64_t before = 0;
  std::optional<std::int64_t> undo;  ///< 0: the reviewer's newest step
  bool redo = false;
  bool agreement = false;
  bool conflicts = false;
  bool blind_report = false;
  bool stop_advice = false;
  std::optional<double> audit_start;
  bool estimate_start = false;
  std::size_t size = 100;
  bool sample_list = false;
  bool sample_result = false;
  bool audit_accept = false;
  std::optional<std::int64_t> sample;
  std::string reviewer;
  std::optional<std::int64_t> run;
};

void add_filter_options(CLI::App& command, FilterArguments& filters);
/// Throws Error where a label or row is not in the project, UsageError for an unknown word.
QueueQuery filters_of(const FilterArguments& filters, const Project& project);
/// The reviewer's name: as given, else the login name.
std::string reviewer_name(const std::string& given);

// What each does; all print to stdout.
void list_queue(const ReviewArguments& arguments, const Control& control);
void count_queue(const ReviewArguments& arguments);
void decide_in_bulk(const ReviewArguments& arguments, const Control& control);
void show_review_row(const ReviewArguments& arguments);
void show_history(const ReviewArguments& arguments);
void undo_or_redo(const ReviewArguments& arguments);
void compare_reviewers_of(const ReviewArguments& arguments);
void list_conflicts(const ReviewArguments& arguments);
void start_sample(const ReviewArguments& arguments);
void list_sample(const ReviewArguments& arguments);
void show_sample_result(const ReviewArguments& arguments);
void accept_audited(const ReviewArguments& arguments, const Control& control);

}  // namespace noiseal::cli
