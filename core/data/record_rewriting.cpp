// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/record_rewriting.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "core/data/json_scanner.h"
#include "core/data/unit_view.h"

namespace noiseal {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string shown(std::string_view value) {
  return std::string(value.substr(0, 60)) + (value.size() > 60 ? "..." : "");
}

}  // namespace

std::string RecordRewriting::encoded(std::string_view text, std::string_view value) const {
  std::string bytes;
  if (!encoding_.encode(text, bytes)) {
    throw Error(fmt::format(
        "The value \"{}\" can't be written in the file's encoding {}; choose a value without such "
        "characters, or convert the file to UTF-8 and import it again.",
        shown(value), encoding_.name()));
  }
  return bytes;
}

std::string RecordRewriting::csv_value(std::string_view value, bool quoted, bool only_field) const {
  const bool breaks = value.find(format_.delimiter) != std::string_view::npos ||
                      value.find_first_of("\r\n") != std::string_view::npos ||
                      (value.empty() && only_field);
  if (format_.quote == '\0') {
    if (breaks) {
      throw Error(
          fmt::format("The value \"{}\" can't be written: this file has no quotes, and the "
                      "value holds a delimiter or line break, or is empty.",
                      shown(value)));
    }
    return encoded(value, value);
  }
  const bool needs_quotes = breaks || value.find(format_.quote) != std::string_view::npos ||
                            value.starts_with(kByteOrderMark);
  if (!quoted && !needs_quotes) {
    return encoded(value, value);
  }
  std::string text(1, format_.quote);
  for (const char byte : value) {
    text.append(byte == format_.quote ? 2 : 1, byte);
  }
  text.push_back(format_.quote);
  return encoded(text, value);
}

std::string RecordRewriting::json_value(std::string_view value) const {
  std::string bytes;
  if (encoding_.encode(json_string(value, JsonCharacters::all), bytes)) {
    return bytes;
  }
  return encoded(json_string(value, JsonCharacters::ascii), value);
}

bool RecordRewriting::object_is_empty(std::string_view raw, std::size_t close) const {
  return with_units(encoding_.layout(), raw.substr(0, close), [](auto units) {
    std::size_t i = units.size();
    while (i > 0 && (units[i - 1] == ' ' || units[i - 1] == '\t' || units[i - 1] == '\r')) {
      --i;
    }
    return i > 0 && units[i - 1] == '{';
  });
}

std::size_t RecordRewriting::closing_brace(std::string_view raw) const {
  const std::size_t units_before = with_units(encoding_.layout(), raw, [](auto units) {
    std::size_t i = units.size();
    while (i > 0 && units[i - 1] != '}') {
      --i;
    }
    return i == 0 ? i : i - 1;
  });
  return units_before * unit_bytes(encoding_.layout());
}

std::string RecordRewriting::json_member(const AddedField& field, bool first) const {
  return encoded(first ? "" : ", ", "") + json_value(field.name) + encoded(": ", "") +
         json_value(field.value);
}

std::string RecordRewriting::replacement(const Record& record, const FieldChange& change) const {
  const RecordField& field = record.fields[change.field];
  if (!is_json()) {
    return csv_value(change.value, field.form == FieldForm::quoted, record.fields.size() == 1);
  }
  if (field.form == FieldForm::json) {
    const auto is_truth = [](std::string_view text) { return text == "true" || text == "false"; };
    if ((is_json_number(field.text) && is_json_number(change.value)) ||
        (is_truth(field.text) && is_truth(change.value))) {
      return encoded(change.value, change.value);
    }
  }
  return json_value(change.value);
}

std::string RecordRewriting::replace(const Record& record,
                                     std::span<const FieldChange> changes) const {
  std::vector<const FieldChange*> ordered;
  for (const FieldChange& change : changes) {
    if (change.field >= record.fields.size()) {
      throw Error(fmt::format("Line {} has no field {}.", record.line, change.field + 1));
    }
    ordered.push_back(&change);
  }
  std::stable_sort(ordered.begin(), ordered.end(), [&](const FieldChange* a, const FieldChange* b) {
    return record.fields[a->field].begin < record.fields[b->field].begin;
  });
  std::string out;
  std::size_t copied = 0;
  bool inserted = false;
  for (const FieldChange* change : ordered) {
    const RecordField& field = record.fields[change->field];
    out += record.raw.substr(copied, field.begin - copied);
    if (field.form == FieldForm::missing) {
      const bool first = !inserted && object_is_empty(record.raw, field.begin);
      out += json_member({format_.columns[change->field], change->value}, first);
      inserted = true;
    } else {
      out += replacement(record, *change);
    }
    copied = field.end;
  }
  out += record.raw.substr(copied);
  return out;
}

std::string RecordRewriting::append(const Record& record, std::span<const AddedField> added) const {
  std::size_t place = 0;
  bool first = false;
  if (is_json()) {
    place = closing_brace(record.raw);
    first = object_is_empty(record.raw, place);
  } else if (!record.fields.empty()) {
    place = record.fields.back().end;
  }
  std::string out(record.raw.substr(0, place));
  for (const AddedField& field : added) {
    if (is_json()) {
      out += json_member(field, first);
      first = false;
    } else {
      out += encoded(std::string_view(&format_.delimiter, 1), "");
      out += csv_value(field.value, false, false);
    }
  }
  out += record.raw.substr(place);
  return out;
}

std::string RecordRewriting::append_to_header(std::string_view header,
                                              std::span<const AddedField> added) const {
  if (is_json() || !format_.has_header) {
    return std::string(header);
  }
  std::size_t end = header.size();
  const std::size_t unit = unit_bytes(encoding_.layout());
  with_units(encoding_.layout(), header, [&](auto units) {
    std::size_t i = units.size();
    while (i > 0 && (units[i - 1] == '\n' || units[i - 1] == '\r')) {
      --i;
    }
    end = i * unit;
  });
  std::string out(header.substr(0, end));
  for (const AddedField& field : added) {
    out += encoded(std::string_view(&format_.delimiter, 1), "");
    out += csv_value(field.name, false, false);
  }
  out += header.substr(end);
  return out;
}

std::string RecordRewriting::line_end() const {
  switch (format_.line_ending) {
    case LineEnding::crlf:
      return encoded("\r\n", "");
    case LineEnding::cr:
      return encoded(is_json() ? "\n" : "\r", "");
    default:
      return encoded("\n", "");
  }
}

std::string RecordRewriting::new_record(std::span<const AddedField> fields) const {
  std::string out = encoded(is_json() ? "{" : "", "");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (is_json()) {
      out += json_member(fields[i], i == 0);
    } else {
      out += i == 0 ? "" : encoded(std::string_view(&format_.delimiter, 1), "");
      out += csv_value(fields[i].value, false, fields.size() == 1);
    }
  }
  out += encoded(is_json() ? "}" : "", "");
  return out + line_end();
}

}  // namespace noiseal
