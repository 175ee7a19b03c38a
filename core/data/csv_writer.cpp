// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_writer.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace noiseal {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_space(char byte) {
  return byte == ' ' || byte == '\t';
}

bool needs_quotes(std::string_view value, char delimiter) {
  return !value.empty() &&
         (value.find(delimiter) != std::string_view::npos ||
          value.find_first_of("\"\r\n") != std::string_view::npos || is_space(value.front()) ||
          is_space(value.back()) || value.starts_with(kByteOrderMark));
}

}  // namespace

bool is_formula(std::string_view value) {
  return !value.empty() && std::string_view("=+-@\t\r").find(value[0]) != std::string_view::npos;
}

std::string guard_formula(std::string_view value) {
  std::string guarded(is_formula(value) ? 1 : 0, '\'');
  return guarded.append(value);
}

std::string csv_field(std::string_view value, char delimiter) {
  if (!needs_quotes(value, delimiter)) {
    return std::string(value);
  }
  std::string quoted(1, '"');
  for (const char byte : value) {
    quoted.append(byte == '"' ? 2 : 1, byte);
  }
  quoted.push_back('"');
  return quoted;
}

void CsvWriter::write(std::span<const std::string> fields) {
  begin_record(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    write_field(fields[i], i);
  }
  end_record();
}

void CsvWriter::write(std::initializer_list<std::string_view> fields) {
  begin_record(fields.size());
  std::size_t place = 0;
  for (const std::string_view field : fields) {
    write_field(field, place++);
  }
  end_record();
}

void CsvWriter::begin_record(std::size_t n_fields) {
  if (n_fields == 0 || (n_fields_ != 0 && n_fields != n_fields_)) {
    throw Error(
        fmt::format("A CSV record of {} fields can't be written into a table of {} columns.",
                    n_fields, n_fields_));
  }
  n_fields_ = n_fields;
}

void CsvWriter::write_field(std::string_view value, std::size_t place) {
  if (place > 0) {
    out_->put(style_.delimiter);
  }
  if (value.empty() && n_fields_ == 1) {
    *out_ << "\"\"";  // else the line would be blank, and no record
    return;
  }
  const std::string field =
      csv_field(style_.formula_guard ? guard_formula(value) : std::string(value), style_.delimiter);
  out_->write(field.data(), static_cast<std::streamsize>(field.size()));
}

void CsvWriter::end_record() {
  out_->put('\n');
  if (!*out_) {
    throw Error("The CSV file can't be written any further; check that the disk is not full.");
  }
}

}  // namespace noiseal
