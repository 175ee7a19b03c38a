// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/whole_file.h"

#include <gtest/gtest.h>

#include <iterator>
#include <sstream>

#include "core/base/error.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

std::string contents(const std::filesystem::path& file) {
  std::ostringstream all;
  all << std::ifstream(file, std::ios::binary).rdbuf();
  return all.str();
}

auto file_count(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

TEST(WholeFile, ReplacesItsTargetOnCommit) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "out.csv") << "old";
  {
    WholeFile file(folder / "out.csv");
    file.stream() << "new";
    EXPECT_EQ(contents(folder / "out.csv"), "old");
    file.commit();
  }
  EXPECT_EQ(contents(folder / "out.csv"), "new");
  EXPECT_EQ(file_count(folder.path()), 1);
}

TEST(WholeFile, LeavesNothingBehindWithoutCommit) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "out.csv") << "old";
  {
    WholeFile file(folder / "out.csv");
    file.stream() << "half of the n";
  }
  EXPECT_EQ(contents(folder / "out.csv"), "old");
  EXPECT_EQ(file_count(folder.path()), 1);
}

TEST(WholeFile, SaysWhyItCannotBegin) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(WholeFile(folder.path()), Error);
  EXPECT_THROW(WholeFile(folder / "missing" / "out.csv"), Error);
}

}  // namespace
}  // namespace noiseal
