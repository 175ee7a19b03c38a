// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/rows.h"

#include <fmt/format.h>

#include "core/store/connection.h"

namespace noiseal {
namespace {

constexpr const char* kSelectRow =
    "SELECT id, source, ordinal, line, split, given, gold, file_label, external_id, text FROM row ";

std::string select_row(const char* rest) {
  return std::string(kSelectRow) + rest;
}

void read_row(Query& query, Row& row) {
  row.id = query.integer(0);
  row.source = query.integer(1);
  row.ordinal = query.integer(2);
  row.line = query.integer(3);
  row.split = static_cast<Split>(query.integer(4));
  row.given = query.label(5);
  row.gold = query.label(6);
  row.file_label = query.label(7);
  row.external_id = query.is_null(8) ? std::string() : query.text(8);
  row.text = query.text(9);
}

void visit_rows(Query& query, const std::function<void(const Row&)>& visit) {
  Row row;
  while (query.step()) {
    read_row(query, row);
    visit(row);
  }
}

/// Few rows are outside of train, and an index names them; for train itself a scan is best.
const char* of_split(Split split) {
  return split == Split::train ? "WHERE +split = ? ORDER BY id"
                               : "WHERE split = ? AND split <> 0 ORDER BY id";
}

void check_length(std::size_t ids, std::size_t values) {
  if (ids != values) {
    throw Error(fmt::format("{} rows were given {} labels; please report this.", ids, values));
  }
}

}  // namespace

Rows::Rows(std::shared_ptr<StoreConnection> connection) : connection_(std::move(connection)) {}

std::size_t Rows::count(Split split) const {
  // Rows are never removed and their ids have no gaps.
  Query query(*connection_, split == Split::train
                                ? "SELECT coalesce((SELECT max(id) FROM row), 0) - "
                                  "(SELECT count(*) FROM row WHERE split <> 0)"
                                : "SELECT count(*) FROM row WHERE split = ? AND split <> 0");
  if (split != Split::train) {
    query.bind(1, static_cast<std::int64_t>(split));
  }
  query.step();
  return static_cast<std::size_t>(query.integer(0));
}

SplitRows Rows::read_split(Split split) const {
  SplitRows rows;
  const std::size_t n = count(split);
  rows.ids.reserve(n);
  rows.texts.reserve(n);
  rows.given.reserve(n);
  rows.gold.reserve(n);
  const std::string sql = std::string("SELECT id, text, given, gold FROM row ") + of_split(split);
  Query query(*connection_, sql.c_str());
  query.bind(1, static_cast<std::int64_t>(split));
  while (query.step()) {
    rows.ids.push_back(query.integer(0));
    rows.texts.push_back(query.text(1));
    rows.given.push_back(query.label(2));
    rows.gold.push_back(query.label(3));
  }
  return rows;
}

SplitLabels Rows::read_labels(Split split) const {
  SplitLabels labels;
  const std::string sql =
      std::string("SELECT id, given, gold, file_label FROM row ") + of_split(split);
  Query query(*connection_, sql.c_str());
  query.bind(1, static_cast<std::int64_t>(split));
  while (query.step()) {
    labels.ids.push_back(query.integer(0));
    labels.given.push_back(query.label(1));
    labels.gold.push_back(query.label(2));
    labels.file_label.push_back(query.label(3));
  }
  return labels;
}

SplitRows Rows::read_rows(std::span<const std::int64_t> ids) const {
  SplitRows rows;
  Query query(*connection_, "SELECT text, given, gold FROM row WHERE id = ?");
  for (const std::int64_t id : ids) {
    query.bind(1, id);
    if (!query.step()) {
      throw Error(fmt::format("The project {} has no row {}.", connection_->file().string(), id));
    }
    rows.ids.push_back(id);
    rows.texts.push_back(query.text(0));
    rows.given.push_back(query.label(1));
    rows.gold.push_back(query.label(2));
    query.reset();
  }
  return rows;
}

Row Rows::row(std::int64_t id) const {
  Query query(*connection_, select_row("WHERE id = ?").c_str());
  query.bind(1, id);
  if (!query.step()) {
    throw Error(fmt::format("The project {} has no row {}.", connection_->file().string(), id));
  }
  Row row;
  read_row(query, row);
  return row;
}

void Rows::for_each(Split split, const std::function<void(const Row&)>& visit) const {
  Query query(*connection_, select_row(of_split(split)).c_str());
  query.bind(1, static_cast<std::int64_t>(split));
  visit_rows(query, visit);
}

void Rows::for_each(const std::function<void(const Row&)>& visit) const {
  Query query(*connection_, select_row("ORDER BY id").c_str());
  visit_rows(query, visit);
}

std::unordered_map<std::string, std::int64_t> Rows::ids_by_external_id() const {
  std::unordered_map<std::string, std::int64_t> ids;
  Query query(*connection_, "SELECT external_id, id FROM row WHERE external_id IS NOT NULL");
  while (query.step()) {
    const auto [place, fresh] = ids.emplace(query.text(0), query.integer(1));
    if (!fresh) {
      place->second = 0;
    }
  }
  return ids;
}

bool Rows::exists(std::int64_t id) const {
  Query query(*connection_, "SELECT 1 FROM row WHERE id = ?");
  query.bind(1, id);
  return query.step();
}

void Rows::set_labels(std::span<const std::int64_t> ids, std::span<const std::int32_t> given,
                      std::span<const std::int32_t> gold) {
  check_length(ids.size(), given.size());
  if (!gold.empty()) {
    check_length(ids.size(), gold.size());
  }
  StoreTransaction transaction(*connection_);
  // Rows that have these labels already are not written again.
  Query query(*connection_, gold.empty()
                                ? "UPDATE row SET given = ?1 WHERE id = ?2 AND given IS NOT ?1"
                                : "UPDATE row SET given = ?1, gold = ?3 WHERE id = ?2 AND "
                                  "(given IS NOT ?1 OR gold IS NOT ?3)");
  for (std::size_t i = 0; i < ids.size(); ++i) {
    query.bind_label(1, given[i]).bind(2, ids[i]);
    if (!gold.empty()) {
      query.bind_label(3, gold[i]);
    }
    query.run();
  }
  transaction.commit();
}

void Rows::set_split(std::span<const std::int64_t> ids, Split split) {
  StoreTransaction transaction(*connection_);
  Query query(*connection_, "UPDATE row SET split = ? WHERE id = ?");
  for (const std::int64_t id : ids) {
    query.bind(1, static_cast<std::int64_t>(split)).bind(2, id).run();
  }
  transaction.commit();
}

}  // namespace noiseal
