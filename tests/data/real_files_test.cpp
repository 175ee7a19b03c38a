// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::bytes_of;
using test::data_folder;

std::vector<std::filesystem::path> tables() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data_folder())) {
    if (entry.path().extension() == ".csv") {
      files.push_back(entry.path());
    }
  }
  return files;
}

TEST(RealFiles, AreReadWholeAndByteForByte) {
  NOISEAL_NEEDS(!data_folder().empty(), "real data sets");
  ASSERT_FALSE(tables().empty());
  for (const std::filesystem::path& file : tables()) {
    const FileFormat format = guess_format(file);
    EXPECT_EQ(format.encoding, "UTF-8") << file;
    EXPECT_EQ(format.delimiter, ',') << file;
    EXPECT_TRUE(format.has_header) << file;
    const test::ReadFile read = test::read_file(file, format);
    EXPECT_EQ(read.reasons().size(), 0U) << file;
    EXPECT_GT(read.rows().size(), 100U) << file;
    EXPECT_TRUE(read.bytes() == bytes_of(file)) << file;
  }
}

TEST(RealFiles, KeepEveryByteWhenALabelIsReplacedByItself) {
  NOISEAL_NEEDS(!data_folder().empty(), "real data sets");
  for (const std::filesystem::path& file : tables()) {
    RecordReader reader(file, guess_format(file));
    while (const Record* record = reader.next()) {
      if (record->state == RecordState::good) {
        const std::size_t label = 2;
        ASSERT_EQ(reader.parser().replace_field(*record, label, record->fields[label].text),
                  record->raw)
            << file << " line " << record->line;
      }
    }
  }
}

}  // namespace
}  // namespace noiseal
