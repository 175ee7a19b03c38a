// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/row_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/store/connection.h"
#include "core/store/text_index.h"

namespace noiseal {
namespace {

constexpr std::size_t kMostMatches = SIZE_MAX;

bool needs_scores(const RowFilter& filter, RowOrder order) {
  return filter.run && (filter.set || order == RowOrder::score);
}

std::string conditions(const RowFilter& filter) {
  std::string sql;
  const auto add = [&](const char* condition) {
    sql += sql.empty() ? " WHERE " : " AND ";
    sql += condition;
  };
  if (filter.split) {
    // An index names the few rows outside of train.
    add(*filter.split == Split::train ? "+r.split = :split" : "r.split = :split AND r.split <> 0");
  }
  if (filter.given) {
    add("r.given = :given");
  }
  if (filter.run && filter.set) {
    add("s.\"set\" = :set");
  }
  if (filter.wrong_given_only) {
    add("r.given <> r.gold");
  }
  return sql;
}

const char* ordering(const RowFilter& filter, RowOrder order) {
  switch (order) {
    case RowOrder::given:
      return " ORDER BY (SELECT name FROM label WHERE id = r.given), r.id";
    case RowOrder::score:
      return filter.run ? " ORDER BY s.rank" : " ORDER BY r.id";
    case RowOrder::number:
      break;
  }
  return " ORDER BY r.id";
}

/// Keeps the ids that are among sorted ones.
void keep_only(std::vector<std::int64_t>& ids, const std::vector<std::int64_t>& sorted) {
  std::erase_if(
      ids, [&](std::int64_t id) { return !std::binary_search(sorted.begin(), sorted.end(), id); });
}

}  // namespace

RowLists::RowLists(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

std::vector<std::int64_t> RowLists::ids(const RowFilter& filter, RowOrder order) const {
  std::vector<std::int64_t> ids;
  const bool scores = needs_scores(filter, order);
  const bool all = !filter.split && !filter.given && !filter.wrong_given_only && !scores;
  std::vector<std::int64_t> matches;
  if (!filter.words.empty()) {
    matches = TextIndex(connection_).find(filter.words, kMostMatches);
  }
  if (all && order != RowOrder::given) {
    if (!filter.words.empty()) {
      return matches;
    }
    // Rows are never removed and their ids have no gaps.
    Query count(*connection_, "SELECT coalesce(max(id), 0) FROM row");
    count.step();
    ids.resize(static_cast<std::size_t>(count.integer(0)));
    std::iota(ids.begin(), ids.end(), std::int64_t{1});
    return ids;
  }
  const std::string sql =
      std::string("SELECT r.id FROM ") +
      (scores ? "row_score s CROSS JOIN row r ON r.id = s.row AND s.run = :run" : "row r") +
      conditions(filter) + ordering(filter, order);
  Query query(*connection_, sql.c_str());
  if (scores) {
    query.bind(":run", *filter.run);
  }
  if (filter.split) {
    query.bind(":split", static_cast<std::int64_t>(*filter.split));
  }
  if (filter.given) {
    query.bind(":given", connection_->label_id(*filter.given).value_or(0));
  }
  if (filter.run && filter.set) {
    query.bind(":set", static_cast<std::int64_t>(*filter.set));
  }
  while (query.step()) {
    ids.push_back(query.integer(0));
  }
  if (!filter.words.empty()) {
    keep_only(ids, matches);
  }
  return ids;
}

std::vector<ListedRow> RowLists::rows(std::span<const std::int64_t> ids,
                                      std::optional<std::int64_t> run, int text_characters) const {
  std::vector<ListedRow> rows;
  rows.reserve(ids.size());
  Query query(*connection_,
              "SELECT r.external_id, r.line, r.split, r.given, r.gold, substr(r.text, 1, :length), "
              "s.score, s.\"set\", s.suggestion FROM row r LEFT JOIN row_score s ON s.run = :run "
              "AND s.row = r.id WHERE r.id = :id");
  query.bind(":length", std::int64_t{text_characters}).bind(":run", run.value_or(0));
  for (const std::int64_t id : ids) {
    query.bind(":id", id);
    if (query.step()) {
      ListedRow& row = rows.emplace_back();
      row.id = id;
      row.external_id = query.is_null(0) ? std::string() : query.text(0);
      row.line = query.integer(1);
      row.split = static_cast<Split>(query.integer(2));
      row.given = query.label(3);
      row.gold = query.label(4);
      row.text = query.text(5);
      if (!query.is_null(6)) {
        row.score = query.real(6);
        row.set = static_cast<std::uint8_t>(query.integer(7));
        row.suggestion = query.label(8);
      }
    }
    query.reset();
  }
  return rows;
}

LabelCounts RowLists::label_counts(Split split) const {
  LabelCounts counts;
  {
    Query labels(*connection_, "SELECT count(*) FROM label WHERE merged_into IS NULL");
    labels.step();
    counts.given.resize(static_cast<std::size_t>(labels.integer(0)));
    counts.gold.resize(counts.given.size());
  }
  Query query(*connection_,
              split == Split::train
                  ? "SELECT given, gold, count(*) FROM row WHERE +split = ? GROUP BY given, gold"
                  : "SELECT given, gold, count(*) FROM row WHERE split = ? AND split <> 0 GROUP BY "
                    "given, gold");
  query.bind(1, static_cast<std::int64_t>(split));
  while (query.step()) {
    const std::int64_t rows = query.integer(2);
    if (const std::int32_t given = query.label(0); given >= 0) {
      counts.given.at(static_cast<std::size_t>(given)) += rows;
    }
    if (const std::int32_t gold = query.label(1); gold >= 0) {
      counts.gold.at(static_cast<std::size_t>(gold)) += rows;
    }
  }
  return counts;
}

}  // namespace noiseal
