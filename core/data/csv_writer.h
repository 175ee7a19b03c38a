// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <initializer_list>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace noiseal {

/// True for a value that a spreadsheet program would run as a formula: it starts with
/// = + - @ TAB or CR.
bool is_formula(std::string_view value);

/// The value, with an apostrophe in front where it is a formula (OWASP "CSV injection"). It changes
/// the data - also negative numbers - so it is applied only where a person asked for it.
std::string guard_formula(std::string_view value);

/// A value as a CSV field: quoted where it holds the delimiter, a quote, a line break, or space at
/// its ends; quotes doubled (RFC 4180).
std::string csv_field(std::string_view value, char delimiter = ',');

struct CsvStyle {
  char delimiter = ',';
  bool formula_guard = false;  ///< guard_formula on every field
};

/// Writes a table as CSV, UTF-8, LF. Every record must have as many fields as the first.
class CsvWriter {
 public:
  explicit CsvWriter(std::ostream& out, CsvStyle style = {}) : out_(&out), style_(style) {}
  /// Throws Error when the stream has failed (disk full) or the number of fields differs.
  void write(std::span<const std::string> fields);
  void write(std::initializer_list<std::string_view> fields);

 private:
  void begin_record(std::size_t n_fields);
  void write_field(std::string_view value, std::size_t place);
  void end_record();
  std::ostream* out_;
  CsvStyle style_;
  std::size_t n_fields_ = 0;
};

}  // namespace noiseal
