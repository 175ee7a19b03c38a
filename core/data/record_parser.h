// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/file_format.h"
#include "core/data/record.h"

namespace noiseal {

/// A new value for one field of a record.
struct FieldChange {
  std::size_t field = 0;
  std::string value;  ///< UTF-8
};

/// A field to be added at the end of a record.
struct AddedField {
  std::string name;   ///< the key in json-lines; not written otherwise
  std::string value;  ///< UTF-8
};

/// Takes single records apart and puts new values into them; for records whose raw bytes come from
/// elsewhere than a file, e.g. from a project. Not thread safe: one for each thread.
class RecordParser {
 public:
  /// format.columns says how many fields (csv, tsv) or which keys (json-lines) a record has; where
  /// it is empty, any number of fields is good. Throws UsageError (require_readable).
  explicit RecordParser(const FileFormat& format);
  ~RecordParser();
  RecordParser(RecordParser&&) noexcept;
  RecordParser& operator=(RecordParser&&) noexcept;

  /// Parses one whole record, as RecordReader gave it. The result and its views are valid until
  /// the next call, and as long as raw is.
  const Record& parse(std::string_view raw, std::uint64_t line = 1);

  /// The record's bytes with new values in some fields: written in the file's encoding, quoted
  /// where they need it or the old value was. All other bytes stay. record must be good and come
  /// from a parser or reader of the same format. Throws Error when a value can't be written in
  /// this encoding or, in a file without quotes, holds a delimiter or line break.
  [[nodiscard]] std::string replace_fields(const Record& record,
                                           std::span<const FieldChange> changes) const;
  [[nodiscard]] std::string replace_field(const Record& record, std::size_t field,
                                          std::string_view value) const;

  /// The record's bytes with more fields at its end, before its line end.
  [[nodiscard]] std::string append_fields(const Record& record,
                                          std::span<const AddedField> added) const;
  /// The header's bytes (RecordReader::header()) with more names at its end; json-lines: as it is.
  [[nodiscard]] std::string append_to_header(std::string_view header,
                                             std::span<const AddedField> added) const;

  /// A whole new record, line end included: for files written anew in the same format.
  [[nodiscard]] std::string new_record(std::span<const AddedField> fields) const;

  [[nodiscard]] const FileFormat& format() const;

 private:
  friend class RecordReader;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace noiseal
