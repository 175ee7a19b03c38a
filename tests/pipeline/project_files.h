// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/pipeline/project_import.h"
#include "tests/support/test_data.h"

namespace noiseal::test {

void write_file(const std::filesystem::path& file, const std::string& bytes);
std::string read_file(const std::filesystem::path& file);

/// A temporary folder with training data in train.csv, imported into p.noiseal on demand.
class ProjectFiles {
 public:
  explicit ProjectFiles(const std::string& train);

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }
  /// Options for train.csv; change them before import().
  ImportOptions options;
  /// Imports with the options.
  ImportReport import();
  /// Imports when there is no project yet, and opens it for writing.
  Project project();

 private:
  TemporaryFolder folder_;
};

/// The sentence of the Error that work throws; "no error" without one.
template <typename Work>
std::string error_of(Work&& work) {
  try {
    work();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace noiseal::test
