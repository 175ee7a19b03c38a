// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

enum class RecordState : std::uint8_t {
  good,
  blank,  ///< an empty line: no data, but part of the file
  bad,    ///< can't be used; reason says why
};

/// How a field stands in the file.
enum class FieldForm : std::uint8_t {
  plain,      ///< csv, tsv: not quoted
  quoted,     ///< csv, tsv: between quotes; json-lines: a string
  json,       ///< json-lines: a number, true, false, an object or an array; text is its token
  json_null,  ///< json-lines: null; text is empty
  missing,    ///< json-lines: the record has no such key; text is empty
};

/// One field of a record.
struct RecordField {
  std::string_view text;    ///< the value in UTF-8, without quotes and escapes
  std::uint32_t begin = 0;  ///< its bytes within raw, quotes included: [begin, end)
  std::uint32_t end = 0;
  FieldForm form = FieldForm::plain;
};

/// One record of a file. All views are valid until the next record is read.
struct Record {
  std::string_view raw;    ///< its exact bytes, line end included
  std::uint64_t line = 1;  ///< 1-based line of its first byte
  RecordState state = RecordState::good;
  std::string reason;               ///< of a bad record: one clause without the line, e.g.
                                    ///< "4 fields where 3 are expected"
  std::vector<RecordField> fields;  ///< of a good record: one for each column
};

}  // namespace noiseal
