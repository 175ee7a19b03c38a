// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sources.h"

#include <fmt/format.h>

#include "core/store/connection.h"

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

/// The bytes of a source's records, read forward chunk by chunk.
class RawRecords {
 public:
  RawRecords(StoreConnection& connection, std::int64_t source)
      : query_(connection,
               "SELECT first, bytes FROM source_chunk WHERE source = ? ORDER BY first") {
    query_.bind(1, source);
  }

  std::string_view bytes(std::int64_t place, std::int64_t size) {
    while (place + size > first_ + static_cast<std::int64_t>(chunk_.size())) {
      if (!query_.step()) {
        throw Error("The stored copy of an imported file is incomplete; import it again.");
      }
      first_ = query_.integer(0);
      chunk_ = query_.blob(1);
    }
    return chunk_.substr(static_cast<std::size_t>(place - first_), static_cast<std::size_t>(size));
  }

 private:
  Query query_;
  std::int64_t first_ = 0;
  std::string_view chunk_;
};

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
  // Rows of one source have consecutive ids in the order of its records; bad records between them
  // are merged in by their place.
  Query rows(*connection_,
             "SELECT ordinal, line, place, size, id FROM row WHERE source = ? ORDER BY id");
  Query bad(*connection_,
            "SELECT ordinal, line, place, size, reason FROM bad_record WHERE source = ? "
            "ORDER BY ordinal");
  rows.bind(1, source);
  bad.bind(1, source);
  RawRecords raw(*connection_, source);
  bool more_rows = rows.step();
  bool more_bad = bad.step();
  while (more_rows || more_bad) {
    const bool is_row = more_rows && (!more_bad || rows.integer(0) < bad.integer(0));
    Query& next = is_row ? rows : bad;
    RecordView record;
    std::string reason;
    record.source = source;
    record.ordinal = next.integer(0);
    record.line = next.integer(1);
    record.raw = raw.bytes(next.integer(2), next.integer(3));
    if (is_row) {
      record.row = next.integer(4);
    } else {
      reason = next.text(4);
      record.reason = reason;
    }
    visit(record);
    (is_row ? more_rows : more_bad) = next.step();
  }
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
              "SELECT source, ordinal, line, reason FROM bad_record ORDER BY source, ordinal");
  while (records.size() < limit && query.step()) {
    records.push_back({query.integer(0), query.integer(1), query.integer(2), query.text(3)});
  }
  return records;
}

std::size_t Sources::bad_record_count() const {
  Query query(*connection_, "SELECT count(*) FROM bad_record");
  query.step();
  return static_cast<std::size_t>(query.integer(0));
}

}  // namespace noiseal
