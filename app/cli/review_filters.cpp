// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include "app/cli/review_options.h"
#include "app/cli/session.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/printable.h"
#include "core/base/system_user.h"

namespace noiseal::cli {
namespace {

constexpr std::array<const char*, 4> kSets{"reliable", "hard", "purified", "unused"};

std::vector<std::string> set_names() {
  return {kSets.begin(), kSets.end()};
}

/// A check that a word is one of a few.
std::function<std::string(const std::string&)> one_of(const std::vector<std::string>& words) {
  return [words](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end()
               ? std::string()
               : fmt::format("\"{}\" is none of {}", word, fmt::join(words, ", "));
  };
}

std::optional<std::int32_t> label_of(const std::optional<std::string>& name,
                                     const Project& project) {
  if (!name) {
    return std::nullopt;
  }
  if (const auto label = project.labels().find(*name)) {
    return label;
  }
  const std::string nearest = nearest_name(*name, project.labels().names());
  throw Error(fmt::format("The project {} has no label \"{}\"{}.", project.path().string(),
                          printable_start(*name, 60),
                          nearest.empty() ? "; \"noiseal report\" lists all"
                                          : fmt::format("; you may have meant \"{}\"", nearest)));
}

std::vector<std::int64_t> rows_in(const std::filesystem::path& file, const Project& project) {
  std::ifstream in(file);
  if (!in) {
    throw Error(
        fmt::format("{} can't be read; check the name and its permissions.", file.string()));
  }
  const auto ids = project.rows().ids_by_external_id();
  std::vector<std::int64_t> rows;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
    }
    if (line.empty()) {
      continue;
    }
    if (const auto found = ids.find(line); found != ids.end() && found->second != 0) {
      rows.push_back(found->second);
      continue;
    }
    const bool digits = line.size() < 18 && std::all_of(line.begin(), line.end(), [](char byte) {
                          return byte >= '0' && byte <= '9';
                        });
    if (!digits || !project.rows().exists(std::stoll(line))) {
      throw Error(fmt::format("{}, line {}: there is no row \"{}\".", file.string(), number,
                              printable_start(line, 60)));
    }
    rows.push_back(std::stoll(line));
  }
  if (rows.empty()) {
    throw Error(fmt::format("{} names no row; write one id a line.", file.string()));
  }
  return rows;
}

}  // namespace

void add_filter_options(CLI::App& command, FilterArguments& filters) {
  const std::string which = "Which rows";
  const std::vector<std::string> orders = queue_order_names();
  command
      .add_option("--order", filters.order,
                  fmt::format("the queue's order: {}", fmt::join(orders, ", ")))
      ->check(one_of(orders))
      ->group(which);
  command.add_option("--state", filters.state, "undecided (without it), decided or any")
      ->check(one_of({"undecided", "decided", "any"}))
      ->group(which);
  command.add_option("--set", filters.set, "reliable, hard, purified or unused")
      ->check(one_of(set_names()))
      ->group(which);
  command.add_option("--given", filters.given, "rows with this given label")->group(which);
  command.add_option("--suggestion", filters.suggestion, "rows with this suggestion")->group(which);
  command.add_option("--decided-label", filters.decided, "rows decided to carry this label")
      ->group(which);
  command.add_option("--annotator", filters.annotator, "rows that the annotator gave this label")
      ->group(which);
  command.add_option("--min-score", filters.min_score, "error score, this or more")->group(which);
  command.add_option("--max-score", filters.max_score, "error score, this or less")->group(which);
  command.add_flag("--changed", filters.changed, "rows that are suggested another label")
      ->group(which);
  command.add_flag("--flagged", filters.flagged, "flagged rows")->group(which);
  command
      .add_option("--not-yet-by", filters.not_yet_by,
                  "rows that this reviewer has not decided; for a second opinion add --state any")
      ->group(which);
  command.add_option("--text", filters.text, "words that the text contains")->group(which);
  command.add_option("--row-ids", filters.rows, "a file with one row id a line")->group(which);
}

QueueQuery filters_of(const FilterArguments& filters, const Project& project) {
  QueueQuery query;
  query.order = queue_order_named(filters.order).value_or(query.order);
  if (filters.state == "any" || filters.state == "decided") {
    query.state = filters.state == "any" ? QueueState::any : QueueState::decided;
  }
  const auto set = std::find(kSets.begin(), kSets.end(), filters.set);
  if (set != kSets.end()) {
    query.set = static_cast<std::uint8_t>(set - kSets.begin());
  }
  query.given = label_of(filters.given, project);
  query.suggestion = label_of(filters.suggestion, project);
  query.decided = label_of(filters.decided, project);
  query.annotator = label_of(filters.annotator, project);
  query.min_score = filters.min_score;
  query.max_score = filters.max_score;
  query.changed_only = filters.changed;
  query.flagged_only = filters.flagged;
  query.not_yet_by = filters.not_yet_by;
  query.text = filters.text;
  if (!filters.rows.empty()) {
    query.rows = rows_in(filters.rows, project);
  }
  return query;
}

std::string reviewer_name(const std::string& given) {
  return given.empty() ? system_user_name() : given;
}

}  // namespace noiseal::cli
