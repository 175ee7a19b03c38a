// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::headless;
using test::OneFile;
using test::ReadFile;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Rows = std::vector<std::vector<std::string>>;

TEST(CsvReading, TakesTheColumnsFromTheHeaderLine) {
  const std::string bytes = "id,text,label\n1,hello,greeting\n2,bye,parting\n";
  const ReadFile file = OneFile(bytes).read({});
  EXPECT_THAT(file.format.columns, ElementsAre("id", "text", "label"));
  EXPECT_EQ(file.header, "id,text,label\n");
  EXPECT_EQ(file.rows(), (Rows{{"1", "hello", "greeting"}, {"2", "bye", "parting"}}));
  EXPECT_EQ(file.records[0].raw, "1,hello,greeting\n");
  EXPECT_EQ(file.records[0].line, 2U);
  EXPECT_EQ(file.records[1].line, 3U);
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(CsvReading, NumbersTheColumnsOfAFileWithoutHeaderLine) {
  const ReadFile file = OneFile("a,b\nc,d\n").read(headless());
  EXPECT_THAT(file.format.columns, ElementsAre("1", "2"));
  EXPECT_EQ(file.rows(), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(file.header, "");
}

TEST(CsvReading, KeepsLineBreaksDelimitersAndQuotesWithinQuotes) {
  const std::string bytes =
      "text,label\n\"two\nlines\r\nand \"\"words\"\"\",a\n\"x,y\",\"b\"\nlast,c\n";
  const ReadFile file = OneFile(bytes).read({});
  EXPECT_EQ(file.rows(), (Rows{{"two\nlines\r\nand \"words\"", "a"}, {"x,y", "b"}, {"last", "c"}}));
  EXPECT_THAT(file.records[1].forms, ElementsAre(FieldForm::quoted, FieldForm::quoted));
  EXPECT_THAT(file.records[2].forms, ElementsAre(FieldForm::plain, FieldForm::plain));
  EXPECT_EQ(file.records[1].line, 5U);
  EXPECT_EQ(file.records[2].line, 6U);
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(CsvReading, TakesAnyMixtureOfLineEnds) {
  const std::string bytes = "a,b\r\n1,2\n3,4\r5,6\r\n7,8";
  const ReadFile file = OneFile(bytes).read({});
  EXPECT_EQ(file.rows(), (Rows{{"1", "2"}, {"3", "4"}, {"5", "6"}, {"7", "8"}}));
  EXPECT_EQ(file.records[2].line, 4U);
  EXPECT_EQ(file.records[3].raw, "7,8");
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(CsvReading, KeepsBlankLinesAsPartOfTheFile) {
  const std::string bytes = "\n\na,b\n1,2\n\r\n3,4\n\n";
  const ReadFile file = OneFile(bytes).read({});
  EXPECT_EQ(file.header, "\n\na,b\n");
  EXPECT_EQ(file.rows(), (Rows{{"1", "2"}, {"3", "4"}}));
  ASSERT_EQ(file.records.size(), 4U);
  EXPECT_EQ(file.records[1].state, RecordState::blank);
  EXPECT_EQ(file.records[1].line, 5U);
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(CsvReading, SetsAsideRecordsWithTheWrongNumberOfFields) {
  const std::string bytes = "a,b\n1,2\n1\n1,2,3\n4,5\n";
  const ReadFile file = OneFile(bytes).read({});
  EXPECT_EQ(file.rows(), (Rows{{"1", "2"}, {"4", "5"}}));
  EXPECT_THAT(file.reasons(),
              ElementsAre("1 field where 2 are expected", "3 fields where 2 are expected"));
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(CsvReading, LosesOneLineAloneToAQuoteThatIsNeverClosed) {
  const std::string bytes = "a,b\n1,\"never closed\n2,fine\n3,fine\n";
  const ReadFile file = OneFile(bytes).read({});
  EXPECT_EQ(file.rows(), (Rows{{"2", "fine"}, {"3", "fine"}}));
  EXPECT_THAT(file.reasons(), ElementsAre("a quote is opened but never closed"));
  EXPECT_EQ(file.records[0].raw, "1,\"never closed\n");
  EXPECT_EQ(file.records[1].line, 3U);
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(CsvReading, LosesOneLineAloneToAQuoteThatALaterFieldSeemsToClose) {
  const std::string bytes = "a,b\n1,\"oops\n2,\"quoted, whole\"\n3,fine\n";
  const ReadFile file = OneFile(bytes).read({});
  EXPECT_EQ(file.rows(), (Rows{{"2", "quoted, whole"}, {"3", "fine"}}));
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(CsvReading, NamesTheLineOfAnOpenQuoteWithinALongRecord) {
  const ReadFile file = OneFile("a,b\n\"one\ntwo\",\"open\n3,fine\n").read({});
  EXPECT_THAT(file.reasons(), ElementsAre("a quote opened on line 3 is never closed"));
  EXPECT_EQ(file.records[1].line, 4U);
}

TEST(CsvReading, LeavesQuotesInsideAFieldAlone) {
  const ReadFile file = OneFile("a,b\n5\" nail,x\n\"tail\"ed,y\n").read({});
  EXPECT_EQ(file.rows(), (Rows{{"5\" nail", "x"}, {"tailed", "y"}}));
}

TEST(CsvReading, ReadsAFileWithoutQuotesLiterally) {
  FileFormat format;
  format.kind = FileKind::tsv;
  format.delimiter = '\t';
  format.quote = '\0';
  const ReadFile file = OneFile("a\tb\n\"open\t'x'\n").read(format);
  EXPECT_EQ(file.rows(), (Rows{{"\"open", "'x'"}}));
}

TEST(CsvReading, ReadsAQuotedFieldAtTheVeryEndOfTheFile) {
  const ReadFile file = OneFile("a,b\n1,\"x\"").read({});
  EXPECT_EQ(file.rows(), (Rows{{"1", "x"}}));
  EXPECT_EQ(OneFile("a,b\n1,").read({}).rows(), (Rows{{"1", ""}}));
}

TEST(CsvReading, SaysWhenAHeaderLineCantBeRead) {
  const OneFile file("id,\"text\n1,2\n");
  EXPECT_THAT(error_of([&] { static_cast<void>(file.read({})); }),
              HasSubstr("line 1: the header line"));
  EXPECT_THAT(OneFile("").read({}).records, IsEmpty());
}

TEST(CsvReading, HandsOutAHugeRecordInPiecesAndGoesOn) {
  const std::string bytes = "a,b\n1,\"" + std::string(5000, 'x') + "\nrest\"\n2,fine\n";
  ReaderOptions options;
  options.max_record_bytes = 1024;
  options.block_bytes = 100;
  const ReadFile file = OneFile(bytes).read({}, options);
  EXPECT_EQ(file.bytes(), bytes);
  EXPECT_THAT(file.reasons(), testing::Contains("it is the rest of a record longer than 1 KB"));
  for (const test::ReadRecord& record : file.records) {
    EXPECT_LE(record.raw.size(), 1024U);
  }
  ASSERT_FALSE(file.rows().empty());
  EXPECT_THAT(file.rows().back(), ElementsAre("2", "fine"));
  EXPECT_EQ(file.records.back().line, 4U);
}

TEST(CsvReading, ReadsRecordsLongerThanItsBlocks) {
  const std::string text(3000, 'x');
  ReaderOptions options;
  options.block_bytes = 64;
  const ReadFile file = OneFile("a,b\n\"" + text + "\n\",1\n2,3\n").read({}, options);
  EXPECT_EQ(file.rows(), (Rows{{text + "\n", "1"}, {"2", "3"}}));
}

TEST(CsvReading, RefusesImpossibleFormats) {
  const OneFile file("a,b\n1,2\n");
  FileFormat same;
  same.delimiter = '"';
  EXPECT_THROW(file.read(same), UsageError);
  FileFormat unknown;
  unknown.encoding = "klingon";
  EXPECT_THAT(error_of([&] { static_cast<void>(file.read(unknown)); }), HasSubstr("klingon"));
  FileFormat quote;
  quote.quote = '\n';
  EXPECT_THROW(file.read(quote), UsageError);
  ReaderOptions tiny;
  tiny.max_record_bytes = 10;
  EXPECT_THROW(file.read({}, tiny), UsageError);
}

TEST(CsvReading, SaysWhichFileCantBeOpened) {
  const OneFile file("a\n");
  const auto folder = file.path().parent_path();
  EXPECT_THAT(error_of([&] { RecordReader(folder, FileFormat{}); }), HasSubstr("is a folder"));
  EXPECT_THAT(error_of([&] { RecordReader(folder / "none.csv", FileFormat{}); }),
              HasSubstr("none.csv"));
}

TEST(CsvReading, FindsTheSameFieldsInARecordReadAlone) {
  const OneFile file("a,b\n\"x\ny\",\"q\"\"q\"\n");
  RecordReader reader(file.path(), FileFormat{});
  const std::string raw(reader.next()->raw);
  RecordParser parser(reader.format());
  const Record& record = parser.parse(raw, 7);
  EXPECT_EQ(record.state, RecordState::good);
  EXPECT_EQ(record.line, 7U);
  EXPECT_EQ(record.fields.at(0).text, "x\ny");
  EXPECT_EQ(record.fields.at(1).text, "q\"q");
  EXPECT_EQ(parser.parse("1,2\n3,4\n").reason, "it is more than one record");
}

}  // namespace
}  // namespace noiseal
