// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/store/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using testing::HasSubstr;

class DecisionsTest : public testing::Test {
 protected:
  Decision make(std::int64_t row, DecisionKind kind, std::int32_t to) {
    Decision decision;
    decision.row = row;
    decision.reviewer = "Ada";
    decision.kind = kind;
    decision.from_label = 1;
    decision.to_label = to;
    return decision;
  }

  test::TemporaryFolder folder_;
  Project project_ = test::make_small_project(folder_ / "p.noiseal");
  Decisions decisions_ = project_.decisions();
};

TEST_F(DecisionsTest, KeepEveryFieldAndDeriveTheCurrentState) {
  Decision decision = make(1, DecisionKind::label, 0);
  decision.note = "clear case";
  decision.milliseconds = 1234;
  decision.context = R"({"suggestion": "a"})";
  const std::int64_t id = decisions_.add(decision);
  const Decision stored = decisions_.history(1).at(0);
  EXPECT_EQ(stored.id, id);
  EXPECT_EQ(stored.reviewer, "Ada");
  EXPECT_EQ(stored.from_label, 1);
  EXPECT_EQ(stored.to_label, 0);
  EXPECT_EQ(stored.note, "clear case");
  EXPECT_EQ(stored.milliseconds, 1234);
  EXPECT_EQ(stored.context, R"({"suggestion": "a"})");
  EXPECT_EQ(stored.time.size(), 24U);
  const CurrentDecision current = decisions_.current(1).value();
  EXPECT_EQ(current.kind, DecisionKind::label);
  EXPECT_EQ(current.label, 0);
  EXPECT_EQ(current.reviewer, "Ada");
  EXPECT_EQ(current.note, "clear case");
  EXPECT_EQ(decisions_.decided_count(), 1U);
}

TEST_F(DecisionsTest, KnowTheRowsWithNewEntriesAndOneReviewersRows) {
  EXPECT_THAT(decisions_.rows_after(0), testing::ElementsAre());
  const std::int64_t first = decisions_.add(make(1, DecisionKind::keep, 1));
  decisions_.add(make(3, DecisionKind::flag, 1));
  Decision later = make(1, DecisionKind::accept, 0);
  later.reviewer = "Grace";
  const std::int64_t of_grace = decisions_.add(later);
  EXPECT_THAT(decisions_.rows_after(0), testing::ElementsAre(1, 3));
  EXPECT_THAT(decisions_.rows_after(first), testing::ElementsAre(1, 3));
  EXPECT_THAT(decisions_.rows_after(of_grace), testing::ElementsAre());
  EXPECT_THAT(decisions_.rows_decided_by("Ada"), testing::ElementsAre(1));
  EXPECT_THAT(decisions_.rows_decided_by("Grace"), testing::ElementsAre(1));
  const std::int64_t undo = decisions_.undo(of_grace, "Ada");
  EXPECT_THAT(decisions_.rows_decided_by("Grace"), testing::ElementsAre());
  EXPECT_THAT(decisions_.rows_after(of_grace), testing::ElementsAre(1));
  decisions_.undo(undo, "Ada");
  EXPECT_THAT(decisions_.rows_decided_by("Grace"), testing::ElementsAre(1));
}

TEST_F(DecisionsTest, TheNewestDecides) {
  decisions_.add(make(1, DecisionKind::keep, 1));
  decisions_.add(make(1, DecisionKind::accept, 0));
  EXPECT_EQ(decisions_.current(1)->kind, DecisionKind::accept);
  EXPECT_EQ(decisions_.history(1).size(), 2U);
  EXPECT_EQ(decisions_.decided_count(), 1U);
}

TEST_F(DecisionsTest, SkipAndFlagDecideNothing) {
  decisions_.add(make(2, DecisionKind::skip, -1));
  EXPECT_FALSE(decisions_.current(2).has_value());
  decisions_.add(make(2, DecisionKind::flag, -1));
  EXPECT_FALSE(decisions_.current(2).has_value());
  decisions_.add(make(2, DecisionKind::keep, 0));
  EXPECT_TRUE(decisions_.current(2)->flagged);
  EXPECT_EQ(decisions_.current(2)->kind, DecisionKind::keep);
}

TEST_F(DecisionsTest, UndoAndRedoAreEntriesOfTheirOwnWithoutLimit) {
  const std::int64_t keep = decisions_.add(make(1, DecisionKind::keep, 1));
  const std::int64_t accept = decisions_.add(make(1, DecisionKind::accept, 0));
  const std::int64_t undo = decisions_.undo(accept, "Grace");
  EXPECT_EQ(decisions_.current(1)->kind, DecisionKind::keep);
  const std::int64_t redo = decisions_.undo(undo, "Grace");
  EXPECT_EQ(decisions_.current(1)->kind, DecisionKind::accept);
  decisions_.undo(redo, "Grace");
  EXPECT_EQ(decisions_.current(1)->kind, DecisionKind::keep);
  decisions_.undo(keep, "Grace");
  EXPECT_FALSE(decisions_.current(1).has_value());
  EXPECT_EQ(decisions_.history(1).size(), 6U);
  EXPECT_EQ(decisions_.decided_count(), 0U);
}

TEST_F(DecisionsTest, NothingIsTakenBackTwice) {
  const std::int64_t id = decisions_.add(make(1, DecisionKind::keep, 1));
  decisions_.undo(id, "Ada");
  EXPECT_THROW(decisions_.undo(id, "Ada"), Error);
  EXPECT_THROW(decisions_.undo(999, "Ada"), Error);
  EXPECT_EQ(decisions_.history(1).size(), 2U);
}

TEST_F(DecisionsTest, ABatchIsOneStep) {
  const std::int64_t batch = decisions_.add_batch(
      std::vector<Decision>{make(1, DecisionKind::accept, 0), make(2, DecisionKind::keep, 0)});
  EXPECT_EQ(decisions_.decided_count(), 2U);
  decisions_.undo_batch(batch, "Ada");
  EXPECT_EQ(decisions_.decided_count(), 0U);
  EXPECT_THROW(decisions_.undo_batch(batch, "Ada"), Error);
  EXPECT_THROW(decisions_.undo_batch(77, "Ada"), Error);
}

TEST_F(DecisionsTest, ABatchWithAWrongRowStoresNothing) {
  EXPECT_THROW(decisions_.add_batch(std::vector<Decision>{make(1, DecisionKind::keep, 1),
                                                          make(99, DecisionKind::keep, 1)}),
               Error);
  EXPECT_EQ(decisions_.decided_count(), 0U);
  EXPECT_TRUE(decisions_.history(1).empty());
}

TEST_F(DecisionsTest, AreListedInTheOrderOfTheRowsOrOfTheDecisions) {
  decisions_.add(make(3, DecisionKind::keep, 1));
  decisions_.add(make(1, DecisionKind::exclude, 1));
  std::vector<std::int64_t> by_row;
  decisions_.for_each_current([&](const CurrentDecision& d) { by_row.push_back(d.row); });
  EXPECT_THAT(by_row, testing::ElementsAre(1, 3));
  std::vector<std::int64_t> by_time;
  decisions_.for_each([&](const Decision& d) { by_time.push_back(d.row); });
  EXPECT_THAT(by_time, testing::ElementsAre(3, 1));
}

TEST_F(DecisionsTest, CanBeNeitherChangedNorRemovedNorReplaced) {
  const std::int64_t id = decisions_.add(make(1, DecisionKind::keep, 1));
  decisions_.undo(id, "Ada");
  SQLite::Database raw((folder_ / "p.noiseal").string(), SQLite::OPEN_READWRITE, 1000);
  const auto refusal = [&](const char* sql) {
    try {
      raw.exec(sql);
    } catch (const SQLite::Exception& error) {
      return std::string(error.what());
    }
    return std::string("done");
  };
  EXPECT_THAT(refusal("UPDATE decision SET reviewer = 'Eve'"), HasSubstr("never changed"));
  EXPECT_THAT(refusal("DELETE FROM decision"), HasSubstr("never removed"));
  EXPECT_THAT(refusal("INSERT OR REPLACE INTO decision SELECT id, row, 'Eve', time, kind, "
                      "from_label, to_label, note, milliseconds, context, undoes, batch "
                      "FROM decision WHERE id = 1"),
              HasSubstr("never replaced"));
  EXPECT_THAT(refusal("INSERT OR REPLACE INTO decision SELECT 50, row, 'Eve', time, kind, "
                      "from_label, to_label, note, milliseconds, context, undoes, batch "
                      "FROM decision WHERE id = 2"),
              HasSubstr("never replaced"));
}

TEST_F(DecisionsTest, OutliveTheProgram) {
  decisions_.add(make(4, DecisionKind::ambiguous, 0));
  const Project reader = Project::open(folder_ / "p.noiseal", OpenMode::read);
  EXPECT_EQ(reader.decisions().current(4)->kind, DecisionKind::ambiguous);
}

}  // namespace
}  // namespace noiseal
