// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/data/text_encoding.h"
#include "core/data/utf8.h"
#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::in_encoding;
using test::OneFile;
using test::ReadFile;
using testing::ElementsAre;
using testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

FileFormat format_in(const std::string& encoding, const std::string& mark = "") {
  FileFormat format;
  format.encoding = encoding;
  format.byte_order_mark = mark;
  return format;
}

class ReadInEncoding : public testing::TestWithParam<const char*> {};

TEST_P(ReadInEncoding, GivesUtf8AndKeepsEveryByte) {
  const bool japanese = std::string(GetParam()) == "Shift_JIS";
  const std::string word = japanese ? "表ソ能" : "Käse";
  const std::string table =
      "text,label\r\n\"" + word + ",\n\"\"" + word + "\"\"\",a\r\n" + word + ",b";
  const std::string bytes = in_encoding(GetParam(), table);
  const ReadFile file = OneFile(bytes).read(format_in(GetParam()));
  EXPECT_THAT(file.format.columns, ElementsAre("text", "label"));
  EXPECT_EQ(file.rows(), (Rows{{word + ",\n\"" + word + "\"", "a"}, {word, "b"}}));
  EXPECT_EQ(file.records[1].line, 4U);
  EXPECT_EQ(file.bytes(), bytes);
}

INSTANTIATE_TEST_SUITE_P(Encodings, ReadInEncoding,
                         testing::Values("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE",
                                         "windows-1252", "ISO-8859-15", "Shift_JIS", "GB18030"));

TEST(ByteOrderMark, IsPartOfTheHeaderAndNotOfTheFirstName) {
  const std::string mark = "\xEF\xBB\xBF";
  const ReadFile file = OneFile(mark + "a,b\n1,2\n").read(format_in("UTF-8", mark));
  EXPECT_THAT(file.format.columns, ElementsAre("a", "b"));
  EXPECT_EQ(file.header, mark + "a,b\n");
  const ReadFile wide = OneFile("\xFF\xFE" + in_encoding("UTF-16LE", "a,b\n1,2\n"))
                            .read(format_in("UTF-16LE", "\xFF\xFE"));
  EXPECT_EQ(wide.rows(), (Rows{{"1", "2"}}));
  EXPECT_EQ(wide.header, "\xFF\xFE" + in_encoding("UTF-16LE", "a,b\n"));
}

TEST(FileEnd, InTheMiddleOfACharacterSpoilsTheLastRecord) {
  const std::string wide = in_encoding("UTF-16LE", "a,b\n1,2\n3,4\n") + "\x35";
  const ReadFile file = OneFile(wide).read(format_in("UTF-16LE"));
  EXPECT_EQ(file.rows(), (Rows{{"1", "2"}, {"3", "4"}}));
  EXPECT_THAT(file.reasons(), ElementsAre("the file ends in the middle of a character"));
  EXPECT_EQ(file.bytes(), wide);
  const std::string cut = "a,b\n1,2\n3,\xC3";
  const ReadFile narrow = OneFile(cut).read({});
  EXPECT_THAT(narrow.reasons(), ElementsAre("it holds bytes that are not valid UTF-8"));
  EXPECT_EQ(narrow.bytes(), cut);
}

TEST(WrongBytes, SpoilTheirRecordAlone) {
  const std::string bytes = "a,b\n1,\xFF\n2,ok\n3,\xED\xA0\x80\n4,\xC0\xAF\n";
  const ReadFile file = OneFile(bytes).read({});
  EXPECT_EQ(file.rows(), (Rows{{"2", "ok"}}));
  EXPECT_EQ(file.reasons().size(), 3U);
  EXPECT_EQ(file.bytes(), bytes);
  const std::string sjis = "a,b\n1,\x81\n2,ok\n";
  const ReadFile japanese = OneFile(sjis).read(format_in("Shift_JIS"));
  EXPECT_EQ(japanese.rows().back(), (std::vector<std::string>{"2", "ok"}));
  EXPECT_EQ(japanese.bytes(), sjis);
}

TEST(TextEncodings, RefuseWhatCantBeReadPieceByPiece) {
  for (const char* stateful : {"ISO-2022-JP", "UTF-7", "HZ-GB-2312", "ibm-37"}) {
    EXPECT_THROW(TextEncoding{stateful}, UsageError) << stateful;
  }
  EXPECT_THROW(TextEncoding(""), UsageError);
  FileFormat bar = format_in("Shift_JIS");
  bar.delimiter = '|';
  EXPECT_THAT(test::error_of([&] { require_readable(bar); }), HasSubstr("Shift_JIS"));
  FileFormat json = format_in("Shift_JIS");
  json.kind = FileKind::json_lines;
  EXPECT_THROW(require_readable(json), UsageError);
}

TEST(TextEncodings, HaveUsualNames) {
  EXPECT_EQ(TextEncoding("utf8").name(), "UTF-8");
  EXPECT_EQ(TextEncoding("utf-16").name(), "UTF-16LE");
  EXPECT_EQ(TextEncoding("cp1252").name(), "windows-1252");
  EXPECT_EQ(TextEncoding("sjis").name(), "Shift_JIS");
}

TEST(TextEncodings, WriteOnlyWhatIsReadBackAlike) {
  std::string out;
  EXPECT_FALSE(TextEncoding("windows-1252").encode("日", out));
  EXPECT_FALSE(TextEncoding("UTF-8").encode("\xFF", out));
  EXPECT_TRUE(out.empty());
  EXPECT_TRUE(TextEncoding("windows-1252").encode("€", out));
  EXPECT_EQ(out, "\x80");
}

TEST(Utf8, IsTakenCharacterByCharacter) {
  EXPECT_EQ(first_invalid_utf8("plain ascii text, and é 日 😀"), std::string_view::npos);
  EXPECT_EQ(first_invalid_utf8("12345678\xF4\x90\x80\x80"), 8U);
  EXPECT_EQ(utf8_length("é日😀a"), 4U);
  EXPECT_EQ(utf8_character_bytes("😀"), 4U);
  EXPECT_EQ(utf8_character_bytes("\xE0\x80\x80"), 0U);
  std::string out;
  for (const std::uint32_t code : {0x41U, 0xE9U, 0x65E5U, 0x1F600U}) {
    append_utf8(code, out);
  }
  EXPECT_EQ(out, "Aé日😀");
}

}  // namespace
}  // namespace noiseal
