// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/answer_parsing.h"

#include <gtest/gtest.h>

namespace noiseal {
namespace {

TEST(AnswerParsing, TakesALabelInAnyCaseAndSpace) {
  const AnswerParser parser({"World", "Sci/Tech", "Ökologie"}, AnswerForm::label);
  EXPECT_EQ(parser.parse("World"), 0);
  EXPECT_EQ(parser.parse(" \n sci/tech\t\n"), 1);
  EXPECT_EQ(parser.parse("ÖKOLOGIE"), 2);
}

TEST(AnswerParsing, MapsNothingElseToALabel) {
  const AnswerParser parser({"World", "Sports"}, AnswerForm::label);
  for (const char* answer :
       {"", " ", "Business", "World.", "\"World\"", "The label is World", "World, Sports",
        "World\nSports", "Worl", "Worlds", "0", "{\"label\": \"World\"}", "World World"}) {
    EXPECT_EQ(parser.parse(answer), -1) << answer;
  }
  EXPECT_EQ(parser.parse(std::string(100'000, 'x')), -1);
  EXPECT_EQ(parser.parse("World" + std::string(100'000, ' ')), -1);
  EXPECT_EQ(parser.parse("\xff\xfe"), -1);
}

TEST(AnswerParsing, KeepsLabelsApartThatDifferByCaseAlone) {
  const AnswerParser parser({"US", "us"}, AnswerForm::label);
  EXPECT_EQ(parser.parse("US"), 0);
  EXPECT_EQ(parser.parse("us "), 1);
  EXPECT_EQ(parser.parse("Us"), -1);
}

TEST(AnswerParsing, ReadsTheSchemasObject) {
  const AnswerParser parser({"World", "Sports"}, AnswerForm::schema);
  EXPECT_EQ(parser.parse("{\"label\": \"Sports\"}"), 1);
  EXPECT_EQ(parser.parse("world"), 0);  // servers that ignore the schema
  for (const char* answer :
       {"{\"label\": \"Other\"}", "{\"label\": 1}", "{\"label\": \"World\", \"or\": \"Sports\"}",
        "{}", "[\"World\"]", "{\"label\": \"World\"", "{\"label\": \"World\"} {\"label\": 1}"}) {
    EXPECT_EQ(parser.parse(answer), -1) << answer;
  }
}

}  // namespace
}  // namespace noiseal
