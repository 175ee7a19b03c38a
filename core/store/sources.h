// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

class StoreConnection;

/// A part of the data. The numbers are stored: never renumber.
enum class Split : std::uint8_t { train = 0, valid = 1, test = 2 };

/// "train", "valid" or "test".
std::string_view split_name(Split split);

/// An imported file. Its bytes are header + every record's raw bytes in order + tail.
struct SourceFile {
  std::int64_t id = 0;
  Split role = Split::train;  ///< the option it came by; its rows may be of another split
  std::string file_name;      ///< without folder
  std::string format;  ///< JSON: how to read it again (kind, encoding, delimiter, columns, ...)
  std::string header;  ///< raw bytes before the first record, byte order mark included
  std::string tail;    ///< raw bytes after the last record
  std::int64_t records = 0;  ///< good and bad ones
};

/// One record of a source, byte for byte, with its line end. Views are valid during the call.
struct RecordView {
  std::int64_t source = 0;
  std::int64_t ordinal = 0;         ///< 0-based place among the source's records
  std::int64_t line = 0;            ///< 1-based line of its first byte
  std::string_view raw;             ///< bytes as in the file
  std::optional<std::int64_t> row;  ///< its row; nothing for others
  std::string_view reason;          ///< why it was set aside; empty for a row
};

struct BadRecord {
  std::int64_t source = 0;
  std::int64_t ordinal = 0;
  std::int64_t line = 0;  ///< 1-based
  std::string reason;     ///< one sentence
};

/// Imported files and their raw records.
class Sources {
 public:
  explicit Sources(std::shared_ptr<StoreConnection> connection);

  [[nodiscard]] std::vector<SourceFile> all() const;
  [[nodiscard]] std::optional<SourceFile> with_role(Split role) const;

  /// Visits every record of a source in its order; memory does not grow with the source.
  void for_each_record(std::int64_t source,
                       const std::function<void(const RecordView&)>& visit) const;
  /// Raw bytes of the record that a row was read from.
  [[nodiscard]] std::string raw_record(std::int64_t row) const;

  /// Records set aside, by source and line; at most limit.
  [[nodiscard]] std::vector<BadRecord> bad_records(std::size_t limit = SIZE_MAX) const;
  [[nodiscard]] std::size_t bad_record_count() const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
