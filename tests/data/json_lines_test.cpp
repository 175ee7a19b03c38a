// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/data/json_scanner.h"
#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::json_lines;
using test::OneFile;
using test::ReadFile;
using testing::ElementsAre;
using testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

TEST(JsonLines, TakeTheirColumnsFromTheKeysInOrder) {
  const std::string bytes =
      "{\"text\": \"hello\", \"label\": \"a\"}\n{\"label\": \"b\", \"n\": 3, \"text\": \"x\"}\n";
  const ReadFile file = OneFile(bytes).read(json_lines());
  EXPECT_THAT(file.format.columns, ElementsAre("text", "label", "n"));
  EXPECT_EQ(file.rows(), (Rows{{"hello", "a", ""}, {"x", "b", "3"}}));
  EXPECT_THAT(file.records[0].forms,
              ElementsAre(FieldForm::quoted, FieldForm::quoted, FieldForm::missing));
  EXPECT_EQ(file.records[1].forms[2], FieldForm::json);
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(JsonLines, UndoEscapes) {
  const ReadFile file = OneFile(R"({"t\u0065xt": "a\"b\\c\/d\b\f\n\r\t\u00e9\ud83d\ude00"})"
                                "\n")
                            .read(json_lines());
  EXPECT_THAT(file.format.columns, ElementsAre("text"));
  EXPECT_EQ(file.rows(), (Rows{{"a\"b\\c/d\b\f\n\r\té😀"}}));
}

TEST(JsonLines, CountTheLastOfRepeatedKeys) {
  EXPECT_EQ(OneFile("{\"a\": 1, \"a\": \"two\"}\n").read(json_lines()).rows(), (Rows{{"two"}}));
}

TEST(JsonLines, GiveTheTokenOfOtherValues) {
  const ReadFile file =
      OneFile("{\"a\": [1, {\"b\": null}], \"c\": true, \"d\": null, \"e\": -1.5e+3}\r\n")
          .read(json_lines());
  EXPECT_EQ(file.rows(), (Rows{{"[1, {\"b\": null}]", "true", "", "-1.5e+3"}}));
  EXPECT_EQ(file.records[0].forms[2], FieldForm::json_null);
}

TEST(JsonLines, SetAsideWhatIsNoObject) {
  const std::string bytes =
      "{\"a\": 1}\n[1]\n{\"a\": 1\n{\"a\": 01}\n{\"a\": \"x\ty\"}\n\n{\"a\": 1} x\n"
      "{\"a\": \"\\ud800\"}\n{\"a\": tru}\n{\"a\" 1}\n{\"a\": 2,}\n{\"a\": 3}";
  const ReadFile file = OneFile(bytes).read(json_lines());
  EXPECT_EQ(file.rows(), (Rows{{"1"}, {"3"}}));
  EXPECT_EQ(file.reasons().size(), 9U);
  EXPECT_EQ(file.reasons()[0], "not a JSON object");
  EXPECT_EQ(file.reasons()[1], "the line ends in the middle of a JSON object");
  EXPECT_EQ(file.records[5].state, RecordState::blank);
  EXPECT_EQ(file.records.back().line, 12U);
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(JsonLines, RefuseEndlessNesting) {
  const std::string deep = "{\"a\": " + std::string(100000, '[') + "}\n";
  const ReadFile file = OneFile(deep).read(json_lines());
  EXPECT_THAT(file.reasons(), ElementsAre(HasSubstr("nested too deeply")));
}

TEST(JsonLines, GoOnAfterAHugeRecord) {
  const std::string bytes =
      "{\"a\": 1}\n{\"a\": \"" + std::string(3000, 'x') + "\r y\"}\n{\"a\": 2}\n";
  ReaderOptions options;
  options.max_record_bytes = 1024;
  options.block_bytes = 128;
  FileFormat format = json_lines();
  format.columns = {"a"};
  const ReadFile file = OneFile(bytes).read(format, options);
  EXPECT_EQ(file.rows(), (Rows{{"1"}, {"2"}}));
  EXPECT_EQ(file.records.back().line, 3U);
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(JsonLines, AreReadInWideEncodings) {
  const std::string bytes = test::in_encoding("UTF-16BE", "{\"tëxt\": \"Ā\\n\"}\n{\"tëxt\": 2}\n");
  FileFormat format = json_lines();
  format.encoding = "UTF-16BE";
  const ReadFile file = OneFile(bytes).read(format);
  EXPECT_THAT(file.format.columns, ElementsAre("tëxt"));
  EXPECT_EQ(file.rows(), (Rows{{"Ā\n"}, {"2"}}));
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(JsonStrings, AreWrittenAndReadAlike) {
  const std::string text = "\"quotes\" \\ \n\r\t\x01 é 😀";
  for (const JsonCharacters characters : {JsonCharacters::all, JsonCharacters::ascii}) {
    const std::string written = json_string(text, characters);
    std::string back;
    ASSERT_TRUE(unescape_json(std::string_view(written).substr(1, written.size() - 2), back));
    EXPECT_EQ(back, text);
  }
  EXPECT_EQ(json_string("é😀", JsonCharacters::ascii), "\"\\u00e9\\ud83d\\ude00\"");
}

TEST(JsonNumbers, AreToldFromOtherTexts) {
  for (const char* number : {"0", "-1", "1.5", "2e10", "1E-3"}) {
    EXPECT_TRUE(is_json_number(number)) << number;
  }
  for (const char* other : {"", "01", "+1", "1.", ".5", " 1", "1 ", "1,2", "NaN", "1}", "true"}) {
    EXPECT_FALSE(is_json_number(other)) << other;
  }
}

}  // namespace
}  // namespace noiseal
