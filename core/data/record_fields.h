// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/csv_scanner.h"
#include "core/data/file_format.h"
#include "core/data/json_scanner.h"
#include "core/data/record.h"
#include "core/data/text_encoding.h"

namespace noiseal {

/// Makes a Record of scanned bytes: decodes its fields, checks that it is good. Reused from record
/// to record, so that nothing is allocated for each.
class RecordFields {
 public:
  explicit RecordFields(const FileFormat& format);

  /// record.raw must be set; sets the rest but for line.
  void from_csv(const CsvScan& scan, Record& record);
  void from_json(Record& record);

  FileFormat& format() { return format_; }
  [[nodiscard]] const FileFormat& format() const { return format_; }
  [[nodiscard]] const TextEncoding& encoding() const { return encoding_; }
  [[nodiscard]] CsvSyntax syntax() const {
    return {encoding_.layout(), format_.delimiter, format_.quote};
  }
  /// Keys of the object last scanned, in order (for finding the columns).
  [[nodiscard]] std::vector<std::string> last_keys(std::string_view raw) const;

 private:
  bool decode_csv_field(std::string_view raw, const ScannedField& scanned, RecordField& field);
  bool decode_json_value(std::string_view raw, const JsonMember& member, RecordField& field);
  [[nodiscard]] bool key_is(std::string_view raw, const JsonMember& member,
                            std::string_view key) const;
  [[nodiscard]] bool is_whole(std::string_view raw, Record& record) const;

  /// A text that stands in decoded_ is noted by place until all fields are there, as decoded_ may
  /// move while it grows.
  void note_decoded(std::size_t start, RecordField& field);
  void settle(Record& record);

  FileFormat format_;
  TextEncoding encoding_;
  std::string decoded_;
  struct Noted {
    std::size_t field;
    std::size_t start;
    std::size_t size;
  };
  std::vector<Noted> noted_;
  std::size_t field_index_ = 0;
  JsonScan json_;
};

}  // namespace noiseal
