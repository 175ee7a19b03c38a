// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/nn/models.h"
#include "tests/cli/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::size_t kRows = 240;

/// As a spreadsheet on another system writes it: CRLF, quotes where they are needed and where they
/// are not, a record with a field too many, an empty line, no line break at the end.
std::string untidy_csv() {
  std::istringstream tidy(topics_csv(kRows, 1));
  std::string csv;
  std::size_t n = 0;
  for (std::string line; std::getline(tidy, line); ++n) {
    const std::size_t first = line.find(',');
    const std::size_t last = line.rfind(',');
    const std::string text = line.substr(first + 1, last - first - 1);
    const std::string label = line.substr(last + 1);
    if (n % 4 == 1) {
      line = line.substr(0, first) + ",\"" + text + ", \"\"really\"\"\"," + label;
    } else if (n % 4 == 2) {
      line = line.substr(0, last) + ",\"" + label + '"';
    } else if (n % 40 == 7) {
      line += "\r\n9999,one,field,too many\r\n";
    }
    csv += line + "\r\n";
  }
  csv.resize(csv.size() - 2);
  return csv;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream all(text);
  for (std::string line; std::getline(all, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// First fields of the first n records after the header.
std::vector<std::string> first_ids(const std::string& csv, std::size_t n) {
  const std::vector<std::string> lines = lines_of(csv);
  std::vector<std::string> ids;
  for (std::size_t i = 1; i <= n; ++i) {
    ids.push_back(lines.at(i).substr(0, lines.at(i).find(',')));
  }
  return ids;
}

json report_of(const std::filesystem::path& folder, const Arguments& more = {}) {
  Arguments arguments{"report", "p.noiseal", "--json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Outcome outcome = must_succeed(folder, arguments);
  EXPECT_EQ(outcome.err, "");
  return json::parse(outcome.out);  // throws on anything but one JSON value
}

/// The stable names of "report --json" in PRODUCT.md.
constexpr std::array kReportNames{
    "/rows/train",
    "/rows/valid",
    "/rows/test",
    "/labels/0",
    "/run/id",
    "/run/state",
    "/run/seed",
    "/run/recipe/lambda",
    "/test/strong/best",
    "/test/strong/last",
    "/test/strong/macro_f1_best",
    "/test/strong/macro_f1_last",
    "/test/weak/best",
    "/test/both/best",
    "/separation/strong/roc_auc",
    "/separation/strong/average_precision",
    "/separation/weak/roc_auc",
    "/separation/both/roc_auc",
    "/error_score/roc_auc",
    "/error_score/average_precision",
    "/error_score/precision_at/100",
    "/error_score/precision_at/500",
    "/error_score/roc_auc_never_asked",
    "/suggestions/count",
    "/suggestions/wrong_given_found",
    "/suggestions/accuracy",
    "/transition/2/2",
    "/epochs/1/epoch",
    "/epochs/1/phase",
    "/epochs/1/sets/reliable",
    "/epochs/1/sets/hard",
    "/epochs/1/sets/purified",
    "/epochs/1/sets/unused",
    "/epochs/1/noise/train",
    "/epochs/1/noise/reliable",
    "/epochs/1/noise/hard",
    "/epochs/1/noise/purified_before",
    "/epochs/1/noise/purified_after",
    "/epochs/1/memorised/strong",
    "/epochs/1/memorised/weak",
    "/epochs/1/ks_distance",
    "/epochs/1/valid_accuracy",
    "/epochs/1/test_accuracy",
    "/epochs/1/asked",
    "/epochs/1/seconds",
    "/annotator/name",
    "/annotator/asked",
    "/annotator/answered",
    "/annotator/unparsable",
    "/annotator/failed",
    "/annotator/refused_by_witness",
    "/annotator/tokens_in",
    "/annotator/tokens_out",
    "/annotator/cost",
    "/signatures",
    "/seconds/total",
    "/seconds/train_strong",
    "/seconds/train_weak",
    "/seconds/predict",
    "/seconds/annotate",
    "/seconds/other",
    "/device",
    "/precision",
};

/// Import, noise, run, decisions: each test looks at one thing that comes after.
class WholePath : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    write_small_data(folder());
    write_file(folder() / "train.csv", untidy_csv());
    imported_ = must_succeed(folder(), import_small_data());
    untouched_ = export_as({}, "untouched.csv");
    must_succeed(folder(), {"noise", "p.noiseal", "--type", "asymmetric", "--rate", "0.3"});
    run_ = must_succeed(folder(), short_run({"--annotator", "neighbours"}));
  }

  static void TearDownTestSuite() { delete folder_; }

  static const std::filesystem::path& folder() { return folder_->path(); }

  static std::string export_as(const Arguments& more, const std::string& file) {
    Arguments arguments{"export", "p.noiseal", "-o", file};
    arguments.insert(arguments.end(), more.begin(), more.end());
    must_succeed(folder(), arguments);
    return read_file(folder() / file);
  }

  static TemporaryFolder* folder_;
  static Outcome imported_;
  static Outcome run_;
  static std::string untouched_;
};

TemporaryFolder* WholePath::folder_ = nullptr;
Outcome WholePath::imported_;
Outcome WholePath::run_;
std::string WholePath::untouched_;

TEST_F(WholePath, ImportListsBadRecordsWithTheirLines) {
  EXPECT_THAT(imported_.out, HasSubstr("240 rows to train on, 60 to validate, 60 to test"));
  EXPECT_THAT(imported_.out, HasSubstr("Set aside, kept for the export: 6 records"));
  EXPECT_THAT(imported_.out, HasSubstr("train.csv: line 9, 51, "));
  EXPECT_EQ(imported_.err, "");
}

TEST_F(WholePath, AnExportWithoutDecisionsIsTheImportedFileByteForByte) {
  EXPECT_TRUE(untouched_ == untidy_csv());
}

TEST_F(WholePath, ARunShowsItsEpochsOnStderrAndItsReportOnStdout) {
  EXPECT_THAT(run_.err, HasSubstr("Epoch 1 of 2 (warm-up)"));
  EXPECT_THAT(run_.err, HasSubstr("Epoch 2 of 2 (noise-aware)"));
  EXPECT_THAT(run_.out, StartsWith("Run 1 (finished), seed 1: 240 training rows"));
  EXPECT_EQ(run_.out, must_succeed(folder(), {"report", "p.noiseal", "--run", "1"}).out);
}

TEST_F(WholePath, AForecastSaysWhatARunTakesAndStartsNone) {
  const std::string before = must_succeed(folder(), {"report", "p.noiseal", "--json"}).out;
  const Outcome forecast = must_succeed(folder(), short_run({"--forecast"}));
  EXPECT_THAT(forecast.out, HasSubstr("2 epochs (1 of warm-up) on "));
  EXPECT_THAT(forecast.out, HasSubstr("at the speed of run 1"));
  EXPECT_EQ(must_succeed(folder(), {"report", "p.noiseal", "--json"}).out, before);
}

TEST_F(WholePath, TheReportAsJsonIsOneObjectWithTheNamesThatAreDocumented) {
  const json report = report_of(folder(), {"--run", "1"});
  for (const char* name : kReportNames) {
    EXPECT_TRUE(report.contains(json::json_pointer(name))) << name;
  }
  EXPECT_EQ(report["rows"]["train"], kRows);
  EXPECT_EQ(report["labels"], json({"animals", "food", "weather"}));
  EXPECT_EQ(report["run"]["state"], "finished");
  EXPECT_NEAR(report["epochs"][1]["noise"]["train"].get<double>(), 0.3, 1e-6);
  const json& sets = report["epochs"][1]["sets"];
  EXPECT_EQ(sets["reliable"].get<std::size_t>() + sets["hard"].get<std::size_t>() +
                sets["purified"].get<std::size_t>() + sets["unused"].get<std::size_t>(),
            kRows);
}

TEST_F(WholePath, ScoresHaveOneLineForEachRowTheMostSuspiciousFirst) {
  const Outcome outcome =
      must_succeed(folder(), {"scores", "p.noiseal", "-o", "scores.csv", "--run", "1"});
  EXPECT_THAT(outcome.out, HasSubstr("240 rows of run 1"));
  const std::vector<std::string> lines = lines_of(read_file(folder() / "scores.csv"));
  ASSERT_EQ(lines.size(), kRows + 1);
  EXPECT_THAT(lines[0],
              StartsWith("id,given,suggestion,error_score,set,p_strong,p_weak,annotator"));
  double before = INFINITY;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::istringstream fields(lines[i]);
    std::string field;
    for (int column = 0; column < 4; ++column) {
      std::getline(fields, field, ',');
    }
    EXPECT_LE(std::stod(field), before) << lines[i];
    before = std::stod(field);
  }
}

TEST_F(WholePath, DecisionsChangeTheLabelFieldOfTheirRowsAndNothingElse) {
  const std::vector<std::string> before = lines_of(export_as({"--labels", "given"}, "given.csv"));
  const Outcome queue = must_succeed(folder(), {"review", "p.noiseal", "--list", "--limit", "4"});
  EXPECT_EQ(queue.err, "");
  ASSERT_EQ(lines_of(queue.out).size(), 5U);
  const std::vector<std::string> ids = first_ids(queue.out, 4);
  write_file(folder() / "decisions.csv", "id,decision,note\n" + ids[0] + ",label:weather,seen\n" +
                                             ids[1] + ",keep,\n" + ids[2] + ",ambiguous,\n" +
                                             ids[3] + ",exclude,\n");
  const Outcome applied = must_succeed(
      folder(), {"review", "p.noiseal", "--apply", "decisions.csv", "--reviewer", "Ada"});
  EXPECT_THAT(applied.out, HasSubstr("4 decisions stored: 1 kept, 1 relabelled, 1 ambiguous, 1 "));

  const std::vector<std::string> after = lines_of(export_as({}, "clean.csv"));
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (after[i].starts_with(ids[0] + ',')) {
      const auto beginning = [](const std::string& line) {
        return line.substr(0, line.rfind(','));
      };
      EXPECT_EQ(beginning(after[i]), beginning(before[i]));
      EXPECT_THAT(after[i].substr(after[i].rfind(',')), HasSubstr("weather"));
    } else {
      EXPECT_EQ(after[i], before[i]);
    }
  }
  const auto kept = lines_of(export_as({"--drop-excluded"}, "kept.csv"));
  EXPECT_EQ(kept.size(), before.size() - 1);

  const Outcome second = must_succeed(folder(), short_run({"--use-decisions"}));
  EXPECT_THAT(second.out, StartsWith("Run 2 (finished)"));
  EXPECT_EQ(report_of(folder())["run"]["id"], 2);
  EXPECT_EQ(report_of(folder(), {"--run", "1"})["run"]["id"], 1);
}

TEST_F(WholePath, AnExportedModelIsAnEncoderAgain) {
  // From another folder than the one where "encoder" was named.
  const TemporaryFolder elsewhere;
  const std::string project = (folder() / "p.noiseal").string();
  must_succeed(elsewhere.path(), {"export-model", project, "-o", "model", "--run", "1"});
  const EncoderFacts facts = read_encoder_facts(elsewhere / "model");
  EXPECT_EQ(facts.model_type, "bert");
  EXPECT_EQ(facts.layers, 3U);  // one more takes the mean, which stock classes can't
  EXPECT_EQ(facts.hidden, 32U);
  write_small_data(elsewhere.path());
  must_succeed(elsewhere.path(), import_small_data());
  must_succeed(elsewhere.path(), short_run({"--set", "encoder=model"}));
}

TEST_F(WholePath, CompactingKeepsTheReportAndLeavesOneFile) {
  const json before = report_of(folder(), {"--run", "1"});
  const Outcome outcome = must_succeed(folder(), {"compact", "p.noiseal"});
  EXPECT_THAT(outcome.out, HasSubstr("MB freed"));
  EXPECT_EQ(report_of(folder(), {"--run", "1"}), before);
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    const std::string name = entry.path().filename().string();
    EXPECT_FALSE(name.starts_with("p.noiseal-") || name.starts_with(".")) << name;
  }
}

TEST(CommandLine, HelpAndVersionGoToStdout) {
  const TemporaryFolder folder;
  const Outcome version = run_program(folder.path(), {"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_THAT(version.out, StartsWith("noiseal "));
  for (const Arguments& arguments :
       {Arguments{"--help"}, Arguments{"run", "--help"}, Arguments{"import", "--help"}}) {
    const Outcome help = run_program(folder.path(), arguments);
    EXPECT_EQ(help.status, 0);
    EXPECT_EQ(help.err, "");
    EXPECT_THAT(help.out, HasSubstr("--help"));
  }
}

}  // namespace
}  // namespace noiseal::test
