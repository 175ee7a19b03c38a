// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/import_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace noiseal {
namespace {

constexpr std::array<std::string_view, 12> kTextNames = {
    "text",    "sentence", "content", "message",   "document", "body",
    "comment", "review",   "tweet",   "utterance", "question", "headline"};
constexpr std::array<std::string_view, 10> kLabelNames = {
    "label", "labels", "given", "category", "class", "intent", "target", "topic", "sentiment", "y"};
constexpr std::array<std::string_view, 6> kGoldNames = {"gold",        "gold_label", "true_label",
                                                        "clean_label", "gold label", "true label"};
constexpr std::array<std::string_view, 6> kIdNames = {"id",   "row_id",  "uid",
                                                      "guid", "text_id", "example_id"};

std::string lower(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return result;
}

/// The file's column names, the first twenty of many.
std::string column_list(const ColumnFacts& facts) {
  constexpr std::size_t kShown = 20;
  constexpr std::size_t kShownCharacters = 40;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(kShown, facts.names.size()); ++i) {
    names.push_back(printable_start(facts.names[i], kShownCharacters));
  }
  return fmt::format("\"{}\"{}", fmt::join(names, "\", \""),
                     facts.names.size() > kShown ? ", ..." : "");
}

std::optional<std::size_t> place_of_name(const std::string& name, const ColumnFacts& facts) {
  const auto found = std::find(facts.names.begin(), facts.names.end(), name);
  if (found != facts.names.end()) {
    return static_cast<std::size_t>(found - facts.names.begin());
  }
  return std::nullopt;
}

/// Exactly as named, else in another case, else as a number from 1.
std::optional<std::size_t> place_of(const std::string& name, const ColumnFacts& facts) {
  if (const auto place = place_of_name(name, facts)) {
    return place;
  }
  for (std::size_t i = 0; i < facts.names.size(); ++i) {
    if (lower(facts.names[i]) == lower(name)) {
      return i;
    }
  }
  const bool is_number = !name.empty() && name.size() < 6 &&
                         std::all_of(name.begin(), name.end(),
                                     [](unsigned char byte) { return std::isdigit(byte) != 0; });
  if (is_number) {
    const std::size_t number = std::stoul(name);
    if (number >= 1 && number <= facts.names.size()) {
      return number - 1;
    }
  }
  return std::nullopt;
}

std::size_t named_column(const std::string& name, const ColumnFacts& facts) {
  if (const auto place = place_of(name, facts)) {
    return *place;
  }
  throw UsageError(fmt::format("{} has no column \"{}\"; its columns are {}.", facts.file, name,
                               column_list(facts)));
}

template <std::size_t N>
std::optional<std::size_t> usual_column(const std::array<std::string_view, N>& usual,
                                        const ColumnFacts& facts,
                                        const std::set<std::size_t>& taken) {
  for (const std::string_view name : usual) {
    for (std::size_t i = 0; i < facts.names.size(); ++i) {
      if (!taken.contains(i) && lower(facts.names[i]) == name) {
        return i;
      }
    }
  }
  return std::nullopt;
}

/// The free column with the longest fields on average.
std::optional<std::size_t> longest_column(const ColumnFacts& facts,
                                          const std::set<std::size_t>& taken) {
  std::optional<std::size_t> longest;
  std::size_t most = 0;
  for (std::size_t i = 0; i < facts.names.size(); ++i) {
    std::size_t bytes = 0;
    for (const auto& record : facts.sample) {
      bytes += i < record.size() ? record[i].size() : 0;
    }
    if (!taken.contains(i) && bytes > most) {
      longest = i;
      most = bytes;
    }
  }
  return longest;
}

/// The free column with the fewest different values, where values recur.
std::optional<std::size_t> most_recurring_column(const ColumnFacts& facts,
                                                 const std::set<std::size_t>& taken) {
  std::optional<std::size_t> best;
  std::size_t fewest = facts.sample.size();
  for (std::size_t i = 0; i < facts.names.size(); ++i) {
    std::set<std::string_view> values;
    for (const auto& record : facts.sample) {
      if (i < record.size()) {
        values.insert(record[i]);
      }
    }
    if (!taken.contains(i) && values.size() > 1 && values.size() < fewest) {
      best = i;
      fewest = values.size();
    }
  }
  return best;
}

Error cannot_tell(const char* what, const char* option, const ColumnFacts& facts) {
  return Error(
      fmt::format("{}: it can't be told which column is the {}; name it with {}, one of {}.",
                  facts.file, what, option, column_list(facts)));
}

}  // namespace

ColumnRoles find_columns(const ImportOptions& options, const ColumnFacts& facts) {
  ColumnRoles roles;
  std::set<std::size_t> taken;
  const auto take = [&](std::optional<std::size_t> place) {
    if (place) {
      taken.insert(*place);
    }
    return place;
  };
  const auto named = [&](const std::optional<std::string>& name) {
    return name ? take(named_column(*name, facts)) : std::nullopt;
  };
  for (const std::string& name : options.text_columns) {
    roles.text.push_back(named_column(name, facts));
    taken.insert(roles.text.back());
  }
  roles.label = named(options.label_column);
  roles.gold = named(options.gold_column);
  roles.id = named(options.id_column);
  roles.split = named(options.split_column);
  if (roles.text.empty()) {
    if (const auto place = take(usual_column(kTextNames, facts, taken))) {
      roles.text.push_back(*place);
    }
  }
  if (!roles.label) {
    roles.label = take(usual_column(kLabelNames, facts, taken));
  }
  const bool guess = options.open_roles == OpenRoles::guess;
  if (!roles.gold && guess) {
    roles.gold = take(usual_column(kGoldNames, facts, taken));
  }
  if (!roles.id && guess) {
    roles.id = take(usual_column(kIdNames, facts, taken));
  }
  if (roles.text.empty()) {
    const auto place = facts.names.size() > 1 ? take(longest_column(facts, taken)) : std::nullopt;
    if (!place) {
      throw cannot_tell("text", "--text", facts);
    }
    roles.text.push_back(*place);
  }
  if (!roles.label) {
    roles.label = take(most_recurring_column(facts, taken));
  }
  if (!roles.label) {
    throw cannot_tell("label", "--label", facts);
  }
  return roles;
}

ColumnRoles find_same_columns(const ColumnRoles& train, const ColumnFacts& train_facts,
                              const ColumnFacts& facts) {
  const auto same = [&](std::size_t place) { return place_of(train_facts.names[place], facts); };
  const auto same_or_none = [&](const std::optional<std::size_t>& place) {
    return place ? same(*place) : std::nullopt;
  };
  ColumnRoles roles;
  for (const std::size_t place : train.text) {
    roles.text.push_back(named_column(train_facts.names[place], facts));
  }
  roles.label = same_or_none(train.label);
  roles.gold = same_or_none(train.gold);
  if (!roles.gold) {
    std::set<std::size_t> taken(roles.text.begin(), roles.text.end());
    roles.gold = usual_column(kGoldNames, facts, taken);
  }
  roles.id = same_or_none(train.id);
  if (!roles.label && !roles.gold) {
    throw UsageError(fmt::format("{} has no column \"{}\"; its columns are {}.", facts.file,
                                 train_facts.names[train.label.value()], column_list(facts)));
  }
  return roles;
}

}  // namespace noiseal
