// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace noiseal::test {

/// The folder of real data sets: NOISEAL_TEST_DATA, else ../shared/data from the project's root.
/// Empty when there is none.
std::filesystem::path data_folder();

/// The pre-trained MiniLM encoder: NOISEAL_MODELS/all-MiniLM-L6-v2, else
/// .deps/models/all-MiniLM-L6-v2 in the project's root. Empty when there is none.
std::filesystem::path minilm_folder();

/// tests/fixtures in the project's root.
std::filesystem::path fixtures();

/// A fresh empty folder that is removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

/// True where the environment variable CI is set: there a missing resource is a failure.
bool in_ci();

}  // namespace noiseal::test

/// Ends the test when a resource is missing: loudly skipped on a developer's machine, a failure
/// in CI. Usage: NOISEAL_NEEDS(!data_folder().empty(), "real data sets").
#define NOISEAL_NEEDS(condition, what)                  \
  do {                                                  \
    if (!(condition)) {                                 \
      if (noiseal::test::in_ci()) {                     \
        FAIL() << "CI must have " << (what);            \
      }                                                 \
      GTEST_SKIP() << "NOT TESTED: missing " << (what); \
    }                                                   \
  } while (false)
