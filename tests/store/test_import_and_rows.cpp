// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "core/store/project_builder.h"
#include "tests/store/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using test::make_small_project;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(ProjectBuilder, KeepsEveryByteOfTheSource) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  const SourceFile source = project.sources().all().at(0);
  std::string bytes = source.header;
  std::vector<bool> is_row;
  project.sources().for_each_record(source.id, [&](const RecordView& record) {
    bytes += record.raw;
    is_row.push_back(record.row.has_value());
    EXPECT_EQ(record.reason.empty(), record.row.has_value());
  });
  bytes += source.tail;
  EXPECT_EQ(bytes,
            "id,text,label\nr1,text 1,b\nonly one field\nr2,text 2,a\nr3,text 3,b\nr4,text 4,a\n"
            "r5,text 5,b\ntail");
  EXPECT_THAT(is_row, ElementsAre(true, false, true, true, true, true));
  EXPECT_EQ(source.records, 6);
  EXPECT_EQ(source.file_name, "small.csv");
  EXPECT_EQ(project.sources().raw_record(3), "r3,text 3,b\n");
}

TEST(ProjectBuilder, KeepsRecordsThatSpanManyChunks) {
  const test::TemporaryFolder folder;
  ProjectBuilder builder(folder / "p.noiseal");
  builder.begin_source({});
  std::string whole;
  for (int i = 0; i < 20; ++i) {
    const std::string raw(static_cast<std::size_t>(i) * 50'000, static_cast<char>('a' + i));
    whole += raw;
    NewRow row;
    row.raw = raw;
    row.text = "x";
    i % 3 == 0 ? builder.add_bad_record(1, raw, "bad") : static_cast<void>(builder.add_row(row));
  }
  builder.end_source("");
  const Project project = builder.finish();
  std::string bytes;
  project.sources().for_each_record(1, [&](const RecordView& record) { bytes += record.raw; });
  EXPECT_EQ(bytes, whole);
  EXPECT_EQ(project.sources().raw_record(13), std::string(950'000, 't'));
}

TEST(ProjectBuilder, ListsRecordsThatWereSetAside) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  ASSERT_EQ(project.sources().bad_record_count(), 1U);
  const BadRecord record = project.sources().bad_records().at(0);
  EXPECT_EQ(record.line, 3);
  EXPECT_EQ(record.reason, "1 field where 3 were expected");
}

TEST(ProjectBuilder, LeavesNothingWhenItIsGivenUp) {
  const test::TemporaryFolder folder;
  {
    ProjectBuilder builder(folder / "p.noiseal");
    builder.begin_source({});
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(ProjectBuilder, SweepsUpAfterAnImportThatWasKilled) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / ".p.noiseal.part") << "half written";
  std::ofstream(folder / "p.noiseal-lock") << "process 1";
  make_small_project(folder / "p.noiseal");
  EXPECT_FALSE(std::filesystem::exists(folder / ".p.noiseal.part"));
  EXPECT_EQ(Project::open(folder / "p.noiseal", OpenMode::read).rows().count(Split::train), 4U);
}

TEST(ProjectBuilder, NeverReplacesAFile) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "p.noiseal") << "mine";
  try {
    ProjectBuilder builder(folder / "p.noiseal");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("exists already"));
  }
  EXPECT_EQ(std::filesystem::file_size(folder / "p.noiseal"), 4U);
}

TEST(ProjectBuilder, SaysWhenTheFolderIsMissing) {
  const test::TemporaryFolder folder;
  try {
    ProjectBuilder builder(folder / "no/such/p.noiseal");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("There is no folder"));
  }
}

TEST(Rows, AreReadBySplitInOrderOfTheirIds) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  const SplitRows train = project.rows().read_split(Split::train);
  EXPECT_THAT(train.ids, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(train.texts, ElementsAre("text 1", "text 2", "text 3", "text 4"));
  EXPECT_THAT(train.given, ElementsAre(1, 0, 1, 0));
  EXPECT_THAT(train.gold, ElementsAre(-1, -1, -1, -1));
  const SplitRows valid = project.rows().read_split(Split::valid);
  EXPECT_THAT(valid.ids, ElementsAre(5));
  EXPECT_THAT(valid.gold, ElementsAre(1));
  EXPECT_EQ(project.rows().read_split(Split::test).size(), 0U);
  EXPECT_EQ(project.rows().count(Split::train), 4U);
  EXPECT_EQ(project.rows().count(Split::valid), 1U);
  EXPECT_EQ(project.rows().count(Split::test), 0U);
}

TEST(Rows, KeepTheLabelOfTheFileWhateverNoiseDoes) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  Rows rows = project.rows();
  rows.set_labels(std::vector<std::int64_t>{1, 2}, std::vector<std::int32_t>{0, 0},
                  std::vector<std::int32_t>{1, 0});
  const SplitLabels labels = rows.read_labels(Split::train);
  EXPECT_THAT(labels.given, ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(labels.gold, ElementsAre(1, 0, -1, -1));
  EXPECT_THAT(labels.file_label, ElementsAre(1, 0, 1, 0));
}

TEST(Rows, AreFoundByTheirOwnIds) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  EXPECT_EQ(project.rows().ids_by_external_id().at("r3"), 3);
  EXPECT_EQ(project.rows().row(3).shown_id(), "r3");
  EXPECT_EQ(project.rows().row(3).line, 5);
  EXPECT_TRUE(project.rows().exists(5));
  EXPECT_FALSE(project.rows().exists(6));
  EXPECT_THROW(static_cast<void>(project.rows().row(6)), Error);
  EXPECT_THAT(project.rows().read_rows(std::vector<std::int64_t>{4, 1}).texts,
              ElementsAre("text 4", "text 1"));
}

TEST(Rows, MoveBetweenSplits) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  project.rows().set_split(std::vector<std::int64_t>{2, 3}, Split::valid);
  EXPECT_THAT(project.rows().read_split(Split::train).ids, ElementsAre(1, 4));
  EXPECT_THAT(project.rows().read_split(Split::valid).ids, ElementsAre(2, 3, 5));
  EXPECT_EQ(project.rows().count(Split::train), 2U);
}

TEST(Labels, AreIndexedInByteOrderOfTheirNames) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  Labels labels = project.labels();
  EXPECT_THAT(labels.names(), ElementsAre("a", "b"));
  EXPECT_EQ(labels.find("b"), 1);
  EXPECT_EQ(labels.find("c"), std::nullopt);
  labels.set_description(1, "the second");
  labels.set_colour(1, "#159a8c");
  EXPECT_EQ(labels.all().at(1).description, "the second");
  EXPECT_EQ(labels.all().at(1).colour, "#159a8c");
}

TEST(Labels, StoredLabelsKeepTheirMeaningWhenOneIsAdded) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  EXPECT_EQ(project.labels().add("B"), 0);  // upper case comes first
  EXPECT_EQ(project.labels().add("B"), 0);
  EXPECT_THAT(project.labels().names(), ElementsAre("B", "a", "b"));
  EXPECT_THAT(project.rows().read_split(Split::train).given, ElementsAre(2, 1, 2, 1));
}

TEST(Settings, AreKeptByKey) {
  const test::TemporaryFolder folder;
  { make_small_project(folder / "p.noiseal").settings().set("reviewer", "Ada"); }
  const Project project = Project::open(folder / "p.noiseal", OpenMode::write);
  EXPECT_EQ(project.settings().get("reviewer"), "Ada");
  project.settings().set("reviewer", "Grace");
  EXPECT_EQ(project.settings().get("reviewer"), "Grace");
  project.settings().remove("reviewer");
  EXPECT_EQ(project.settings().get("reviewer"), std::nullopt);
}

TEST(Settings, RememberTheNoise) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  NoiseRecord noise;
  noise.type = "asymmetric";
  noise.rate = 0.4;
  noise.seed = ~std::uint64_t{0};
  noise.changed = 2;
  project.settings().add_noise(noise);
  const NoiseRecord stored = project.settings().noise_history().at(0);
  EXPECT_EQ(stored.type, "asymmetric");
  EXPECT_EQ(stored.rate, 0.4);
  EXPECT_EQ(stored.seed, ~std::uint64_t{0});
  EXPECT_EQ(stored.changed, 2);
  EXPECT_EQ(stored.created.size(), 20U);
}

}  // namespace
}  // namespace noiseal
