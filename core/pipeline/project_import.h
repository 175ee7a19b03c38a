// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/control.h"
#include "core/store/project.h"

namespace noiseal {

enum class HeaderLine : std::uint8_t { guess, present, absent };

/// What to do with a file that has bad records.
enum class BadRecords : std::uint8_t { set_aside, refuse_file };

/// Training texts that stand in the test file, too.
enum class TestOverlap : std::uint8_t { report, set_aside };

/// What becomes of the gold and id columns when none is named.
enum class OpenRoles : std::uint8_t { guess, leave_out };

/// How files become a project. Columns are named as in the header line, or by number from 1.
struct ImportOptions {
  std::filesystem::path file;             ///< training data
  std::filesystem::path project;          ///< to be created, name.noiseal
  std::vector<std::string> text_columns;  ///< joined by text_separator; empty: guessed
  std::string text_separator = "\n";
  std::optional<std::string> label_column;  ///< none: guessed
  std::optional<std::string> gold_column;   ///< none: guessed; may be missing from the file
  std::optional<std::string> id_column;     ///< none: guessed; may be missing from the file
  OpenRoles open_roles = OpenRoles::guess;
  std::optional<std::string> split_column;  ///< "train", "valid" or "test" in each record
  std::optional<std::filesystem::path> valid_file;
  double valid_share = 0;  ///< 0..1, drawn from the training rows by label
  std::optional<std::filesystem::path> test_file;
  TestOverlap test_overlap = TestOverlap::report;
  std::string encoding;   ///< e.g. "utf-8", "windows-1252"; empty: guessed
  std::string delimiter;  ///< one character; empty: guessed
  HeaderLine header = HeaderLine::guess;
  BadRecords bad_records = BadRecords::set_aside;
  std::uint64_t seed = 1;  ///< of the drawn split
};

/// Records set aside for one reason.
struct BadRecordGroup {
  std::string reason;
  std::size_t count = 0;
  std::vector<std::int64_t> first_lines;  ///< at most 5
  std::string file;                       ///< name of the file they stand in
};

/// What came in. All bad records are in the project (Sources::bad_records).
struct ImportReport {
  std::size_t train_rows = 0;
  std::size_t valid_rows = 0;
  std::size_t test_rows = 0;
  std::vector<std::string> labels;
  std::vector<std::size_t> label_counts;    ///< of the training rows, by label
  std::vector<BadRecordGroup> bad_records;  ///< most frequent first
  std::size_t bad_record_count = 0;
  std::vector<std::string> notices;  ///< findings of the data checks, a sentence each
  std::string text_columns;          ///< as used, for the message, e.g. "text"
  std::string label_column;
  std::string gold_column;  ///< empty: none
  bool gold_known = false;  ///< gold labels of the training rows
};

/// file, bytes done, bytes in all.
using ImportProgress =
    std::function<void(const std::filesystem::path&, std::uint64_t, std::uint64_t)>;

/// Streams the files into a new project: memory does not grow with them. The project gets its
/// name when it is whole; after an error or a stop there is none. Errors name file and line.
ImportReport import_project(const ImportOptions& options, const ImportProgress& progress,
                            const Control& control);

}  // namespace noiseal
