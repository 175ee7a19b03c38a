// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/data/text_hash.h"

namespace noiseal {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

constexpr DataPart kTrain = DataPart::train;
constexpr DataPart kValid = DataPart::valid;
constexpr DataPart kTest = DataPart::test;

DataReport report_of(const std::vector<CheckedRow>& rows) {
  DataChecks checks;
  for (const CheckedRow& row : rows) {
    checks.add(row);
  }
  return checks.report();
}

TEST(DataChecks, FindNothingInNoRows) {
  const DataReport report = report_of({});
  EXPECT_EQ(report.parts[0].rows, 0U);
  EXPECT_EQ(report.parts[0].lengths.longest, 0U);
  EXPECT_THAT(report.sentences(), IsEmpty());
}

TEST(DataChecks, CountRowsLabelsAndEmptyTexts) {
  const DataReport report = report_of({{1, "one", "a", kTrain},
                                       {2, "two", "b", kTrain},
                                       {3, " \t\n", "a", kTrain},
                                       {4, "\xE3\x80\x80\xC2\xA0", "", kTrain},
                                       {5, "five", "c", kTest}});
  EXPECT_EQ(report.parts[0].rows, 4U);
  EXPECT_THAT(report.parts[0].label_counts,
              ElementsAre(Pair("", 1U), Pair("a", 2U), Pair("b", 1U)));
  EXPECT_THAT(report.parts[2].label_counts, ElementsAre(Pair("c", 1U)));
  EXPECT_EQ(report.parts[0].empty_texts, 2U);
  EXPECT_THAT(report.labels.names(), ElementsAre("a", "b", "c"));
  EXPECT_THAT(report.sentences(),
              ElementsAre("2 training rows have an empty text.", "1 training row has no label."));
}

TEST(DataChecks, FindDuplicatesWithinAPart) {
  const DataReport report = report_of({{1, "same", "a", kTrain},
                                       {2, "same", "a", kTrain},
                                       {3, "same", "a", kTrain},
                                       {4, "Same", "a", kTrain},
                                       {5, "other", "a", kValid},
                                       {6, "other", "a", kValid}});
  EXPECT_EQ(report.parts[0].duplicate_texts, 2U);
  EXPECT_EQ(report.parts[1].duplicate_texts, 1U);
  EXPECT_THAT(report.conflicts, IsEmpty());
  EXPECT_THAT(report.sentences(),
              ElementsAre("2 training rows repeat the text of an earlier training row.",
                          "1 validation row repeats the text of an earlier validation row."));
}

TEST(DataChecks, FindTextsUnderTwoLabels) {
  const DataReport report = report_of({{10, "x", "a", kTrain},
                                       {11, "y", "b", kTrain},
                                       {12, "y", "a", kTest},
                                       {13, "x", "a", kTrain},
                                       {14, "x", "b", kValid},
                                       {15, "z", "a", kTrain},
                                       {16, "z", "", kTrain}});
  ASSERT_EQ(report.conflicts.size(), 2U);
  EXPECT_THAT(report.conflicts[0].rows, ElementsAre(10, 13, 14));
  EXPECT_THAT(report.conflicts[1].rows, ElementsAre(11, 12));
  EXPECT_EQ(report.conflicting_rows, 5U);
  EXPECT_THAT(report.sentences(),
              testing::Contains("2 texts stand under more than one label, in 5 rows."));
}

TEST(DataChecks, FindTrainingTextsThatAreTestedOn) {
  const DataReport report = report_of({{1, "t", "a", kTest},
                                       {2, "u", "a", kTrain},
                                       {3, "t", "a", kTrain},
                                       {4, "v", "a", kTrain},
                                       {5, "v", "a", kValid},
                                       {6, "t", "a", kTrain}});
  EXPECT_THAT(report.in_test, ElementsAre(3, 6));
  EXPECT_THAT(report.in_valid, ElementsAre(4));
  EXPECT_THAT(report.sentences(),
              testing::Contains("2 training rows have a text that stands in the test data, too."));
}

TEST(DataChecks, ProposeToMergeLabels) {
  const DataReport report = report_of({{1, "1", "spam", kTrain},
                                       {2, "2", "Spam", kTrain},
                                       {3, "3", "spam", kTest},
                                       {4, "4", "ham", kTrain}});
  ASSERT_EQ(report.mergeable.size(), 1U);
  EXPECT_EQ(report.labels.name(report.mergeable[0].keep), "spam");
  EXPECT_THAT(report.sentences(),
              ElementsAre("The labels \"Spam\" and \"spam\" differ only by case, space or Unicode "
                          "form; they are probably one, \"spam\"."));
}

TEST(DataChecks, ShowLabelsWithoutTheirControlCharacters) {
  const DataReport report = report_of({{1, "1", "a\x1b[2J", kTrain}, {2, "2", "A\x1b[2j", kTrain}});
  ASSERT_EQ(report.sentences().size(), 1U);
  EXPECT_EQ(report.sentences()[0].find('\x1b'), std::string::npos);
}

TEST(TextLengths, AreCountedInCharacters) {
  std::vector<std::string> texts;
  for (std::size_t n = 1; n <= 100; ++n) {
    std::string& text = texts.emplace_back();
    for (std::size_t i = 0; i < n; ++i) {
      text += "日";
    }
  }
  DataChecks checks;
  for (const std::string& text : texts) {
    checks.add({0, text, "a", kTrain});
  }
  const TextLengths lengths = checks.report().parts[0].lengths;
  EXPECT_EQ(lengths.shortest, 1U);
  EXPECT_DOUBLE_EQ(lengths.mean, 50.5);
  EXPECT_EQ(lengths.median, 50U);
  EXPECT_EQ(lengths.p95, 95U);
  EXPECT_EQ(lengths.longest, 100U);
}

TEST(TextLengths, AreNearlyExactForLongTexts) {
  for (const std::size_t length : {4096U, 4097U, 5000U, 100000U}) {
    DataChecks checks;
    const std::string text(length, 'x');
    const std::string longer(2 * length, 'x');
    for (int i = 0; i < 3; ++i) {
      checks.add({0, text, "a", kTrain});
    }
    checks.add({0, "short", "a", kTrain});
    checks.add({0, longer, "a", kTrain});
    const TextLengths lengths = checks.report().parts[0].lengths;
    EXPECT_NEAR(static_cast<double>(lengths.median), static_cast<double>(length),
                length <= 4096 ? 0 : 0.02 * static_cast<double>(length));
  }
}

TEST(TextHash, IsMurmur3) {
  EXPECT_EQ(text_hash(""), (TextHash{0, 0}));
  EXPECT_EQ(text_hash("hello"), (TextHash{0xcbd8a7b341bd9b02ULL, 0x5b1e906a48ae1d19ULL}));
  EXPECT_EQ(text_hash("The quick brown fox jumps over the lazy dog"),
            (TextHash{0xe34bbc7bbc071b6cULL, 0x7a433ca9c49a9347ULL}));
}

}  // namespace
}  // namespace noiseal
