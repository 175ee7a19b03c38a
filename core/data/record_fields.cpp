// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/record_fields.h"

#include <fmt/format.h>

#include "core/data/utf8.h"

namespace noiseal {
namespace {

void spoil(Record& record, std::string reason) {
  record.state = RecordState::bad;
  record.reason = std::move(reason);
  record.fields.clear();
}

std::string count_of_fields(std::size_t n) {
  return fmt::format("{} field{}", n, n == 1 ? "" : "s");
}

/// Removes one of each two quotes in text[from, to).
void halve_quotes(std::string& text, std::size_t from, std::size_t to, char quote) {
  std::size_t write = from;
  for (std::size_t read = from; read < to; ++read) {
    text[write++] = text[read];
    read += text[read] == quote && read + 1 < to && text[read + 1] == quote ? 1U : 0U;
  }
  text.erase(write, to - write);
}

}  // namespace

RecordFields::RecordFields(const FileFormat& format)
    : format_(format), encoding_(format.encoding) {}

bool RecordFields::is_whole(std::string_view raw, Record& record) const {
  if (raw.size() % unit_bytes(encoding_.layout()) != 0) {
    spoil(record, "the file ends in the middle of a character");
    return false;
  }
  if (encoding_.is_utf8() && !is_ascii(raw)) {
    if (first_invalid_utf8(raw) != std::string_view::npos) {
      spoil(record, "it holds bytes that are not valid UTF-8");
      return false;
    }
  }
  return true;
}

void RecordFields::note_decoded(std::size_t start, RecordField& field) {
  field.text = {};
  noted_.push_back({field_index_, start, decoded_.size() - start});
}

void RecordFields::settle(Record& record) {
  for (const Noted& noted : noted_) {
    record.fields[noted.field].text = std::string_view(decoded_).substr(noted.start, noted.size);
  }
}

bool RecordFields::decode_csv_field(std::string_view raw, const ScannedField& scanned,
                                    RecordField& field) {
  const std::size_t unit = unit_bytes(encoding_.layout());
  const std::size_t begin = scanned.begin + (scanned.quoted ? unit : 0);
  const std::size_t end = scanned.quoted ? scanned.close : scanned.end;
  const std::size_t tail = scanned.quoted ? scanned.close + unit : scanned.end;
  field.begin = static_cast<std::uint32_t>(scanned.begin);
  field.end = static_cast<std::uint32_t>(scanned.end);
  field.form = scanned.quoted ? FieldForm::quoted : FieldForm::plain;
  if (encoding_.is_utf8() && !scanned.doubled_quotes && tail == scanned.end) {
    field.text = raw.substr(begin, end - begin);
    return true;
  }
  const std::size_t start = decoded_.size();
  if (!encoding_.decode(raw.substr(begin, end - begin), decoded_)) {
    return false;
  }
  if (scanned.doubled_quotes) {
    halve_quotes(decoded_, start, decoded_.size(), format_.quote);
  }
  if (!encoding_.decode(raw.substr(tail, scanned.end - tail), decoded_)) {
    return false;
  }
  note_decoded(start, field);
  return true;
}

void RecordFields::from_csv(const CsvScan& scan, Record& record) {
  record.state = RecordState::good;
  record.reason.clear();
  record.fields.clear();
  decoded_.clear();
  noted_.clear();
  if (scan.problem != QuoteProblem::none) {
    const std::size_t lines_before =
        count_line_ends(record.raw.substr(0, scan.problem_at), encoding_.layout());
    spoil(record, lines_before == 0 ? std::string("a quote is opened but never closed")
                                    : fmt::format("a quote opened on line {} is never closed",
                                                  record.line + lines_before));
    return;
  }
  if (!is_whole(record.raw, record)) {
    return;
  }
  if (record.raw.size() == scan.line_end) {
    record.state = RecordState::blank;
    return;
  }
  if (!format_.columns.empty() && scan.fields.size() != format_.columns.size()) {
    spoil(record, fmt::format("{} where {} {} expected", count_of_fields(scan.fields.size()),
                              format_.columns.size(), format_.columns.size() == 1 ? "is" : "are"));
    return;
  }
  record.fields.resize(scan.fields.size());
  for (field_index_ = 0; field_index_ < scan.fields.size(); ++field_index_) {
    if (!decode_csv_field(record.raw, scan.fields[field_index_], record.fields[field_index_])) {
      spoil(record, fmt::format("it holds bytes that are not valid {}", encoding_.name()));
      return;
    }
  }
  settle(record);
}

bool RecordFields::key_is(std::string_view raw, const JsonMember& member,
                          std::string_view key) const {
  const std::size_t unit = unit_bytes(encoding_.layout());
  const std::string_view bytes =
      raw.substr(member.key_begin + unit, member.key_end - member.key_begin - 2 * unit);
  if (encoding_.is_utf8() && !member.key_has_escapes) {
    return bytes == key;
  }
  std::string text;
  std::string plain;
  return encoding_.decode(bytes, text) && unescape_json(text, plain) && plain == key;
}

bool RecordFields::decode_json_value(std::string_view raw, const JsonMember& member,
                                     RecordField& field) {
  const bool is_string = member.token == JsonToken::string;
  const std::size_t quote = is_string ? unit_bytes(encoding_.layout()) : 0;
  field.begin = static_cast<std::uint32_t>(member.begin);
  field.end = static_cast<std::uint32_t>(member.end);
  field.form = is_string                         ? FieldForm::quoted
               : member.token == JsonToken::null ? FieldForm::json_null
                                                 : FieldForm::json;
  if (field.form == FieldForm::json_null) {
    field.text = {};
    return true;
  }
  const std::string_view bytes =
      raw.substr(member.begin + quote, member.end - member.begin - 2 * quote);
  const bool has_escapes = is_string && member.has_escapes;
  if (encoding_.is_utf8() && !has_escapes) {
    field.text = bytes;
    return true;
  }
  const std::size_t start = decoded_.size();
  if (!has_escapes) {
    if (!encoding_.decode(bytes, decoded_)) {
      return false;
    }
  } else {
    std::string text;
    if (!encoding_.decode(bytes, text) || !unescape_json(text, decoded_)) {
      return false;
    }
  }
  note_decoded(start, field);
  return true;
}

void RecordFields::from_json(Record& record) {
  record.state = RecordState::good;
  record.reason.clear();
  record.fields.clear();
  decoded_.clear();
  noted_.clear();
  if (!is_whole(record.raw, record)) {
    return;
  }
  std::string whole;
  if (!encoding_.is_utf8() && !encoding_.decode(record.raw, whole)) {
    spoil(record, fmt::format("it holds bytes that are not valid {}", encoding_.name()));
    return;
  }
  scan_json(record.raw, encoding_.layout(), json_);
  if (json_.problem != nullptr) {
    if (json_.members.empty() && std::string_view(json_.problem) == "an empty line") {
      record.state = RecordState::blank;
    } else {
      spoil(record, json_.problem);
    }
    return;
  }
  RecordField missing;
  missing.begin = missing.end = static_cast<std::uint32_t>(json_.close);
  missing.form = FieldForm::missing;
  record.fields.assign(format_.columns.size(), missing);
  for (field_index_ = 0; field_index_ < format_.columns.size(); ++field_index_) {
    const JsonMember* found = nullptr;
    for (const JsonMember& member : json_.members) {
      found = key_is(record.raw, member, format_.columns[field_index_]) ? &member : found;
    }
    if (found != nullptr && !decode_json_value(record.raw, *found, record.fields[field_index_])) {
      spoil(record,
            fmt::format("the value of \"{}\" is no valid text", format_.columns[field_index_]));
      return;
    }
  }
  settle(record);
}

std::vector<std::string> RecordFields::last_keys(std::string_view raw) const {
  const std::size_t unit = unit_bytes(encoding_.layout());
  std::vector<std::string> keys;
  for (const JsonMember& member : json_.members) {
    std::string text;
    std::string key;
    if (encoding_.decode(
            raw.substr(member.key_begin + unit, member.key_end - member.key_begin - 2 * unit),
            text) &&
        unescape_json(text, key)) {
      keys.push_back(std::move(key));
    }
  }
  return keys;
}

}  // namespace noiseal
