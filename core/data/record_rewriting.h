// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/data/file_format.h"
#include "core/data/record.h"
#include "core/data/record_parser.h"
#include "core/data/text_encoding.h"

namespace noiseal {

/// Writes values into the bytes of records; RecordParser's functions of the same names say how.
class RecordRewriting {
 public:
  RecordRewriting(const FileFormat& format, const TextEncoding& encoding)
      : format_(format), encoding_(encoding) {}

  [[nodiscard]] std::string replace(const Record& record,
                                    std::span<const FieldChange> changes) const;
  [[nodiscard]] std::string append(const Record& record, std::span<const AddedField> added) const;
  [[nodiscard]] std::string append_to_header(std::string_view header,
                                             std::span<const AddedField> added) const;
  [[nodiscard]] std::string new_record(std::span<const AddedField> fields) const;

 private:
  [[nodiscard]] bool is_json() const { return format_.kind == FileKind::json_lines; }
  [[nodiscard]] std::string encoded(std::string_view text, std::string_view value) const;
  [[nodiscard]] std::string csv_value(std::string_view value, bool quoted, bool only_field) const;
  [[nodiscard]] std::string json_value(std::string_view value) const;
  [[nodiscard]] std::string replacement(const Record& record, const FieldChange& change) const;
  [[nodiscard]] std::string json_member(const AddedField& field, bool first) const;
  [[nodiscard]] std::string line_end() const;
  [[nodiscard]] bool object_is_empty(std::string_view raw, std::size_t close) const;
  [[nodiscard]] std::size_t closing_brace(std::string_view raw) const;

  const FileFormat& format_;
  const TextEncoding& encoding_;
};

}  // namespace noiseal
