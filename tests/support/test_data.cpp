// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_data.h"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include <cstdlib>
#include <stdexcept>

namespace noiseal::test {
namespace {

std::filesystem::path folder_or_empty(const char* variable, const std::filesystem::path& fallback) {
  const char* value = std::getenv(variable);
  const std::filesystem::path folder = value != nullptr ? std::filesystem::path(value) : fallback;
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

const std::filesystem::path kSource = NOISEAL_SOURCE_DIR;

}  // namespace

std::filesystem::path data_folder() {
  return folder_or_empty("NOISEAL_TEST_DATA", kSource / "../shared/data");
}

std::filesystem::path minilm_folder() {
  const std::filesystem::path models = folder_or_empty("NOISEAL_MODELS", kSource / ".deps/models");
  const std::filesystem::path folder = models / "all-MiniLM-L6-v2";
  return !models.empty() && std::filesystem::is_directory(folder) ? folder
                                                                  : std::filesystem::path();
}

std::filesystem::path fixtures() {
  return kSource / "tests/fixtures";
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "noiseal-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder");
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

bool in_ci() {
  return std::getenv("CI") != nullptr;
}

}  // namespace noiseal::test
