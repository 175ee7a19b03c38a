// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/data/csv_scanner.h"
#include "core/data/encoding_guess.h"
#include "core/data/file_format.h"
#include "core/data/input_file.h"
#include "core/data/record_reader.h"
#include "core/data/text_encoding.h"
#include "core/data/unit_view.h"

namespace noiseal {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{1} << 20;
constexpr std::size_t kSampleBytes = std::size_t{1} << 16;
constexpr std::size_t kSamples = 8;
constexpr std::size_t kScannedRecords = 2000;

struct FileSample {
  std::string head;
  std::vector<std::string> later;
  bool whole = false;  ///< head is the whole file
};

FileSample take_sample(const std::filesystem::path& file) {
  InputFile input(file);
  FileSample sample;
  sample.head.resize(kHeadBytes);
  sample.head.resize(input.read(sample.head.data(), kHeadBytes));
  sample.whole = sample.head.size() < kHeadBytes;
  for (std::size_t i = 1; !sample.whole && i <= kSamples; ++i) {
    input.seek(input.size() / (kSamples + 1) * i);
    std::string& bytes = sample.later.emplace_back(kSampleBytes, '\0');
    bytes.resize(input.read(bytes.data(), kSampleBytes));
  }
  return sample;
}

void require_text(const std::filesystem::path& file, const FileSample& sample) {
  using namespace std::string_view_literals;
  constexpr std::array<std::pair<std::string_view, const char*>, 7> kOthers = {
      {{"PK\x03\x04"sv, "a spreadsheet or zip archive"},
       {"\xD0\xCF\x11\xE0"sv, "an old Office document"},
       {"\x1F\x8B"sv, "a gzip archive"},
       {"PAR1"sv, "a Parquet file"},
       {"%PDF"sv, "a PDF document"},
       {"SQLite format 3"sv, "an SQLite database or a project"},
       {"\x89PNG"sv, "a picture"}}};
  const std::string name = file.filename().string();
  if (sample.head.empty()) {
    throw Error(fmt::format("{} is empty; check that it is the right file.", name));
  }
  for (const auto& [start, what] : kOthers) {
    if (sample.head.starts_with(start)) {
      throw Error(fmt::format("{} is {}, no text; save the table as CSV (UTF-8) and import that.",
                              name, what));
    }
  }
}

/// Files with many control characters hold no text. For encodings of one-byte units.
void require_few_controls(const std::filesystem::path& file, std::string_view head) {
  const auto controls = std::count_if(head.begin(), head.end(), [](char byte) {
    const auto unit = static_cast<unsigned char>(byte);
    return unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r' && unit != '\f' &&
           unit != '\v' && unit != 0x1B;
  });
  if (static_cast<double>(controls) > 0.05 * static_cast<double>(head.size())) {
    throw Error(fmt::format("{} holds binary data, no text; import a CSV, TSV or JSON lines file.",
                            file.filename().string()));
  }
}

std::string lower_extension(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

/// The characters that carry syntax, one byte for each unit; others of wide units become '?'.
std::string syntax_of(std::string bytes, UnitLayout layout) {
  if (layout == UnitLayout::one_byte) {
    return bytes;
  }
  std::string text;
  with_units(layout, bytes, [&](auto units) {
    for (std::size_t i = 0; i < units.size(); ++i) {
      text.push_back(units[i] < 0x80 ? static_cast<char>(units[i]) : '?');
    }
  });
  return text;
}

bool looks_like_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{') {
    return false;
  }
  const std::size_t next = text.find_first_not_of(" \t", first + 1);
  return next != std::string_view::npos && (text[next] == '"' || text[next] == '}');
}

/// What one way to take the sample apart gives.
struct Trial {
  double agreement = 0;  ///< share of records with the most frequent field count, if above 1
  std::size_t fields = 0;
  std::size_t quoted = 0;     ///< fields between quotes
  std::size_t misquoted = 0;  ///< records with quotes that don't pair, or with text after one
};

Trial try_syntax(std::string_view text, bool whole, char delimiter, char quote) {
  const CsvSyntax syntax{UnitLayout::one_byte, delimiter, quote};
  CsvScan scan;
  Trial trial;
  std::map<std::size_t, std::size_t> counts;
  std::size_t records = 0;
  while (!text.empty() && records < kScannedRecords) {
    scan_csv(text, syntax, whole ? MoreBytes::none : MoreBytes::follow, scan);
    if (scan.length == 0) {
      break;
    }
    if (scan.problem != QuoteProblem::none) {
      ++trial.misquoted;
      ++records;
    } else if (scan.length > scan.line_end) {
      ++records;
      ++counts[scan.fields.size()];
      for (const ScannedField& field : scan.fields) {
        const bool tail = field.quoted && field.close + 1 != field.end;
        trial.quoted += field.quoted && !tail ? 1U : 0U;
        trial.misquoted += tail ? 1U : 0U;
      }
    }
    text.remove_prefix(scan.length);
  }
  for (const auto& [fields, count] : counts) {
    const double share = static_cast<double>(count) / static_cast<double>(records);
    if (fields > 1 && share >= trial.agreement) {
      trial.agreement = share;
      trial.fields = fields;
    }
  }
  return trial;
}

char guess_quote(std::string_view text, bool whole, char delimiter) {
  const Trial with = try_syntax(text, whole, delimiter, '"');
  const Trial without = try_syntax(text, whole, delimiter, '\0');
  if (with.misquoted > with.quoted && without.agreement >= with.agreement) {
    return '\0';
  }
  if (with.quoted == 0 && with.misquoted == 0) {
    const Trial single = try_syntax(text, whole, delimiter, '\'');
    if (single.misquoted == 0 && single.quoted > 1 && single.agreement >= without.agreement &&
        single.fields > 1 && single.agreement > without.agreement) {
      return '\'';
    }
  }
  return '"';
}

char guess_delimiter(std::string_view text, bool whole, const std::string& extension,
                     std::optional<char> quote) {
  const std::string candidates = extension == ".tsv" || extension == ".tab" ? "\t,;|" : ",\t;|";
  char best = candidates[0];
  double best_score = 0;
  for (const char delimiter : candidates) {
    double score = 0;
    for (const char tried : {'"', '\0'}) {
      if (!quote || *quote == tried) {
        score = std::max(score, try_syntax(text, whole, delimiter, tried).agreement);
      }
    }
    if (score > best_score + 0.01) {
      best = delimiter;
      best_score = score;
    }
  }
  return best;
}

LineEnding guess_line_ending(std::string_view text) {
  std::array<std::size_t, 3> counts{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++counts[0];
    } else if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      ++counts[1];
      ++i;
    } else if (text[i] == '\r') {
      ++counts[2];
    }
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return static_cast<LineEnding>(most - counts.begin());
}

bool is_number(const std::string& text) {
  const bool digits =
      std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  return digits && text.find_first_not_of("0123456789+-.,eE ") == std::string::npos;
}

bool is_usual_name(std::string name) {
  static const std::set<std::string> kNames = {
      "text",     "label",  "labels",   "id",       "gold",   "sentence", "category", "class",
      "target",   "title",  "content",  "message",  "split",  "given",    "comment",  "review",
      "question", "intent", "document", "headline", "answer", "topic",    "sentiment"};
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return kNames.contains(name);
}

/// Compares the first record with the ones after it, column by column.
bool guess_header(const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) {
    return true;
  }
  const std::vector<std::string>& first = rows[0];
  if (std::any_of(first.begin(), first.end(), is_usual_name)) {
    return true;
  }
  const std::set<std::string> distinct(first.begin(), first.end());
  if (distinct.size() < first.size() || distinct.contains("") ||
      std::any_of(first.begin(), first.end(), is_number)) {
    return false;
  }
  double votes = 0;
  for (std::size_t column = 0; column < first.size(); ++column) {
    std::size_t bytes = 0;
    std::size_t numbers = 0;
    std::size_t same = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      bytes += rows[i][column].size();
      numbers += is_number(rows[i][column]) ? 1U : 0U;
      same += rows[i][column] == first[column] ? 1U : 0U;
    }
    const double mean =
        static_cast<double>(bytes) / std::max(1.0, static_cast<double>(rows.size() - 1));
    votes += rows.size() > 1 && numbers + 1 == rows.size() ? 2 : 0;
    votes -= same > 0 ? 3 : 0;
    votes += mean > 3.0 * static_cast<double>(first[column].size()) ? 1 : 0;
    votes -= first[column].size() > 60 ? 2 : 0;
  }
  return votes >= 0;
}

std::vector<std::vector<std::string>> first_rows(const std::filesystem::path& file,
                                                 FileFormat format) {
  format.has_header = false;
  format.columns.clear();
  return preview_file(file, format, 200).rows;
}

void fill_syntax(const std::filesystem::path& file, const KnownFormat& known, std::string_view text,
                 bool whole, FileFormat& format) {
  const std::string extension = lower_extension(file);
  const bool json_name = extension == ".jsonl" || extension == ".ndjson" || extension == ".json";
  format.kind = known.kind ? *known.kind
                : !known.delimiter && (json_name || looks_like_json(text)) &&
                        text.find('{') != std::string_view::npos
                    ? FileKind::json_lines
                    : FileKind::csv;
  format.line_ending = guess_line_ending(text);
  if (format.kind == FileKind::json_lines) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '[') {
      throw Error(fmt::format("{} holds one JSON array; write one object on each line instead.",
                              file.filename().string()));
    }
    format.has_header = false;
    return;
  }
  const bool is_tsv = known.kind == FileKind::tsv;
  format.delimiter = known.delimiter ? *known.delimiter
                     : is_tsv        ? '\t'
                                     : guess_delimiter(text, whole, extension, known.quote);
  format.kind = format.delimiter == '\t' ? FileKind::tsv : FileKind::csv;
  format.quote = known.quote ? *known.quote : guess_quote(text, whole, format.delimiter);
}

}  // namespace

FileFormat guess_format(const std::filesystem::path& file, const KnownFormat& known) {
  const FileSample sample = take_sample(file);
  require_text(file, sample);
  EncodingGuess guess = guess_encoding(sample.head, sample.later);
  if (known.encoding) {
    const TextEncoding wanted(*known.encoding);
    const bool same_family =
        unit_bytes(TextEncoding(guess.encoding).layout()) == unit_bytes(wanted.layout());
    const bool order_open = *known.encoding == "utf-16" || *known.encoding == "UTF-16" ||
                            *known.encoding == "utf-32" || *known.encoding == "UTF-32";
    if (!(order_open && same_family)) {
      const bool mark_fits = guess.encoding == wanted.name();
      guess = {wanted.name(), mark_fits ? guess.byte_order_mark : ""};
    }
  }
  FileFormat format;
  format.encoding = TextEncoding(guess.encoding).name();
  format.byte_order_mark = guess.byte_order_mark;
  const TextEncoding encoding(format.encoding);
  const std::string text =
      syntax_of(sample.head.substr(format.byte_order_mark.size()), encoding.layout());
  if (sample.whole && text.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw Error(
        fmt::format("{} is empty; check that it is the right file.", file.filename().string()));
  }
  if (encoding.layout() == UnitLayout::one_byte) {
    require_few_controls(file, text);
  }
  fill_syntax(file, known, text, sample.whole, format);
  require_readable(format);
  if (format.kind != FileKind::json_lines) {
    format.has_header =
        known.has_header ? *known.has_header : guess_header(first_rows(file, format));
  }
  format.columns = RecordReader(file, format).columns();
  return format;
}

}  // namespace noiseal
