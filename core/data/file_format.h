// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

enum class FileKind : std::uint8_t { csv, tsv, json_lines };
enum class LineEnding : std::uint8_t { lf, crlf, cr };

/// How the bytes of a data file are to be read and written.
struct FileFormat {
  FileKind kind = FileKind::csv;
  std::string encoding = "UTF-8";  ///< name as ICU knows it, e.g. "UTF-16LE", "windows-1252"
  std::string byte_order_mark;     ///< the file's first bytes, where they are such a mark
  char delimiter = ',';            ///< ASCII; csv and tsv
  char quote = '"';                ///< ASCII; '\0': nothing is quoted; csv and tsv
  bool has_header = true;          ///< csv and tsv: the first record names the columns
  LineEnding line_ending = LineEnding::lf;  ///< the most frequent one; reading takes any mixture
  /// Names of the fields. csv, tsv: from the header line, else "1", "2", ...; json-lines: the keys
  /// that become fields, in order. Empty: RecordReader finds them.
  std::vector<std::string> columns;

  friend bool operator==(const FileFormat&, const FileFormat&) = default;
};

/// What a person has said about a file; the rest is guessed.
struct KnownFormat {
  std::optional<FileKind> kind;
  std::optional<std::string> encoding;
  std::optional<char> delimiter;
  std::optional<char> quote;  ///< '\0': none
  std::optional<bool> has_header;
};

/// Guesses how to read a file from its first megabyte and a few samples further on: byte order
/// mark, UTF-8 validity, else ICU's detection; delimiter (, ; tab |) by consistency of the field
/// count; quote; header line by names and by contrast with the following records. columns is
/// filled. Throws Error when the file can't be read, is empty, or is no text (spreadsheets,
/// archives, ... by name), UsageError when known holds something impossible.
FileFormat guess_format(const std::filesystem::path& file, const KnownFormat& known = {});

/// The first records of a file as a person sees them.
struct FilePreview {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< good records, fields in order of columns
  std::vector<std::string> problems;           ///< "line 7: ..." of bad records met on the way
};
FilePreview preview_file(const std::filesystem::path& file, const FileFormat& format,
                         std::size_t max_rows = 20);

/// For storing a format beside the records: one JSON object. from_json throws Error.
std::string format_to_json(const FileFormat& format);
FileFormat format_from_json(std::string_view json);

/// A delimiter as typed: one character, "\t" or "tab". Throws UsageError.
char delimiter_from_text(std::string_view typed);

/// Throws UsageError when a file can't be read in this format: unknown or stateful encoding,
/// delimiter equal to the quote, delimiter that is part of other characters in this encoding.
void require_readable(const FileFormat& format);

}  // namespace noiseal
