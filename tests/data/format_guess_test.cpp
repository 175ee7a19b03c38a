// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/data/file_format.h"
#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::in_encoding;
using test::OneFile;
using testing::ElementsAre;
using testing::HasSubstr;

FileFormat guess(std::string_view bytes, const KnownFormat& known = {},
                 const std::string& name = "data.csv") {
  return guess_format(OneFile(bytes, name).path(), known);
}

TEST(GuessedFormat, IsPlainCsvForAPlainFile) {
  const FileFormat format = guess("id,text,label\n1,\"a, b\",x\n2,c,y\n");
  EXPECT_EQ(format.kind, FileKind::csv);
  EXPECT_EQ(format.encoding, "UTF-8");
  EXPECT_EQ(format.delimiter, ',');
  EXPECT_EQ(format.quote, '"');
  EXPECT_TRUE(format.has_header);
  EXPECT_EQ(format.line_ending, LineEnding::lf);
  EXPECT_THAT(format.columns, ElementsAre("id", "text", "label"));
}

TEST(GuessedFormat, FindsTheDelimiterThatFitsEveryLine) {
  EXPECT_EQ(guess("text;label\nOne, two;a\nthree;b\nfour, five, six;a\n").delimiter, ';');
  EXPECT_EQ(guess("text|label\nOne, two|a\nthree|b\n").delimiter, '|');
  const FileFormat tabs = guess("text\tlabel\nOne, two\ta\nthree\tb\n");
  EXPECT_EQ(tabs.delimiter, '\t');
  EXPECT_EQ(tabs.kind, FileKind::tsv);
}

TEST(GuessedFormat, SeesThatQuotesOfATsvAreText) {
  const FileFormat format =
      guess("text\tlabel\n\"Hello, he said\ta\n\"Go\" away\tb\nplain\ta\n\"unpaired\tb\n");
  EXPECT_EQ(format.delimiter, '\t');
  EXPECT_EQ(format.quote, '\0');
}

TEST(GuessedFormat, SeesSingleQuotes) {
  const FileFormat format = guess("text,label\n'a, b',x\n'c, d, e',y\nf,x\n'g',y\n");
  EXPECT_EQ(format.quote, '\'');
  EXPECT_EQ(format.delimiter, ',');
}

TEST(GuessedFormat, TellsAHeaderLineFromARow) {
  EXPECT_FALSE(guess("1,hello there,x\n2,good bye,y\n3,and so on,x\n").has_header);
  EXPECT_FALSE(guess("spam,some words\nham,other words\nspam,more words\n").has_header);
  EXPECT_TRUE(
      guess("klasse,satz\nspam,ein langer langer satz\nham,noch so ein langer satz\n").has_header);
  EXPECT_TRUE(guess("score,n\n0.5,1\n0.25,2\n").has_header);
}

TEST(GuessedFormat, FindsLineEndsAndJsonLines) {
  EXPECT_EQ(guess("a,b\r\n1,2\r\n").line_ending, LineEnding::crlf);
  EXPECT_EQ(guess("a,b\r1,2\r").line_ending, LineEnding::cr);
  const FileFormat json = guess("{\"text\": \"x, y\", \"label\": 1}\n{\"text\": \"z\"}\n");
  EXPECT_EQ(json.kind, FileKind::json_lines);
  EXPECT_THAT(json.columns, ElementsAre("text", "label"));
}

TEST(GuessedFormat, FindsTheEncoding) {
  const std::string german = "text,label\nKäse schmeckt schön,süß\nÜbermäßig größer,böse\n";
  EXPECT_EQ(guess(german).encoding, "UTF-8");
  EXPECT_EQ(guess(in_encoding("windows-1252", german)).encoding, "windows-1252");
  for (const char* wide : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
    const FileFormat format = guess(in_encoding(wide, german));
    EXPECT_EQ(format.encoding, wide);
    EXPECT_THAT(format.columns, ElementsAre("text", "label"));
  }
  const FileFormat marked = guess("\xFF\xFE" + in_encoding("UTF-16LE", "text;label\n日本;b\n"));
  EXPECT_EQ(marked.encoding, "UTF-16LE");
  EXPECT_EQ(marked.byte_order_mark, "\xFF\xFE");
  EXPECT_EQ(marked.delimiter, ';');
  EXPECT_EQ(guess("\xEF\xBB\xBF" + german).byte_order_mark, "\xEF\xBB\xBF");
}

TEST(GuessedFormat, FindsJapaneseInShiftJis) {
  std::string table = "text,label\n";
  for (int i = 0; i < 20; ++i) {
    table += "これは日本語の文章です。表示ソフトの性能を試験する,良い\n";
  }
  EXPECT_EQ(guess(in_encoding("Shift_JIS", table)).encoding, "Shift_JIS");
}

TEST(GuessedFormat, FindsTheDelimiterOfALargeWideFile) {
  // A surrogate pair stands across the end of the sample.
  std::string table = "a;b\n";
  for (int i = 0; i < 60000; ++i) {
    table += i % 2 == 0 ? "x, y, z;😀😀\n" : "longer, text;😀\n";
  }
  const FileFormat format = guess("\xFF\xFE" + in_encoding("UTF-16LE", table));
  EXPECT_EQ(format.delimiter, ';');
}

TEST(GuessedFormat, LeavesStandWhatAPersonHasSaid) {
  KnownFormat known;
  known.delimiter = '|';
  known.has_header = false;
  known.encoding = "latin1";
  known.quote = '\0';
  const FileFormat format = guess("text,label\na,b\n", known);
  EXPECT_EQ(format.delimiter, '|');
  EXPECT_FALSE(format.has_header);
  EXPECT_EQ(format.encoding, "ISO-8859-1");
  EXPECT_EQ(format.quote, '\0');
  KnownFormat marked;
  marked.encoding = "utf-8";
  EXPECT_EQ(guess("\xEF\xBB\xBF"
                  "a,b\n1,2\n",
                  marked)
                .byte_order_mark,
            "\xEF\xBB\xBF");
  KnownFormat wide;
  wide.encoding = "utf-16";
  EXPECT_EQ(guess("\xFE\xFF" + in_encoding("UTF-16BE", "a,b\n1,2\n"), wide).encoding, "UTF-16BE");
  KnownFormat impossible;
  impossible.delimiter = '"';
  EXPECT_THROW(guess("a,b\n", impossible), UsageError);
}

TEST(GuessedFormat, SaysWhatAFileIsThatHoldsNoTable) {
  EXPECT_THAT(error_of([] { guess(""); }), HasSubstr("is empty"));
  EXPECT_THAT(error_of([] { guess("\xEF\xBB\xBF\n\n"); }), HasSubstr("is empty"));
  EXPECT_THAT(error_of([] { guess("PK\x03\x04xyz"); }), HasSubstr("spreadsheet"));
  EXPECT_THAT(error_of([] { guess("[{\"a\": 1}]", {}, "data.json"); }), HasSubstr("JSON array"));
  EXPECT_THAT(error_of([] {
                guess(std::string("\x01\x02\x03\x04\x05\x06\x07"
                                  "a,b\n") +
                      "\x08");
              }),
              HasSubstr("binary"));
  EXPECT_THAT(error_of([] { guess_format("no/such/file.csv"); }), HasSubstr("no/such/file.csv"));
}

TEST(Preview, ShowsRowsAndProblems) {
  const OneFile file("text,label\na,b\n\nc\nd,e\nf,g\n");
  const FilePreview preview = preview_file(file.path(), guess_format(file.path()), 2);
  EXPECT_THAT(preview.columns, ElementsAre("text", "label"));
  EXPECT_THAT(preview.rows, ElementsAre(ElementsAre("a", "b"), ElementsAre("d", "e")));
  EXPECT_THAT(preview.problems, ElementsAre("line 4: 1 field where 2 are expected"));
}

TEST(StoredFormat, IsReadBackAlike) {
  FileFormat format;
  format.kind = FileKind::tsv;
  format.encoding = "UTF-16LE";
  format.byte_order_mark = "\xFF\xFE";
  format.delimiter = '\t';
  format.quote = '\0';
  format.has_header = false;
  format.line_ending = LineEnding::cr;
  format.columns = {"a", "日"};
  EXPECT_EQ(format_from_json(format_to_json(format)), format);
  EXPECT_EQ(format_from_json(format_to_json({})), FileFormat{});
  EXPECT_THROW(format_from_json("{"), Error);
  EXPECT_THROW(format_from_json("{}"), Error);
  std::string odd = format_to_json({});
  odd.replace(odd.find("\"csv\""), 5, "\"xls\"");
  EXPECT_THROW(format_from_json(odd), Error);
}

TEST(TypedDelimiter, IsOneCharacterOrTab) {
  EXPECT_EQ(delimiter_from_text(";"), ';');
  EXPECT_EQ(delimiter_from_text("\\t"), '\t');
  EXPECT_EQ(delimiter_from_text("tab"), '\t');
  for (const char* wrong : {"", ";;", "\"", "\n", "é"}) {
    EXPECT_THROW(delimiter_from_text(wrong), UsageError) << wrong;
  }
}

}  // namespace
}  // namespace noiseal
