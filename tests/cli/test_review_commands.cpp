// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/store/project.h"
#include "tests/cli/program.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Forty rows, "a" and "b" in turn, each suggested "b".
class ReviewCommands : public testing::Test {
 protected:
  ReviewCommands() {
    std::string csv = "id,text,label\n";
    for (int i = 1; i <= 40; ++i) {
      csv += fmt::format("r{0},text {0},{1}\n", i, i % 2 == 0 ? "b" : "a");
    }
    write_file(folder_ / "train.csv", csv);
    EXPECT_EQ(call({"import", "train.csv", "-o", "p.noiseal"}).status, 0);
    const Project project = Project::open(folder_ / "p.noiseal", OpenMode::write);
    const auto ids = project.rows().read_split(Split::train).ids;
    const std::int64_t run = project.runs().add({}, ids);
    std::vector<RowScore> scores(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      scores[i].row = ids[i];
      scores[i].score = 1 - 0.02 * static_cast<double>(i);
      scores[i].set = static_cast<std::uint8_t>(i % 4);
      scores[i].suggestion = 1;
    }
    project.scores().replace(run, scores);
  }
  Outcome call(const Arguments& arguments) { return run_program(folder_.path(), arguments); }
  /// What "review p.noiseal ..." prints; it must go well.
  std::string review(Arguments arguments) {
    arguments.insert(arguments.begin(), {"review", "p.noiseal"});
    const Outcome outcome = call(arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
  }
  std::string refusal(Arguments arguments) {
    arguments.insert(arguments.begin(), {"review", "p.noiseal"});
    const Outcome outcome = call(arguments);
    EXPECT_NE(outcome.status, 0);
    return outcome.err;
  }
  static std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  TemporaryFolder folder_;
};

TEST_F(ReviewCommands, ListTakesOrdersAndFilters) {
  EXPECT_EQ(lines(review({"--list"})), 41U);
  EXPECT_EQ(lines(review({"--list", "--limit", "3"})), 4U);
  EXPECT_EQ(lines(review({"--list", "--set", "purified"})), 11U);
  EXPECT_EQ(lines(review({"--list", "--given", "a", "--min-score", "0.9"})), 4U);
  EXPECT_EQ(lines(review({"--list", "--changed"})), 21U);
  EXPECT_EQ(lines(review({"--list", "--text", "TEXT 7"})), 2U);
  EXPECT_THAT(review({"--list", "--order", "score", "--limit", "1"}), HasSubstr("\nr1,a,b,1.0000"));
  EXPECT_THAT(review({"--list", "--order", "newest", "--limit", "1"}), HasSubstr("\nr40,"));
  write_file(folder_ / "rows.txt", "r5\nr6\n");
  EXPECT_EQ(lines(review({"--list", "--row-ids", "rows.txt"})), 3U);
  EXPECT_THAT(refusal({"--list", "--given", "aa"}), HasSubstr("\"aa\""));
  EXPECT_THAT(refusal({"--list", "--order", "best"}), HasSubstr("none of spread"));
  EXPECT_THAT(refusal({"--list", "--history"}), Not(HasSubstr("\n\n")));
}

TEST_F(ReviewCommands, OneRowIsShownWithEverythingThatIsKnownAboutIt) {
  review({"--bulk", "accept", "--min-score", "0.99", "--reviewer", "Ada", "--note", "seen"});
  const std::string row = review({"--row", "r1"});
  EXPECT_THAT(row, StartsWith("Row r1: train.csv, line 2\n  | text 1\n"));
  EXPECT_THAT(row, HasSubstr("Given label: a\nSuggestion: b, error score 1.00\n"));
  EXPECT_THAT(row, HasSubstr("Annotator: not asked"));
  EXPECT_THAT(row, HasSubstr("Ada  a -> b, accept: seen"));
  EXPECT_THAT(refusal({"--row", "r99"}), HasSubstr("no row \"r99\""));
}

TEST_F(ReviewCommands, ABulkDecisionIsPreviewedStoredAndTakenBackAsOneStep) {
  EXPECT_THAT(review({"--bulk", "accept", "--changed", "--preview"}),
              HasSubstr("20 rows: 20 a -> b"));
  EXPECT_THAT(review({"--count", "--state", "any"}), StartsWith("0 of 40"));
  review({"--bulk", "accept", "--changed", "--reviewer", "Ada", "--note", "all of them"});
  EXPECT_THAT(review({"--count"}), StartsWith("20 of 40"));
  EXPECT_THAT(review({"--history", "--text", "all of"}), HasSubstr(",Ada,accept,20,"));
  EXPECT_THAT(refusal({"--undo", "--reviewer", "Grace"}), HasSubstr("nothing to undo"));
  EXPECT_THAT(review({"--undo", "--reviewer", "Ada"}), HasSubstr("a step of 20 decisions"));
  EXPECT_THAT(review({"--count"}), StartsWith("0 of 40"));
  review({"--redo", "--reviewer", "Ada"});
  EXPECT_THAT(review({"--count"}), StartsWith("20 of 40"));
}

TEST_F(ReviewCommands, AnOldDecisionIsTakenBackWithoutTheLaterOne) {
  write_file(folder_ / "d.csv", "id,decision\nr1,keep\n");
  review({"--apply", "d.csv", "--reviewer", "Ada"});
  write_file(folder_ / "d.csv", "id,decision\nr1,exclude\n");
  review({"--apply", "d.csv", "--reviewer", "Grace"});
  EXPECT_THAT(review({"--undo", "1", "--reviewer", "Ada"}),
              HasSubstr("the later decision 2 on the same row (exclude, a, by Grace) stays"));
  EXPECT_THAT(refusal({"--undo", "1", "--reviewer", "Ada"}), HasSubstr("taken back before"));
  EXPECT_THAT(refusal({"--undo", "99", "--reviewer", "Ada"}), HasSubstr("no decision 99"));
}

TEST_F(ReviewCommands, TwoReviewersAreComparedAndConflictsSettled) {
  write_file(folder_ / "ada.csv", "id,decision\nr1,accept\nr2,keep\nr3,keep\n");
  write_file(folder_ / "grace.csv", "id,decision\nr1,label:b\nr2,exclude\nr3,keep\n");
  review({"--apply", "ada.csv", "--reviewer", "Ada"});
  review({"--apply", "grace.csv", "--reviewer", "Grace"});
  EXPECT_THAT(review({"--agreement"}), HasSubstr("3 rows decided by both, the same on 2"));
  EXPECT_THAT(review({"--conflicts"}), HasSubstr("\nr2,b,Ada: b; Grace: exclude,"));
  write_file(folder_ / "settled.csv", "id,decision\nr2,keep\n");
  review({"--apply", "settled.csv", "--settle", "--reviewer", "Linus"});
  EXPECT_EQ(lines(review({"--conflicts"})), 1U);
}

TEST_F(ReviewCommands, AnAuditIsBlindAndComesBeforeAutoAccept) {
  EXPECT_THAT(review({"--audit-start", "0.5", "--size", "10", "--reviewer", "Ada"}),
              HasSubstr("Sample 1: 10 of 13 rows"));
  const std::string list = review({"--sample-list"});
  EXPECT_THAT(list, StartsWith("id,decision,note,text\n"));
  EXPECT_EQ(lines(list), 11U);
  EXPECT_THAT(refusal({"--audit-accept", "--reviewer", "Ada"}), HasSubstr("10 of the sample's 10"));
  EXPECT_THAT(refusal({"--sample-result"}), HasSubstr("wait for a decision"));
  std::string filled = "id,decision\n";
  for (std::size_t at = list.find('\n') + 1; at < list.size(); at = list.find('\n', at) + 1) {
    filled += list.substr(at, list.find(',', at) - at) + ",label:b\n";
  }
  write_file(folder_ / "sample.csv", filled);
  review({"--apply", "sample.csv", "--sample", "1", "--reviewer", "Ada"});
  EXPECT_THAT(
      review({"--sample-result"}),
      HasSubstr("10 of 10 suggestions with an error score of 0.5 or more are right, 100.0 % "
                "(69.2 to 100.0 %, 95 % Clopper-Pearson)"));
  EXPECT_THAT(review({"--audit-accept", "--reviewer", "Ada"}), HasSubstr("3 suggestions accepted"));
  EXPECT_THAT(review({"--undo", "--reviewer", "Ada"}), HasSubstr("a step of 3"));
  EXPECT_THAT(review({"--stop-advice"}), HasSubstr("ranked queue can't"));
}

TEST_F(ReviewCommands, TheExportTakesTheSameFiltersAndWritesWhatGoesBesideIt) {
  review({"--bulk", "accept", "--min-score", "0.9", "--changed", "--reviewer", "Ada"});
  const Outcome outcome =
      call({"export", "p.noiseal", "-o", "out.csv", "--rows", "filtered", "--min-score", "0.9",
            "--provenance", "p.jsonl", "--recipe", "r.json", "--html-report", "r.html"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("6 records, 3 of them with a changed label"));
  EXPECT_THAT(read_file(folder_ / "out.csv"), HasSubstr("r1,text 1,b\n"));
  EXPECT_EQ(lines(read_file(folder_ / "p.jsonl")), 3U);
  EXPECT_THAT(read_file(folder_ / "p.jsonl"), HasSubstr("\"decider\":\"Ada\""));
  EXPECT_THAT(read_file(folder_ / "r.html"), HasSubstr("<svg"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "r.json"));
}

TEST_F(ReviewCommands, OneThingIsDoneAtATime) {
  EXPECT_THAT(refusal({}), HasSubstr("--list"));
  EXPECT_EQ(call({"review", "p.noiseal", "--list", "--agreement"}).status, 2);
}

TEST_F(ReviewCommands, ASecondProgramIsToldAndAReadOnlyFileIsNamed) {
  const Project holder = Project::open(folder_ / "p.noiseal", OpenMode::write);
  const std::string sentence = refusal({"--bulk", "keep", "--reviewer", "Ada"});
  EXPECT_THAT(sentence, HasSubstr("open for writing in process"));
  EXPECT_EQ(lines(review({"--list"})), 41U);  // reading goes on beside it
}

}  // namespace
}  // namespace noiseal::test
