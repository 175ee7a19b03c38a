// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/data/record_reader.h"
#include "tests/support/test_data.h"

namespace noiseal::test {

/// A record that outlives its reader.
struct ReadRecord {
  std::string raw;
  std::uint64_t line = 0;
  RecordState state = RecordState::good;
  std::string reason;
  std::vector<std::string> fields;
  std::vector<FieldForm> forms;
};

/// A whole file as the reader sees it.
struct ReadFile {
  std::string header;
  FileFormat format;
  std::vector<ReadRecord> records;

  /// Header and raw bytes of all records.
  [[nodiscard]] std::string bytes() const;
  /// Fields of the good records.
  [[nodiscard]] std::vector<std::vector<std::string>> rows() const;
  [[nodiscard]] std::vector<std::string> reasons() const;
};

ReadFile read_file(const std::filesystem::path& file, const FileFormat& format,
                   const ReaderOptions& options = {});

/// A folder with one file in it.
class OneFile {
 public:
  explicit OneFile(std::string_view bytes, const std::string& name = "data.csv");
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] ReadFile read(const FileFormat& format, const ReaderOptions& options = {}) const {
    return read_file(path_, format, options);
  }

 private:
  TemporaryFolder folder_;
  std::filesystem::path path_;
};

std::string bytes_of(const std::filesystem::path& file);

/// csv without a header line.
FileFormat headless();
FileFormat json_lines();

/// UTF-8 text in another encoding.
std::string in_encoding(const std::string& encoding, std::string_view text);

/// The sentence of the Error that a call throws; empty when it throws none.
template <typename Call>
std::string error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace noiseal::test
