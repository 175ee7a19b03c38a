// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/data/data_checks.h"
#include "core/data/file_format.h"
#include "core/pipeline/import_columns.h"
#include "core/pipeline/project_import.h"
#include "core/store/project_builder.h"

namespace noiseal {

/// Counts records that are set aside, by file and reason.
class BadRecordTally {
 public:
  void add(const std::string& file, std::int64_t line, std::string_view reason);
  [[nodiscard]] std::size_t count() const { return count_; }
  /// Most frequent first.
  [[nodiscard]] std::vector<BadRecordGroup> groups() const;

 private:
  std::map<std::pair<std::string, std::string>, BadRecordGroup> groups_;
  std::size_t count_ = 0;
};

/// A file whose format and columns are known.
struct ImportFile {
  std::filesystem::path path;
  Split role = Split::train;
  FileFormat format;
  ColumnFacts facts;
  ColumnRoles roles;

  [[nodiscard]] std::string name() const { return path.filename().string(); }
};

/// Finds out how to read a file; its roles are left open.
ImportFile look_at_file(const ImportOptions& options, const std::filesystem::path& path,
                        Split role);

/// What the files of one import share.
struct ImportState {
  const ImportOptions& options;
  const ImportProgress& progress;
  const Control& control;
  ProjectBuilder& builder;
  DataChecks checks{};
  BadRecordTally bad{};
  std::unordered_set<std::uint64_t> test_texts{};  ///< hashes; training rows with one go aside
  std::array<std::size_t, 3> rows{};               ///< by split
  std::size_t gold_rows = 0;                       ///< training rows with gold
};

/// Streams the file into the builder.
void import_file(ImportState& state, const ImportFile& file);

/// Hashes of all texts of a file, for ImportState::test_texts.
std::unordered_set<std::uint64_t> hash_texts(const ImportState& state, const ImportFile& file);

}  // namespace noiseal
