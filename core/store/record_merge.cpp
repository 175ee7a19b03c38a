// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/record_merge.h"

#include <string>

namespace noiseal {
namespace {

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

void merge_records(StoreConnection& connection, std::int64_t source, Query& rows,
                   const std::function<void(const RecordView&)>& visit) {
  Query others(connection,
               "SELECT ordinal, line, place, size, reason FROM bad_record WHERE source = ? "
               "ORDER BY ordinal");
  others.bind(1, source);
  RawRecords raw(connection, source);
  bool more_rows = rows.step();
  bool more_others = others.step();
  while (more_rows || more_others) {
    const bool is_row = more_rows && (!more_others || rows.integer(0) < others.integer(0));
    Query& next = is_row ? rows : others;
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
    (is_row ? more_rows : more_others) = next.step();
  }
}

}  // namespace noiseal
