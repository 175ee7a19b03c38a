// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/pipeline/decision_file.h"
#include "core/pipeline/project_export.h"
#include "core/pipeline/project_noise.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::ProjectFiles;
using test::read_file;
using test::write_file;
using testing::HasSubstr;

/// CRLF, a quoted line break, quotes, a record set aside, no line end at the end.
constexpr const char* kTrain =
    "\xEF\xBB\xBFid,text,label,extra\r\nr1,\"one, \"\"two\"\"\",b,x\r\nbroken,record\r\n"
    "r2,\"line\r\nbreak\",\"a\", y \r\nr3,\"\",a,empty\r\nr4,plain,a,=1+1\r\nr5,last,b,";

class ProjectExport : public testing::Test {
 protected:
  std::string exported() {
    options_.output = files_ / "out.csv";
    report_ = export_project(files_.project(), options_, Control());
    return read_file(options_.output);
  }
  void decide(const std::string& csv) {
    write_file(files_ / "decisions.csv", csv);
    apply_decision_file(files_.project(), files_ / "decisions.csv", {.reviewer = "Ada"});
  }
  /// A run whose newest epoch suggests these labels for rows 1, 2, ...
  void suggest(const std::vector<std::int32_t>& labels) {
    const Project project = files_.project();
    const std::int64_t run = project.runs().add({}, project.rows().read_split(Split::train).ids);
    std::vector<RowScore> scores;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      RowScore score;
      score.row = static_cast<std::int64_t>(i) + 1;
      score.rank = score.row;
      score.score = 0.5;
      score.suggestion = labels[i];
      scores.push_back(score);
    }
    project.scores().replace(run, scores);
  }

  ProjectFiles files_{kTrain};
  ExportOptions options_;
  ExportReport report_;
};

TEST_F(ProjectExport, GivesTheInputBackByteForByte) {
  EXPECT_EQ(exported(), kTrain);
  EXPECT_EQ(report_.changed, 0U);
  EXPECT_EQ(report_.records, 6U);
}

TEST(ExportAfterNoise, SaysHowManyRecordsCarryItsWrongLabels) {
  test::NoisyProject noisy;
  const Project project = noisy.open();
  RowFilter wrong;
  wrong.wrong_given_only = true;
  const std::size_t put_in = project.row_lists().ids(wrong, RowOrder::number).size();
  ASSERT_GT(put_in, 0U);
  const ExportPreview preview = preview_export(project, {}, 3, Control());
  EXPECT_EQ(preview.report.noisy, put_in);
  EXPECT_EQ(preview.report.changed, 0U);
}

TEST_F(ProjectExport, ChangesTheLabelFieldAlone) {
  decide("id,decision\nr1,label:a\nr2,label:b\nr4,keep\nr5,ambiguous\n");
  EXPECT_EQ(exported(),
            "\xEF\xBB\xBFid,text,label,extra\r\nr1,\"one, \"\"two\"\"\",a,x\r\nbroken,record\r\n"
            "r2,\"line\r\nbreak\",\"b\", y \r\nr3,\"\",a,empty\r\nr4,plain,a,=1+1\r\nr5,last,b,");
  EXPECT_EQ(report_.changed, 2U);
}

TEST_F(ProjectExport, WritesSuggestionsForUndecidedRowsWhenAsked) {
  suggest({0, 0, 1, 0});  // rows r1, r2, r4, r5; labels a, b
  decide("id,decision\nr4,keep\n");
  options_.labels = ExportLabels::suggested;
  const std::string all = exported();
  EXPECT_THAT(all, HasSubstr("r1,\"one, \"\"two\"\"\",a,x"));
  EXPECT_THAT(all, HasSubstr("r4,plain,a,"));
  EXPECT_THAT(all, HasSubstr("r5,last,a,"));
  options_.labels = ExportLabels::decided;
  EXPECT_EQ(exported(), kTrain);
}

TEST_F(ProjectExport, WritesReviewedOrChangedRowsAlone) {
  decide("id,decision\nr1,label:a\nr4,keep\n");
  options_.rows = ExportRows::reviewed;
  EXPECT_EQ(
      exported(),
      "\xEF\xBB\xBFid,text,label,extra\r\nr1,\"one, \"\"two\"\"\",a,x\r\nr4,plain,a,=1+1\r\n");
  options_.rows = ExportRows::changed;
  EXPECT_EQ(exported(), "\xEF\xBB\xBFid,text,label,extra\r\nr1,\"one, \"\"two\"\"\",a,x\r\n");
}

TEST_F(ProjectExport, DropsExcludedRowsOnlyWhenAsked) {
  decide("id,decision\nr2,exclude\n");
  EXPECT_EQ(exported(), kTrain);
  options_.excluded = ExcludedRows::drop;
  EXPECT_THAT(exported(), testing::Not(HasSubstr("r2,")));
  EXPECT_EQ(report_.dropped, 1U);
  EXPECT_EQ(report_.records, 5U);
}

TEST_F(ProjectExport, AddsColumnsThatSayWhoDecided) {
  suggest({0, 0, 1, 0});
  decide("id,decision,note\nr1,label:a,\"clear, really\"\nr2,exclude,\n");
  options_.add_columns = AddedColumns::provenance;
  std::istringstream lines(exported());
  std::string header;
  std::getline(lines, header);
  EXPECT_THAT(header, HasSubstr("id,text,label,extra,"));
  std::string first;
  std::getline(lines, first);
  EXPECT_THAT(first, HasSubstr("r1,\"one, \"\"two\"\"\",a,x,b,"));
  EXPECT_THAT(first, HasSubstr("Ada"));
  EXPECT_THAT(first, HasSubstr("\"clear, really\""));
  EXPECT_THAT(read_file(options_.output), HasSubstr("exclude"));
}

TEST_F(ProjectExport, GuardsFieldsThatASpreadsheetWouldRun) {
  options_.formula_guard = FormulaGuard::on;
  EXPECT_THAT(exported(), HasSubstr("r4,plain,a,'=1+1\r\n"));
}

TEST_F(ProjectExport, WritesWhoWhenAndWhy) {
  suggest({0, 1, 0, 1});
  decide("id,decision,note\nr1,accept,looked twice\nr4,keep,\n");
  options_.provenance = files_ / "provenance.jsonl";
  exported();
  std::istringstream lines(read_file(files_ / "provenance.jsonl"));
  std::vector<nlohmann::json> entries;
  for (std::string line; std::getline(lines, line);) {
    entries.push_back(nlohmann::json::parse(line));
  }
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0]["id"], "r1");
  EXPECT_EQ(entries[0]["from"], "b");
  EXPECT_EQ(entries[0]["to"], "a");
  EXPECT_EQ(entries[0]["decision"], "accept");
  EXPECT_EQ(entries[0]["decider"], "Ada");
  EXPECT_EQ(entries[0]["note"], "looked twice");
  EXPECT_EQ(entries[1]["decision"], "keep");
}

TEST_F(ProjectExport, WritesTheGivenLabelsAlsoAfterNoise) {
  NoiseSpec noise;
  noise.type = "asymmetric";
  noise.rate = 1;
  apply_noise(files_.project(), noise);
  EXPECT_THAT(exported(), HasSubstr("r4,plain,b,=1+1"));
  EXPECT_EQ(report_.changed, 0U);  // nobody has changed a label since
}

TEST_F(ProjectExport, SaysWhenThereIsNoSuchFileInTheProject) {
  options_.source = Split::test;
  EXPECT_THAT(error_of([&] { exported(); }), HasSubstr("test"));
  EXPECT_FALSE(std::filesystem::exists(options_.output));
}

TEST_F(ProjectExport, LeavesTheOldFileWhenItCannotFinish) {
  write_file(files_ / "out.csv", "old");
  options_.output = files_ / "out.csv";
  const Control control;
  control.request_stop();
  EXPECT_THROW(export_project(files_.project(), options_, control), Interrupted);
  EXPECT_EQ(read_file(files_ / "out.csv"), "old");
  options_.output = files_ / "no/such/folder.csv";
  EXPECT_THAT(error_of([&] { export_project(files_.project(), options_, Control()); }),
              HasSubstr("folder"));
}

TEST(ProjectExportOfJsonLines, ChangesTheLabelAlone) {
  ProjectFiles files("");
  const std::string lines =
      "{\"id\": 7, \"text\": \"one \\u00e9\", \"label\" : \"a\"}\n"
      "{\"label\":\"b\",\"text\":\"two\", \"more\": [1, {\"label\": \"x\"}] , \"id\": \"q\"}\r\n"
      "not json\n{\"text\":\"three\",\"label\":\"a\"}";
  write_file(files / "train.jsonl", lines);
  files.options.file = files / "train.jsonl";
  const Project project = files.project();
  ExportOptions options;
  options.output = files / "out.jsonl";
  export_project(project, options, Control());
  EXPECT_EQ(read_file(options.output), lines);
  write_file(files / "d.csv", "id,decision\n7,label:b\nq,label:a\n");
  apply_decision_file(project, files / "d.csv", {.reviewer = "Ada"});
  export_project(project, options, Control());
  EXPECT_EQ(read_file(options.output),
            "{\"id\": 7, \"text\": \"one \\u00e9\", \"label\" : \"b\"}\n"
            "{\"label\":\"a\",\"text\":\"two\", \"more\": [1, {\"label\": \"x\"}] , \"id\": "
            "\"q\"}\r\nnot json\n{\"text\":\"three\",\"label\":\"a\"}");
}

TEST(ProjectExportOfRealData, GivesEveryFileBack) {
  NOISEAL_NEEDS(!test::data_folder().empty(), "real data sets");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(test::data_folder())) {
    if (entry.path().extension() != ".csv") {
      continue;
    }
    ProjectFiles files("");
    files.options.file = entry.path();
    const ImportReport report = files.import();
    ExportOptions options;
    options.output = files / "out.csv";
    export_project(files.project(), options, Control());
    EXPECT_TRUE(read_file(options.output) == read_file(entry.path())) << entry.path();
    EXPECT_EQ(report.bad_record_count, 0U) << entry.path();
  }
}

/// A file of every kind of trouble: random separators, quotes, line ends, bytes and lengths.
std::string troubled_csv(Rng& rng) {
  const std::vector<std::string> ends = {"\n", "\r\n"};
  const std::string end = ends[rng.below(2)];
  std::string csv =
      (rng.below(4) == 0 ? "\xEF\xBB\xBF" : "") + std::string("text,label,more") + end;
  const std::vector<std::string> pieces = {"word",
                                           "\"quoted\"",
                                           "\"a,b\"",
                                           "\"say \"\"x\"\"\"",
                                           "\"two\nlines\"",
                                           "\"two\r\nlines\"",
                                           "",
                                           " space ",
                                           "caf\xC3\xA9",
                                           "\xF0\x9F\x99\x82",
                                           "\xFF",
                                           "un\"quoted",
                                           "\"open",
                                           "'",
                                           "\t",
                                           "=1+1",
                                           "a;b",
                                           "\"\""};
  const std::vector<std::string> labels = {"x", "y", "\"x\"", "\"y, z\"", "", " x"};
  const std::uint64_t rows = 3 + rng.below(20);
  for (std::uint64_t i = 0; i < rows; ++i) {
    csv += "text " + std::to_string(i) + ",x,1" + end;
    csv += "other " + std::to_string(i) + ",y,1" + end;
    csv += pieces[rng.below(pieces.size())] + "," + labels[rng.below(labels.size())];
    for (std::uint64_t extra = rng.below(4); extra > 0; --extra) {
      csv += "," + pieces[rng.below(pieces.size())];
    }
    csv += rng.below(12) == 0 ? "" : (rng.below(8) == 0 ? ends[rng.below(2)] : end);
  }
  if (rng.below(3) == 0) {
    csv.resize(csv.size() - std::min<std::size_t>(csv.size(), rng.below(5)));
  }
  return csv;
}

TEST(ProjectExportOfGeneratedFiles, GivesEveryFileThatCouldBeImportedBack) {
  int imported = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    Rng rng({seed, 99});
    const std::string csv = troubled_csv(rng);
    ProjectFiles files(csv);
    files.options.header = HeaderLine::present;
    try {
      files.import();
    } catch (const Error&) {
      continue;  // could not be imported: says so and leaves nothing
    }
    ++imported;
    ExportOptions options;
    options.output = files / "out.csv";
    export_project(files.project(), options, Control());
    ASSERT_TRUE(read_file(options.output) == csv) << "seed " << seed;
  }
  EXPECT_GT(imported, 100);
}

TEST_F(ProjectExport, TellsItsProgressAndLeavesTheOldFilesWhenItIsStopped) {
  std::string train = "text,label\n";
  for (int i = 0; i < 5000; ++i) {
    train += i % 2 == 0 ? "text,a\n" : "text,b\n";
  }
  ProjectFiles many(train);
  const Project project = many.project();
  write_file(many / "out.csv", "before");
  ExportOptions options;
  options.output = many / "out.csv";
  options.provenance = many / "p.jsonl";
  const Control control;
  std::vector<std::size_t> reached;
  EXPECT_THROW(export_project(project, options, control,
                              [&](std::size_t done, std::size_t all) {
                                EXPECT_EQ(all, 5000U);
                                reached.push_back(done);
                                if (done > 2000) {
                                  control.request_stop();
                                }
                              }),
               Interrupted);
  EXPECT_EQ(reached, (std::vector<std::size_t>{0, 1024, 2048}));
  EXPECT_EQ(read_file(many / "out.csv"), "before");
  EXPECT_FALSE(std::filesystem::exists(many / "p.jsonl"));
}

TEST_F(ProjectExport, FilteredRowsAreTheOnesThatTheQueueShows) {
  suggest({0, 1, 0, 0, 0});
  options_.rows = ExportRows::filtered;
  options_.filter.given = 1;  // b: r1, r5
  options_.filter.state = QueueState::any;
  EXPECT_EQ(exported(),
            "\xEF\xBB\xBFid,text,label,extra\r\nr1,\"one, \"\"two\"\"\",b,x\r\nr5,last,b,");
  options_.filter.changed_only = true;
  options_.filter.text = "LAST";
  exported();
  EXPECT_EQ(report_.records, 1U);
}

TEST_F(ProjectExport, ThePreviewShowsChangesFirstAndWritesNothing) {
  decide("id,decision\nr4,label:b\n");
  const ExportPreview preview = preview_export(files_.project(), options_, 2, Control());
  EXPECT_EQ(preview.report.changed, 1U);
  EXPECT_EQ(preview.report.records, 6U);
  ASSERT_EQ(preview.before.size(), 2U);
  EXPECT_EQ(preview.before[0], "r4,plain,a,=1+1\r\n");
  EXPECT_EQ(preview.after[0], "r4,plain,b,=1+1\r\n");
  EXPECT_EQ(preview.before[1], preview.after[1]);
  EXPECT_FALSE(std::filesystem::exists(files_ / "out.csv"));
}

TEST_F(ProjectExport, TheProvenanceSaysWhoWhenWhyAndWhatWasOnScreen) {
  suggest({0, 1, 0, 0, 0});
  decide("id,decision,note\nr1,accept,clear case\n");
  options_.provenance = files_ / "p.jsonl";
  exported();
  const auto line = nlohmann::json::parse(read_file(files_ / "p.jsonl"));
  EXPECT_EQ(line["from"], "b");
  EXPECT_EQ(line["to"], "a");
  EXPECT_EQ(line["decider"], "Ada");
  EXPECT_EQ(line["note"], "clear case");
  EXPECT_EQ(line["time"].get<std::string>().size(), 24U);
  EXPECT_EQ(line["on_screen"]["suggestion"], "a");
  EXPECT_EQ(line["on_screen"]["error_score"], 0.5);
}

TEST(HtmlReport, OpensOfflineAndTakesNoTextForMarkup) {
  ProjectFiles files(
      "text,label\n<script>alert(1)</script>,<b>bold</b>\n\"x\" & 'y',plain\nthree,plain\n");
  const Project project = files.project();
  const std::int64_t run = project.runs().add({}, project.rows().read_split(Split::train).ids);
  std::vector<RowScore> scores(3);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i].row = static_cast<std::int64_t>(i) + 1;
    scores[i].score = 0.1 * static_cast<double>(i);
    scores[i].suggestion = 1;
  }
  project.scores().replace(run, scores);
  write_file(files / "d.csv", "id,decision,note\n1,accept,<i>note</i>\n");
  apply_decision_file(project, files / "d.csv", {.reviewer = "<u>Ada</u>"});
  ExportOptions options;
  options.output = files / "out.csv";
  options.report = files / "report.html";
  options.recipe = files / "recipe.json";
  export_project(project, options, Control());
  const std::string html = read_file(files / "report.html");
  for (const char* markup :
       {"<script", "<b>", "<i>", "<u>", "http://", "https://", "src=", "url("}) {
    EXPECT_THAT(html, testing::Not(HasSubstr(markup)));
  }
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(html, HasSubstr("&lt;u&gt;Ada&lt;/u&gt;"));
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, HasSubstr("1 rows carry another label"));
  EXPECT_EQ(read_file(files / "recipe.json"), "{}\n");
}

TEST_F(ProjectExport, TwoOutputsUnderOneNameAreRefusedAndNothingIsWritten) {
  options_.report = files_ / "out.csv";
  EXPECT_THAT(error_of([&] { exported(); }), HasSubstr("another file"));
  EXPECT_FALSE(std::filesystem::exists(files_ / "out.csv"));
}

}  // namespace
}  // namespace noiseal
