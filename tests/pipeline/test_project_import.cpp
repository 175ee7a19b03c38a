// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::ProjectFiles;
using test::write_file;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kSmall =
    "id,text,label\nr1,where is my parcel,shipping\nr2,refund please,billing\n"
    "r3,it arrived broken,returns\n";

TEST(ProjectImport, ReadsTextsLabelsAndIds) {
  ProjectFiles files(kSmall);
  const ImportReport report = files.import();
  EXPECT_EQ(report.train_rows, 3U);
  EXPECT_EQ(report.bad_record_count, 0U);
  EXPECT_THAT(report.labels, ElementsAre("billing", "returns", "shipping"));
  EXPECT_THAT(report.label_counts, ElementsAre(1U, 1U, 1U));
  const SplitRows rows = files.project().rows().read_split(Split::train);
  EXPECT_THAT(rows.texts, ElementsAre("where is my parcel", "refund please", "it arrived broken"));
  EXPECT_THAT(rows.given, ElementsAre(2, 0, 1));
  EXPECT_THAT(rows.gold, ElementsAre(-1, -1, -1));
  EXPECT_EQ(files.project().rows().row(2).external_id, "r2");
}

TEST(ProjectImport, TakesNamedColumnsAndJoinsSeveralTexts) {
  ProjectFiles files("title,what,body,kind,truth\nA,x,b,k1,k2\nC,y,d,k2,k2\n");
  files.options.text_columns = {"title", "body"};
  files.options.label_column = "kind";
  files.options.gold_column = "truth";
  files.options.id_column = "what";
  const ImportReport report = files.import();
  EXPECT_TRUE(report.gold_known);
  const SplitRows rows = files.project().rows().read_split(Split::train);
  EXPECT_THAT(rows.texts, ElementsAre("A\nb", "C\nd"));
  EXPECT_THAT(rows.gold, ElementsAre(1, 1));
}

TEST(ProjectImport, TakesColumnsByNumberWithoutAHeader) {
  ProjectFiles files("red,an apple\nyellow,a banana\n");
  files.options.header = HeaderLine::absent;
  files.options.text_columns = {"2"};
  files.options.label_column = "1";
  files.import();
  const SplitRows rows = files.project().rows().read_split(Split::train);
  EXPECT_THAT(rows.texts, ElementsAre("an apple", "a banana"));
}

TEST(ProjectImport, GuessesColumnsByWhatIsInThem) {
  ProjectFiles files(
      "a,b,c\n1,the quick brown fox,x\n2,jumps over the lazy dog,y\n"
      "3,and runs far away,x\n");
  const ImportReport report = files.import();
  EXPECT_EQ(report.text_columns, "b");
  EXPECT_EQ(report.label_column, "c");
}

TEST(ProjectImport, NamesTheColumnsThatThereAre) {
  ProjectFiles files(kSmall);
  files.options.label_column = "topic";
  EXPECT_THAT(error_of([&] { files.import(); }),
              AllOf(HasSubstr("no column \"topic\""), HasSubstr("\"id\", \"text\", \"label\"")));
  EXPECT_FALSE(std::filesystem::exists(files.options.project));
}

TEST(ProjectImport, SetsBadRecordsAsideAndListsThem) {
  ProjectFiles files(
      "id,text,label\nr1,good,a\nr2,too few\nr3,,a\nr4,\xFF\xFE,b\nr5,no label,\nr6,fine,b\n");
  files.options.encoding = "utf-8";
  const ImportReport report = files.import();
  EXPECT_EQ(report.train_rows, 2U);
  EXPECT_EQ(report.bad_record_count, 4U);
  const std::vector<BadRecord> bad = files.project().sources().bad_records();
  std::vector<std::int64_t> lines;
  for (const BadRecord& record : bad) {
    lines.push_back(record.line);
    EXPECT_FALSE(record.reason.empty());
  }
  EXPECT_THAT(lines, ElementsAre(3, 4, 5, 6));
}

TEST(ProjectImport, StrictRefusesTheFileAtItsFirstBadRecord) {
  ProjectFiles files("id,text,label\nr1,good,a\nr2,too few\nr3,fine,b\n");
  files.options.bad_records = BadRecords::refuse_file;
  EXPECT_THAT(error_of([&] { files.import(); }),
              AllOf(HasSubstr("train.csv"), HasSubstr("line 3")));
  EXPECT_FALSE(std::filesystem::exists(files.options.project));
}

TEST(ProjectImport, TakesTheLabelsOfATestFileWithoutGoldAsGold) {
  ProjectFiles files("id,text,label,gold\nr1,one,a,b\nr2,two,b,b\n");
  write_file(files / "test.csv", "id,text,label\nt1,three,a\nt2,four,unheard\n");
  files.options.test_file = files / "test.csv";
  const ImportReport report = files.import();
  EXPECT_EQ(report.test_rows, 1U);
  EXPECT_EQ(report.bad_record_count, 1U);
  const SplitRows rows = files.project().rows().read_split(Split::test);
  EXPECT_THAT(rows.gold, ElementsAre(0));
  EXPECT_THAT(files.project().rows().read_split(Split::train).gold, ElementsAre(1, 1));
  EXPECT_THAT(files.project().sources().bad_records().at(0).reason, HasSubstr("unheard"));
}

TEST(ProjectImport, DropsTrainingTextsThatRecurInTheTestFile) {
  ProjectFiles files("text,label\none,a\ntwo,b\nthree,a\nfive,b\n");
  write_file(files / "test.csv", "text,label\ntwo,b\nfour,a\n");
  files.options.test_file = files / "test.csv";
  EXPECT_EQ(files.import().train_rows, 4U);
  std::filesystem::remove(files.options.project);
  files.options.test_overlap = TestOverlap::set_aside;
  const ImportReport report = files.import();
  EXPECT_EQ(report.train_rows, 3U);
  EXPECT_EQ(report.test_rows, 2U);
  EXPECT_THAT(files.project().sources().bad_records().at(0).reason, HasSubstr("test"));
}

TEST(ProjectImport, DrawsAValidationSplitByLabel) {
  std::string csv = "text,label\n";
  for (int i = 0; i < 200; ++i) {
    csv += "text number " + std::to_string(i) + "," + (i % 4 == 0 ? "rare" : "usual") + "\n";
  }
  ProjectFiles files(csv);
  files.options.valid_share = 0.1;
  files.options.seed = 5;
  const ImportReport report = files.import();
  EXPECT_EQ(report.valid_rows, 20U);
  EXPECT_EQ(report.train_rows, 180U);
  const SplitRows valid = files.project().rows().read_split(Split::valid);
  EXPECT_EQ(std::count(valid.given.begin(), valid.given.end(), 0), 5);
  const std::vector<std::int64_t> first = valid.ids;
  std::filesystem::remove(files.options.project);
  files.import();
  EXPECT_EQ(files.project().rows().read_split(Split::valid).ids, first);
  std::filesystem::remove(files.options.project);
  files.options.seed = 6;
  files.import();
  EXPECT_NE(files.project().rows().read_split(Split::valid).ids, first);
}

TEST(ProjectImport, TakesTheSplitFromAColumn) {
  ProjectFiles files(
      "text,label,part\none,a,train\ntwo,b,Validation\nthree,a,test\nfour,b,dev\nfive,b,?\n");
  files.options.split_column = "part";
  const ImportReport report = files.import();
  EXPECT_EQ(report.train_rows, 1U);
  EXPECT_EQ(report.valid_rows, 2U);
  EXPECT_EQ(report.test_rows, 1U);
  EXPECT_EQ(report.bad_record_count, 1U);
}

TEST(ProjectImport, RefusesWhatCannotBeLearntFrom) {
  EXPECT_THAT(error_of([] { ProjectFiles("text,label\none,a\ntwo,a\n").import(); }),
              HasSubstr("one label"));
  EXPECT_THAT(error_of([] { ProjectFiles("text,label\n").import(); }), HasSubstr("train.csv"));
  EXPECT_THAT(error_of([] { ProjectFiles("").import(); }), HasSubstr("empty"));
  EXPECT_THAT(error_of([] { ProjectFiles("text\none\ntwo\n").import(); }), HasSubstr("column"));
  ProjectFiles files(kSmall);
  files.options.file = files / "nowhere.csv";
  EXPECT_THAT(error_of([&] { files.import(); }), HasSubstr("nowhere.csv"));
  files.options.file = std::filesystem::temp_directory_path();
  EXPECT_THAT(error_of([&] { files.import(); }), HasSubstr("folder"));
  EXPECT_FALSE(std::filesystem::exists(files.options.project));
}

TEST(ProjectImport, AStopLeavesNothing) {
  ProjectFiles files(kSmall);
  const Control control;
  control.request_stop();
  EXPECT_THROW(import_project(files.options, nullptr, control), Interrupted);
  EXPECT_FALSE(std::filesystem::exists(files.options.project));
}

TEST(ProjectImport, ReadsTheRealSetsWhole) {
  NOISEAL_NEEDS(!test::data_folder().empty(), "real data sets");
  const std::filesystem::path data = test::data_folder();
  ProjectFiles files("");
  files.options.file = data / "trec6/train.csv";
  files.options.test_file = data / "trec6/test.csv";
  files.options.test_overlap = TestOverlap::set_aside;
  files.options.valid_share = 0.1;
  const ImportReport trec = files.import();
  EXPECT_EQ(trec.train_rows + trec.valid_rows + trec.bad_record_count, 5452U);
  EXPECT_EQ(trec.test_rows, 500U);
  EXPECT_EQ(trec.labels.size(), 6U);
  EXPECT_GE(trec.bad_record_count, 10U);
  std::filesystem::remove(files.options.project);

  files.options = {};
  files.options.project = files / "p.noiseal";
  files.options.file = data / "hausa_news/train.csv";
  files.options.valid_file = data / "hausa_news/valid.csv";
  files.options.test_file = data / "hausa_news/test.csv";
  const ImportReport hausa = files.import();
  EXPECT_EQ(hausa.train_rows, 2045U);
  EXPECT_EQ(hausa.valid_rows, 290U);
  EXPECT_EQ(hausa.test_rows, 582U);
  EXPECT_TRUE(hausa.gold_known);
  const SplitLabels labels = files.project().rows().read_labels(Split::train);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < labels.ids.size(); ++i) {
    wrong += labels.given[i] != labels.gold[i] ? 1U : 0U;
  }
  EXPECT_NEAR(static_cast<double>(wrong) / 2045.0, 0.504, 0.001);
}

}  // namespace
}  // namespace noiseal
