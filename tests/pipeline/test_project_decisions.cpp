// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/pipeline/decision_file.h"
#include "core/pipeline/review_queue.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::ProjectFiles;
using test::write_file;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kTrain = "id,text,label\nr1,one,a\nr2,two,b\nr3,three,a\nr4,four,b\n";

class DecisionFile : public testing::Test {
 protected:
  DecisionFileReport apply(const std::string& csv) {
    write_file(files_ / "d.csv", csv);
    return apply_decision_file(project_, files_ / "d.csv", {.reviewer = "Ada"});
  }
  void score(const std::vector<double>& scores, std::int32_t suggestion) {
    const std::int64_t run = project_.runs().add({}, project_.rows().read_split(Split::train).ids);
    std::vector<RowScore> rows;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      RowScore row;
      row.row = static_cast<std::int64_t>(i) + 1;
      row.score = scores[i];
      row.suggestion = suggestion;
      rows.push_back(row);
    }
    project_.scores().replace(run, rows);
  }
  std::vector<std::string> queue() {
    std::vector<std::string> ids;
    for_each_in_queue(project_, {}, {}, [&](const QueueEntry& entry) {
      ids.push_back(entry.row.shown_id());
      return true;
    });
    return ids;
  }

  ProjectFiles files_{kTrain};
  Project project_ = files_.project();
};

TEST_F(DecisionFile, AppliesEveryKindOfDecision) {
  score({0.1, 0.2, 0.3, 0.4}, 1);
  const DecisionFileReport report = apply(
      "id,decision,note,mine\nr1,accept,\"yes, wrong\",1\nr2,keep,,2\nr3,ambiguous,,3\n"
      "r4,label:a,,4\n");
  EXPECT_EQ(report.decisions, 4U);
  EXPECT_EQ(report.relabelled, 2U);
  EXPECT_EQ(report.kept, 1U);
  EXPECT_EQ(report.ambiguous, 1U);
  const Decisions decisions = project_.decisions();
  EXPECT_EQ(decisions.current(1)->kind, DecisionKind::accept);
  EXPECT_EQ(decisions.current(1)->label, 1);
  EXPECT_EQ(decisions.current(1)->note, "yes, wrong");
  EXPECT_EQ(decisions.current(1)->reviewer, "Ada");
  EXPECT_EQ(decisions.current(2)->label, 1);
  EXPECT_EQ(decisions.current(3)->label, 0);
  EXPECT_EQ(decisions.current(4)->label, 0);
  EXPECT_EQ(decisions.history(4).at(0).from_label, 1);
}

TEST_F(DecisionFile, IsOneStepThatCanBeTakenBack) {
  const DecisionFileReport report = apply("id,decision\nr1,exclude\nr2,keep\n");
  EXPECT_EQ(report.excluded, 1U);
  project_.decisions().undo_batch(report.batch, "Ada");
  EXPECT_EQ(project_.decisions().decided_count(), 0U);
}

TEST_F(DecisionFile, AppliesNothingWhenALineIsWrong) {
  const std::string message =
      error_of([&] { apply("id,decision\nr1,keep\nr9,keep\nr2,label:zebra\nr3,maybe\n"); });
  EXPECT_THAT(message, AllOf(HasSubstr("d.csv"), HasSubstr("line 3"), HasSubstr("r9")));
  EXPECT_THAT(message, AllOf(HasSubstr("line 4"), HasSubstr("zebra")));
  EXPECT_THAT(message, AllOf(HasSubstr("line 5"), HasSubstr("maybe")));
  EXPECT_EQ(project_.decisions().decided_count(), 0U);
}

TEST_F(DecisionFile, RefusesTheSameRowTwice) {
  EXPECT_THAT(error_of([&] { apply("id,decision\nr1,keep\nr1,exclude\n"); }),
              AllOf(HasSubstr("line 3"), HasSubstr("r1")));
}

TEST_F(DecisionFile, NeedsItsColumnsAndASuggestionToAccept) {
  EXPECT_THAT(error_of([&] { apply("row,decision\nr1,keep\n"); }), HasSubstr("\"id\""));
  EXPECT_THAT(error_of([&] { apply("id,what\nr1,keep\n"); }), HasSubstr("\"decision\""));
  EXPECT_THAT(error_of([&] { apply("id,decision\nr1,accept\n"); }), HasSubstr("suggestion"));
  EXPECT_THAT(
      error_of([&] { apply_decision_file(project_, files_ / "nowhere.csv", {.reviewer = "Ada"}); }),
      HasSubstr("nowhere.csv"));
}

TEST_F(DecisionFile, TakesRowNumbersWhereRowsHaveNoIds) {
  ProjectFiles files("text,label\none,a\ntwo,b\n");
  const Project project = files.project();
  write_file(files / "d.csv", "id,decision\n2,label:a\n");
  apply_decision_file(project, files / "d.csv", {.reviewer = "Ada"});
  EXPECT_EQ(project.decisions().current(2)->label, 0);
}

TEST_F(DecisionFile, TheQueueGoesByErrorScoreInTurnsOverTheLabels) {
  score({0.9, 0.1, 0.8, 0.2}, 1);
  EXPECT_THAT(queue(), ElementsAre("r1", "r4", "r3", "r2"));
  apply("id,decision\nr1,keep\n");
  EXPECT_THAT(queue(), ElementsAre("r3", "r4", "r2"));
}

TEST_F(DecisionFile, TheQueueNeedsARun) {
  EXPECT_THAT(error_of([&] { queue(); }), HasSubstr("noiseal run"));
}

}  // namespace
}  // namespace noiseal
