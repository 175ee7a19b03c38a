// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/nn/safetensors.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using testing::HasSubstr;

void write_file(const std::filesystem::path& file, const std::string& header,
                const std::string& data) {
  std::ofstream out(file, std::ios::binary);
  const std::uint64_t length = header.size();
  out.write(reinterpret_cast<const char*>(&length), sizeof length);
  out << header << data;
}

std::string message_of(const std::filesystem::path& file) {
  try {
    const SafetensorsFile opened(file);
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr(file.string()));
    return error.what();
  }
  return "no error";
}

TEST(Safetensors, WhatIsWrittenIsReadBack) {
  const test::TemporaryFolder folder;
  const std::vector<float> a{1, 2, 3, 4, 5, 6};
  const std::vector<float> b{-0.5F};
  write_safetensors(folder / "m.safetensors", {{"a", {2, 3}, a}, {"b", {1}, b}});
  const SafetensorsFile file(folder / "m.safetensors");
  std::vector<float> read(6);
  file.read("a", std::array<std::size_t, 2>{2, 3}, read);
  EXPECT_EQ(read, a);
  std::vector<float> row(3);
  file.read_rows("a", std::array<std::int32_t, 1>{1}, 3, row);
  EXPECT_EQ(row, (std::vector<float>{4, 5, 6}));
}

TEST(Safetensors, HalfAndBrainFloatsBecomeFloats) {
  const test::TemporaryFolder folder;
  // 1.5 and -2 in IEEE half: 0x3e00, 0xc000; in bfloat16: 0x3fc0, 0xc000; 2^-24 (subnormal): 0x0001
  write_file(folder / "m.safetensors",
             R"({"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},)"
             R"("b":{"dtype":"BF16","shape":[2],"data_offsets":[6,10]}})",
             std::string("\x00\x3e\x00\xc0\x01\x00\xc0\x3f\x00\xc0", 10));
  const SafetensorsFile file(folder / "m.safetensors");
  std::vector<float> half(3);
  std::vector<float> brain(2);
  file.read("h", std::array<std::size_t, 1>{3}, half);
  file.read("b", std::array<std::size_t, 1>{2}, brain);
  EXPECT_EQ(half, (std::vector<float>{1.5F, -2.0F, 0x1.0p-24F}));
  EXPECT_EQ(brain, (std::vector<float>{1.5F, -2.0F}));
}

TEST(Safetensors, EveryKindOfDamageIsOneSentenceNamingTheFile) {
  const test::TemporaryFolder folder;
  const auto file = folder / "m.safetensors";
  struct Case {
    const char* header;
    std::string data;
    const char* says;
  };
  const std::vector<Case> cases{
      {"{not json", "", "not valid JSON"},
      {"[1, 2]", "", "not valid JSON"},
      {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", "1234", "cut off"},
      {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", "12345678", "cut off"},
      {R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", "12345678", "another size"},
      {R"({"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}})", "12345678", "F64"},
      {R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}})", "12345678", "wrong way"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", "1234", "wrong way"},
      {R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", "",
       "impossible shape"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
       R"("b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
       "123456", "overlap"},
  };
  for (const Case& c : cases) {
    write_file(file, c.header, c.data);
    EXPECT_THAT(message_of(file), HasSubstr(c.says)) << c.header;
  }
}

TEST(Safetensors, AFileCutOffAnywhereIsRefused) {
  const test::TemporaryFolder folder;
  const std::vector<float> values(64, 1.0F);
  write_safetensors(folder / "whole", {{"a", {8, 8}, values}});
  const auto size = std::filesystem::file_size(folder / "whole");
  for (std::uintmax_t length = 0; length < size; length += 7) {
    std::filesystem::copy_file(folder / "whole", folder / "cut",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(folder / "cut", length);
    EXPECT_NE(message_of(folder / "cut"), "no error") << length;
  }
}

TEST(Safetensors, AMissingFileADirectoryAndAHugeHeaderAreRefused) {
  const test::TemporaryFolder folder;
  EXPECT_THAT(message_of(folder / "none"), HasSubstr("cannot be opened"));
  EXPECT_THAT(message_of(folder.path()), HasSubstr("not a readable file"));
  std::ofstream(folder / "text") << "this is a text file, not weights";
  EXPECT_THAT(message_of(folder / "text"), HasSubstr("not a safetensors file"));
}

TEST(Safetensors, AWrongShapeOrAMissingTensorIsNamed) {
  const test::TemporaryFolder folder;
  const std::vector<float> values(6, 1.0F);
  write_safetensors(folder / "m", {{"a", {2, 3}, values}});
  const SafetensorsFile file(folder / "m");
  std::vector<float> to(6);
  EXPECT_THROW(file.read("a", std::array<std::size_t, 2>{3, 2}, to), Error);
  EXPECT_THROW(file.read("b", std::array<std::size_t, 2>{2, 3}, to), Error);
  EXPECT_THROW(file.read_rows("a", std::array<std::int32_t, 1>{2}, 3, to), Error);
  EXPECT_THROW(file.read_rows("a", std::array<std::int32_t, 1>{-1}, 3, to), Error);
}

}  // namespace
}  // namespace noiseal
