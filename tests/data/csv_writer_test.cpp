// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::error_of;
using testing::HasSubstr;

TEST(CsvField, IsQuotedOnlyWhereItMust) {
  EXPECT_EQ(csv_field("plain text"), "plain text");
  EXPECT_EQ(csv_field(""), "");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("a,b", ';'), "a,b");
  EXPECT_EQ(csv_field("a;b", ';'), "\"a;b\"");
  EXPECT_EQ(csv_field("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(csv_field("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv_field("a\rb"), "\"a\rb\"");
  EXPECT_EQ(csv_field(" a"), "\" a\"");
  EXPECT_EQ(csv_field("a "), "\"a \"");
}

TEST(FormulaGuard, PutsAnApostropheBeforeFormulasAlone) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"}) {
    EXPECT_TRUE(is_formula(formula)) << formula;
    EXPECT_EQ(guard_formula(formula), std::string("'") + formula);
  }
  for (const char* text : {"", "a=b", " =1", "1-2"}) {
    EXPECT_FALSE(is_formula(text)) << text;
    EXPECT_EQ(guard_formula(text), text);
  }
}

TEST(CsvWriter, WritesATable) {
  std::ostringstream out;
  CsvWriter csv(out);
  csv.write({"id", "text"});
  csv.write(std::vector<std::string>{"1", "a, b"});
  csv.write({"2", "=x"});
  EXPECT_EQ(out.str(), "id,text\n1,\"a, b\"\n2,=x\n");
}

TEST(CsvWriter, FollowsItsStyle) {
  std::ostringstream out;
  CsvWriter csv(out, {.delimiter = '\t', .formula_guard = true});
  csv.write({"=a", "b\tc", "d,e"});
  EXPECT_EQ(out.str(), "'=a\t\"b\tc\"\td,e\n");
}

TEST(CsvWriter, WritesNoBlankLineForAnEmptyValue) {
  std::ostringstream out;
  CsvWriter csv(out);
  csv.write({"text"});
  csv.write({""});
  EXPECT_EQ(out.str(), "text\n\"\"\n");
}

TEST(CsvWriter, RefusesARecordOfAnotherLength) {
  std::ostringstream out;
  CsvWriter csv(out);
  csv.write({"a", "b"});
  EXPECT_THAT(error_of([&] { csv.write({"a"}); }), HasSubstr("1 fields"));
  EXPECT_EQ(out.str(), "a,b\n");
}

TEST(CsvWriter, SaysWhenTheDiskIsFull) {
  std::ostringstream out;
  CsvWriter csv(out);
  out.setstate(std::ios::badbit);
  EXPECT_THAT(error_of([&] { csv.write({"a"}); }), HasSubstr("disk"));
}

}  // namespace
}  // namespace noiseal
