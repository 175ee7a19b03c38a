// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/data/csv_writer.h"
#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::OneFile;
using test::ReadFile;

/// Bytes in which the characters that carry syntax are frequent.
rc::Gen<std::string> syntax_bytes() {
  return rc::gen::container<std::string>(
      rc::gen::weightedOneOf<char>({{6, rc::gen::elementOf(std::string("\"\"\",,\n\r\t{}:\\ ab1"))},
                                    {1, rc::gen::arbitrary<char>()}}));
}

rc::Gen<std::string> any_text() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
          "\"", ",", "\n", "\r\n", "\t", ";", " ", "a", "xyz", "é", "日本", "😀", "'", "="})),
      [](const std::vector<std::string>& pieces) {
        std::string text;
        for (const std::string& piece : pieces) {
          text += piece;
        }
        return text;
      });
}

FileFormat any_format() {
  FileFormat format;
  format.kind = *rc::gen::element(FileKind::csv, FileKind::tsv, FileKind::json_lines);
  format.encoding = *rc::gen::element<std::string>("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE",
                                                   "windows-1252", "Shift_JIS");
  if (format.kind == FileKind::json_lines && format.encoding == "Shift_JIS") {
    format.encoding = "UTF-8";
  }
  format.delimiter = format.kind == FileKind::tsv ? '\t' : ',';
  format.quote = *rc::gen::element('"', '\0');
  format.has_header = false;
  return format;
}

RC_GTEST_PROP(RoundTrip, GivesBackEveryByteOfWhateverTheFileHolds, ()) {
  const std::string bytes = *syntax_bytes();
  const FileFormat format = any_format();
  ReaderOptions options;
  options.block_bytes = *rc::gen::element<std::size_t>(64, 100, 4096);
  options.max_record_bytes = 1024;
  const ReadFile file = OneFile(bytes).read(format, options);
  RC_ASSERT(file.bytes() == bytes);
}

RC_GTEST_PROP(RoundTrip, ReadsTheSameWithAnyBlockSize, ()) {
  const std::string bytes = *rc::gen::scale(8, syntax_bytes());
  const FileFormat format = any_format();
  ReaderOptions small;
  small.block_bytes = 64;
  const OneFile file(bytes);
  const ReadFile a = file.read(format);
  const ReadFile b = file.read(format, small);
  RC_ASSERT(a.bytes() == bytes);
  RC_ASSERT(b.bytes() == bytes);
  RC_ASSERT(a.rows() == b.rows());
  RC_ASSERT(a.reasons() == b.reasons());
}

RC_GTEST_PROP(RoundTrip, CountsLinesAsTheyStandInTheFile, ()) {
  const std::string bytes = *syntax_bytes();
  FileFormat format = any_format();
  format.encoding = "UTF-8";
  const ReadFile file = OneFile(bytes).read(format);
  std::string before;
  for (const test::ReadRecord& record : file.records) {
    std::size_t lines = 1;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const bool pair = before[i] == '\r' && i + 1 < before.size() && before[i + 1] == '\n';
      const bool ends = format.kind == FileKind::json_lines
                            ? before[i] == '\n'
                            : before[i] == '\n' || (before[i] == '\r' && !pair);
      lines += ends ? 1U : 0U;
    }
    RC_ASSERT(record.line == lines);
    before += record.raw;
  }
}

RC_GTEST_PROP(RoundTrip, FindsTheSameInARecordReadAlone, ()) {
  const OneFile file(*syntax_bytes());
  RecordReader reader(file.path(), any_format());
  RecordParser parser(reader.format());
  while (const Record* record = reader.next()) {
    const Record& alone = parser.parse(record->raw, record->line);
    RC_ASSERT(alone.state == record->state);
    RC_ASSERT(alone.fields.size() == record->fields.size());
    for (std::size_t i = 0; i < alone.fields.size(); ++i) {
      RC_ASSERT(alone.fields[i].text == record->fields[i].text);
      RC_ASSERT(alone.fields[i].begin == record->fields[i].begin);
    }
  }
}

RC_GTEST_PROP(RoundTrip, ReadsTheTableThatWasWritten, ()) {
  const std::size_t n_columns = *rc::gen::inRange<std::size_t>(1, 5);
  const auto table = *rc::gen::container<std::vector<std::vector<std::string>>>(
      rc::gen::container<std::vector<std::string>>(n_columns, any_text()));
  const std::string end = *rc::gen::element<std::string>("\n", "\r\n", "\r");
  FileFormat format;
  format.has_header = false;
  format.delimiter = *rc::gen::element(',', ';', '\t');
  for (std::size_t i = 1; i <= n_columns; ++i) {
    format.columns.push_back(std::to_string(i));
  }
  std::string bytes;
  for (const std::vector<std::string>& row : table) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      bytes += i == 0 ? "" : std::string(1, format.delimiter);
      bytes += row.size() == 1 && row[i].empty() ? "\"\"" : csv_field(row[i], format.delimiter);
    }
    bytes += end;
  }
  format.encoding = *rc::gen::element<std::string>("UTF-8", "UTF-16LE", "UTF-32BE", "GB18030");
  const std::string encoded = test::in_encoding(format.encoding, bytes);
  const ReadFile file = OneFile(encoded).read(format);
  RC_ASSERT(file.rows() == table);
  RC_ASSERT(file.bytes() == encoded);
}

}  // namespace
}  // namespace noiseal
