// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::headless;
using test::in_encoding;
using test::json_lines;
using test::OneFile;
using testing::HasSubstr;

FileFormat three_columns() {
  FileFormat format = headless();
  format.columns = {"id", "text", "label"};
  return format;
}

std::string with_label(const FileFormat& format, const std::string& raw, std::string_view label,
                       std::size_t field = 2) {
  RecordParser parser(format);
  return parser.replace_field(parser.parse(raw), field, label);
}

TEST(ReplacingAField, LeavesEveryOtherByte) {
  const FileFormat format = three_columns();
  EXPECT_EQ(with_label(format, "1, two ,old\r\n", "new"), "1, two ,new\r\n");
  EXPECT_EQ(with_label(format, "1,\"a \"\"b\"\"\nc\"  ,old", "new"), "1,\"a \"\"b\"\"\nc\"  ,new");
  EXPECT_EQ(with_label(format, "1,2,\"old\"\n", "new"), "1,2,\"new\"\n");
  EXPECT_EQ(with_label(format, "1,2,\n", ""), "1,2,\n");
  EXPECT_EQ(with_label(format, "1,2,3\n", "x", 0), "x,2,3\n");
}

TEST(ReplacingAField, QuotesTheNewValueWhereItMust) {
  const FileFormat format = three_columns();
  EXPECT_EQ(with_label(format, "1,2,old\n", "a,b"), "1,2,\"a,b\"\n");
  EXPECT_EQ(with_label(format, "1,2,old\n", "a \"b\""), "1,2,\"a \"\"b\"\"\"\n");
  EXPECT_EQ(with_label(format, "1,2,old\n", "a\nb"), "1,2,\"a\nb\"\n");
  FileFormat one = headless();
  one.columns = {"text"};
  EXPECT_EQ(with_label(one, "old\n", "", 0), "\"\"\n");
}

TEST(ReplacingAField, WritesInTheFilesEncoding) {
  FileFormat format = three_columns();
  format.encoding = "UTF-16LE";
  EXPECT_EQ(with_label(format, in_encoding("UTF-16LE", "1,日,old\n"), "né,w"),
            in_encoding("UTF-16LE", "1,日,\"né,w\"\n"));
  format.encoding = "windows-1252";
  EXPECT_EQ(with_label(format, "1,\xE9,old\n", "ü"), "1,\xE9,\xFC\n");
  EXPECT_THAT(error_of([&] { with_label(format, "1,2,old\n", "日"); }), HasSubstr("windows-1252"));
}

TEST(ReplacingAField, RefusesWhatAFileWithoutQuotesCantHold) {
  FileFormat format = three_columns();
  format.quote = '\0';
  EXPECT_EQ(with_label(format, "1,\"2,old\n", "\"new"), "1,\"2,\"new\n");
  EXPECT_THAT(error_of([&] { with_label(format, "1,2,old\n", "a,b"); }), HasSubstr("no quotes"));
  EXPECT_THAT(error_of([&] { with_label(format, "1,2,old\n", "a\nb"); }), HasSubstr("no quotes"));
}

TEST(ReplacingAField, RefusesAFieldThatIsNotThere) {
  EXPECT_THAT(error_of([&] { with_label(three_columns(), "1,2,old\n", "x", 3); }),
              HasSubstr("no field 4"));
  EXPECT_THAT(error_of([&] { with_label(three_columns(), "bad\n", "x", 0); }),
              HasSubstr("no field 1"));
}

TEST(ReplacingSeveralFields, TakesThemInAnyOrder) {
  RecordParser parser(three_columns());
  const std::vector<FieldChange> changes = {{2, "c"}, {0, "a,"}};
  EXPECT_EQ(parser.replace_fields(parser.parse("1,2,3\n"), changes), "\"a,\",2,c\n");
}

TEST(ReplacingAJsonValue, KeepsTheRestAndTheKindOfTheValue) {
  FileFormat format = json_lines();
  format.columns = {"text", "label"};
  EXPECT_EQ(with_label(format, "{ \"label\" : \"old\",\"n\":1 , \"text\":\"x\" }\n", "né\"w", 1),
            "{ \"label\" : \"né\\\"w\",\"n\":1 , \"text\":\"x\" }\n");
  EXPECT_EQ(with_label(format, "{\"label\": 3}\n", "4", 1), "{\"label\": 4}\n");
  EXPECT_EQ(with_label(format, "{\"label\": 3}\n", "four", 1), "{\"label\": \"four\"}\n");
  EXPECT_EQ(with_label(format, "{\"label\": true}\n", "false", 1), "{\"label\": false}\n");
  EXPECT_EQ(with_label(format, "{\"label\": \"3\"}\n", "4", 1), "{\"label\": \"4\"}\n");
  EXPECT_EQ(with_label(format, "{\"label\": null}\n", "4", 1), "{\"label\": \"4\"}\n");
}

TEST(ReplacingAJsonValue, AddsAKeyThatIsMissing) {
  FileFormat format = json_lines();
  format.columns = {"text", "label"};
  EXPECT_EQ(with_label(format, "{\"text\": \"x\"}\r\n", "a", 1),
            "{\"text\": \"x\", \"label\": \"a\"}\r\n");
  EXPECT_EQ(with_label(format, "{ }", "a", 1), "{ \"label\": \"a\"}");
  RecordParser parser(format);
  const std::vector<FieldChange> both = {{1, "a"}, {0, "x"}};
  EXPECT_EQ(parser.replace_fields(parser.parse("{}\n"), both),
            "{\"label\": \"a\", \"text\": \"x\"}\n");
}

TEST(ReplacingAJsonValue, EscapesWhatTheEncodingCantHold) {
  FileFormat format = json_lines();
  format.columns = {"a"};
  format.encoding = "windows-1252";
  EXPECT_EQ(with_label(format, "{\"a\": 1}\n", "日", 0), "{\"a\": \"\\u65e5\"}\n");
}

TEST(AppendingFields, PutsThemBeforeTheLineEnd) {
  RecordParser parser(three_columns());
  const std::vector<AddedField> added = {{"s", "x,y"}, {"t", ""}};
  EXPECT_EQ(parser.append_fields(parser.parse("1,2,\"3\"\r\n"), added), "1,2,\"3\",\"x,y\",\r\n");
  EXPECT_EQ(parser.append_fields(parser.parse("1,2,3"), added), "1,2,3,\"x,y\",");
  FileFormat format = json_lines();
  format.columns = {"a"};
  RecordParser json(format);
  EXPECT_EQ(json.append_fields(json.parse("{\"a\": \"}\"} \n"), added),
            "{\"a\": \"}\", \"s\": \"x,y\", \"t\": \"\"} \n");
  EXPECT_EQ(json.append_fields(json.parse("{}\n"), added), "{\"s\": \"x,y\", \"t\": \"\"}\n");
}

TEST(AppendingFields, ExtendsTheHeaderLine) {
  const std::vector<AddedField> added = {{"new label", "x"}};
  RecordParser parser(FileFormat{});
  EXPECT_EQ(parser.append_to_header("\n\xEF\xBB\xBF"
                                    "a,b\r\n",
                                    added),
            "\n\xEF\xBB\xBF"
            "a,b,new label\r\n");
  EXPECT_EQ(RecordParser(headless()).append_to_header("", added), "");
  EXPECT_EQ(RecordParser(json_lines()).append_to_header("", added), "");
}

TEST(NewRecords, AreWrittenInTheFilesOwnManner) {
  const std::vector<AddedField> fields = {{"a", "x;y"}, {"b", "2"}};
  FileFormat format;
  format.delimiter = ';';
  format.line_ending = LineEnding::crlf;
  EXPECT_EQ(RecordParser(format).new_record(fields), "\"x;y\";2\r\n");
  EXPECT_EQ(RecordParser(json_lines()).new_record(fields), "{\"a\": \"x;y\", \"b\": \"2\"}\n");
  EXPECT_EQ(RecordParser(json_lines()).new_record({}), "{}\n");
}

rc::Gen<std::string> syntax_text() {
  return rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("\"\",,\n\r\t{}:\\ ab1'=")));
}

/// The record with one field changed, read again as the only record of a file.
void require_only_this_field_changed(const FileFormat& format, const std::string& raw,
                                     std::size_t field, const std::string& value) {
  RecordParser parser(format);
  const Record& record = parser.parse(raw);
  if (record.state != RecordState::good) {
    return;  // nothing can be changed in it
  }
  std::vector<std::string> expected;
  for (const RecordField& old : record.fields) {
    expected.emplace_back(old.text);
  }
  expected[field] = value;
  const RecordField old = record.fields[field];
  const std::string changed = parser.replace_field(record, field, value);
  RC_ASSERT(changed.substr(0, old.begin) == raw.substr(0, old.begin));
  const std::size_t tail = raw.size() - old.end;
  RC_ASSERT(changed.substr(changed.size() - tail) == raw.substr(old.end));
  const OneFile file(changed);
  RC_ASSERT(file.read(format).rows() == std::vector<std::vector<std::string>>{expected});
}

RC_GTEST_PROP(ReplacingAFieldOfAnyRecord, ChangesThatFieldAlone, ()) {
  FileFormat format = three_columns();
  format.encoding = *rc::gen::element<std::string>("UTF-8", "UTF-16BE", "windows-1252");
  std::string text;
  for (int i = 0; i < 3; ++i) {
    const std::string field = *syntax_text();
    std::string quoted;
    for (const char byte : field) {
      quoted.append(byte == '"' ? 2 : 1, byte);
    }
    const bool plain =
        *rc::gen::arbitrary<bool>() && field.find_first_of("\",\r\n") == std::string::npos;
    text += (i == 0 ? "" : ",") + (plain ? field : "\"" + quoted + "\"");
  }
  text += *rc::gen::element<std::string>("\n", "\r\n", "\r", "");
  require_only_this_field_changed(format, in_encoding(format.encoding, text),
                                  *rc::gen::inRange<std::size_t>(0, 3), *syntax_text());
}

RC_GTEST_PROP(ReplacingAFieldOfAnyRecord, ChangesThatFieldAloneInOddRecords, ()) {
  const auto odd_field = rc::gen::container<std::string>(
      rc::gen::weightedElement<char>({{6, 'a'}, {3, '"'}, {2, ' '}, {1, '\n'}}));
  const std::string a = *odd_field;
  const std::string b = *odd_field;
  require_only_this_field_changed(three_columns(), a + "," + b + ",x\n",
                                  *rc::gen::inRange<std::size_t>(0, 3), *syntax_text());
}

}  // namespace
}  // namespace noiseal
