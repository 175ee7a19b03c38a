// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/file_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/data/record_reader.h"
#include "core/data/text_encoding.h"

namespace noiseal {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::array<const char*, 3> kKindNames = {"csv", "tsv", "json-lines"};
constexpr std::array<const char*, 3> kEndNames = {"lf", "crlf", "cr"};

std::string to_hex(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    out.push_back(kHexDigits[value >> 4U]);
    out.push_back(kHexDigits[value & 0xFU]);
  }
  return out;
}

std::string from_hex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const std::size_t high = kHexDigits.find(digits[i]);
    const std::size_t low = kHexDigits.find(digits[i + 1]);
    out.push_back(static_cast<char>((high & 0xFU) << 4U | (low & 0xFU)));
  }
  return out;
}

Error damaged() {
  return Error("The stored description of a data file's format is damaged; import it again.");
}

/// The value of an enum by its place among the names.
template <typename Enum>
Enum value_named(const std::array<const char*, 3>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    throw damaged();
  }
  return static_cast<Enum>(found - names.begin());
}

char one_character(const nlohmann::json& json, const char* key) {
  const auto text = json.at(key).get<std::string>();
  return text.empty() ? '\0' : text[0];
}

}  // namespace

std::string format_to_json(const FileFormat& format) {
  const auto character = [](char c) { return c == '\0' ? std::string() : std::string(1, c); };
  const nlohmann::ordered_json json = {
      {"kind", kKindNames[static_cast<std::size_t>(format.kind)]},
      {"encoding", format.encoding},
      {"byte_order_mark", to_hex(format.byte_order_mark)},
      {"delimiter", character(format.delimiter)},
      {"quote", character(format.quote)},
      {"has_header", format.has_header},
      {"line_ending", kEndNames[static_cast<std::size_t>(format.line_ending)]},
      {"columns", format.columns}};
  return json.dump();
}

FileFormat format_from_json(std::string_view json) {
  try {
    const auto parsed = nlohmann::json::parse(json);
    FileFormat format;
    format.kind = value_named<FileKind>(kKindNames, parsed.at("kind"));
    format.encoding = parsed.at("encoding").get<std::string>();
    format.byte_order_mark = from_hex(parsed.at("byte_order_mark").get<std::string>());
    format.delimiter = one_character(parsed, "delimiter");
    format.quote = one_character(parsed, "quote");
    format.has_header = parsed.at("has_header").get<bool>();
    format.line_ending = value_named<LineEnding>(kEndNames, parsed.at("line_ending"));
    format.columns = parsed.at("columns").get<std::vector<std::string>>();
    return format;
  } catch (const nlohmann::json::exception&) {
    throw damaged();
  }
}

char delimiter_from_text(std::string_view typed) {
  if (typed == "\\t" || typed == "tab") {
    return '\t';
  }
  const bool fits = typed.size() == 1 && static_cast<unsigned char>(typed[0]) < 0x80 &&
                    typed[0] != '\0' && typed[0] != '\n' && typed[0] != '\r' && typed[0] != '"';
  if (!fits) {
    throw UsageError(fmt::format(
        "The delimiter \"{}\" can't be used; give one ASCII character such as , ; | or tab.",
        printable(typed)));
  }
  return typed[0];
}

void require_readable(const FileFormat& format) {
  const TextEncoding encoding(format.encoding);
  if (format.kind == FileKind::json_lines) {
    if (encoding.has_ascii_trail_bytes()) {
      throw UsageError(fmt::format(
          "JSON lines can't be read in the encoding {}; convert the file to UTF-8 first.",
          encoding.name()));
    }
    return;
  }
  delimiter_from_text(std::string_view(&format.delimiter, 1));
  if (static_cast<unsigned char>(format.quote) >= 0x80 || format.quote == '\n' ||
      format.quote == '\r') {
    throw UsageError("The quote must be one ASCII character and no line break.");
  }
  if (format.delimiter == format.quote) {
    throw UsageError("The delimiter and the quote must be different characters.");
  }
  const auto is_trail = [](char c) { return static_cast<unsigned char>(c) >= 0x30; };
  if (encoding.has_ascii_trail_bytes() &&
      ((is_trail(format.delimiter) && format.delimiter != ';' && format.delimiter != ':') ||
       is_trail(format.quote))) {
    throw UsageError(fmt::format(
        "The delimiter \"{}\" is part of other characters in the encoding {}; convert the file to "
        "UTF-8 first.",
        format.delimiter, encoding.name()));
  }
}

FilePreview preview_file(const std::filesystem::path& file, const FileFormat& format,
                         std::size_t max_rows) {
  RecordReader reader(file, format);
  FilePreview preview;
  preview.columns = reader.columns();
  while (preview.rows.size() < max_rows && preview.problems.size() < max_rows) {
    const Record* record = reader.next();
    if (record == nullptr) {
      break;
    }
    if (record->state == RecordState::bad) {
      preview.problems.push_back(fmt::format("line {}: {}", record->line, record->reason));
    } else if (record->state == RecordState::good) {
      std::vector<std::string>& row = preview.rows.emplace_back();
      for (const RecordField& field : record->fields) {
        row.emplace_back(field.text);
      }
    }
  }
  return preview;
}

}  // namespace noiseal
