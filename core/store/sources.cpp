// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sources.h"

#include <fmt/format.h>

#include "core/store/connection.h"
#include "core/store/record_merge.h"

namespace noiseal {
namespace {

constexpr const char* kSelectSource =
    "SELECT id, role, file_name, format, header, tail, records FROM source ";

SourceFile read_source(Query& query) {
  SourceFile source;
  source.id = query.integer(0);
  source.role = static_cast<Split>(query.integer(1));
  source.file_name = query.text(2);
  source.format = query.text(3);
  source.header = std::string(query.blob(4));
  source.tail = std::string(query.blob(5));
  source.records = query.integer(6);
  return source;
}

}  // namespace

std::string_view split_name(Split split) {
  switch (split) {
    case Split::valid:
      return "valid";
    case Split::test:
      return "test";
    default:
      return "train";
  }
}

Sources::Sources(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

std::vector<SourceFile> Sources::all() const {
  std::vector<SourceFile> sources;
  Query query(*connection_, (std::string(kSelectSource) + "ORDER BY id").c_str());
  while (query.step()) {
    sources.push_back(read_source(query));
  }
  return sources;
}

std::optional<SourceFile> Sources::with_role(Split role) const {
  Query query(*connection_, (std::string(kSelectSource) + "WHERE role = ? ORDER BY id").c_str());
  query.bind(1, static_cast<std::int64_t>(role));
  return query.step() ? std::optional(read_source(query)) : std::nullopt;
}

void Sources::for_each_record(std::int64_t source,
                              const std::function<void(const RecordView&)>& visit) const {
  Query rows(*connection_,
             "SELECT ordinal, line, place, size, id FROM row WHERE source = ? ORDER BY id");
  rows.bind(1, source);
  merge_records(*connection_, source, rows, visit);
}

std::string Sources::raw_record(std::int64_t row) const {
  Query query(*connection_,
              "SELECT substr(bytes, place - first + 1, size) FROM row JOIN source_chunk "
              "ON source_chunk.source = row.source AND first <= place "
              "WHERE row.id = ? ORDER BY first DESC LIMIT 1");
  query.bind(1, row);
  if (!query.step()) {
    throw Error(fmt::format("The project {} has no row {}.", connection_->file().string(), row));
  }
  return std::string(query.blob(0));
}

std::vector<BadRecord> Sources::bad_records(std::size_t limit) const {
  std::vector<BadRecord> records;
  Query query(*connection_,
              "SELECT source, ordinal, line, reason FROM bad_record WHERE reason <> '' "
              "ORDER BY source, ordinal");
  while (records.size() < limit && query.step()) {
    records.push_back({query.integer(0), query.integer(1), query.integer(2), query.text(3)});
  }
  return records;
}

std::size_t Sources::bad_record_count() const {
  Query query(*connection_, "SELECT count(*) FROM bad_record WHERE reason <> ''");
  query.step();
  return static_cast<std::size_t>(query.integer(0));
}

}  // namespace noiseal
