// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/data/text_encoding.h"

namespace noiseal {

/// A field's place within a record, in bytes.
struct ScannedField {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t close = 0;  ///< quoted: place of the closing quote
  bool quoted = false;
  bool doubled_quotes = false;
};

enum class QuoteProblem : std::uint8_t {
  none,
  never_closed,
  closed_inside_field,  ///< on a later line, with text after it: it closes nothing
};

/// The next record of csv or tsv bytes. Kept by the caller, so that nothing is allocated.
struct CsvScan {
  std::size_t length = 0;    ///< bytes, line end included; 0: the bytes don't hold a whole record
  std::size_t line_end = 0;  ///< bytes of its line end, 0..2 units
  bool has_quotes = false;   ///< a field is quoted, so it may span lines
  std::vector<ScannedField> fields;
  QuoteProblem problem = QuoteProblem::none;
  std::size_t problem_at = 0;  ///< byte of the opening quote
};

struct CsvSyntax {
  UnitLayout layout = UnitLayout::one_byte;
  char delimiter = ',';
  char quote = '"';  ///< '\0': none
};

/// Whether more bytes follow those at hand.
enum class MoreBytes : std::uint8_t { follow, none };

/// Finds the record at the start of bytes, which are not empty.
void scan_csv(std::string_view bytes, const CsvSyntax& syntax, MoreBytes more, CsvScan& scan);

/// Line ends in bytes: LF, CR LF and CR count as one each.
std::size_t count_line_ends(std::string_view bytes, UnitLayout layout);

}  // namespace noiseal
