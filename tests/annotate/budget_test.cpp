// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/budget.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/error.h"

namespace noiseal {
namespace {

using Labels = std::vector<std::int32_t>;
using Rows = std::vector<std::uint32_t>;

constexpr RowSet R = RowSet::reliable;
constexpr RowSet H = RowSet::hard;
constexpr RowSet P = RowSet::purified;

class RowsToAsk : public testing::Test {
 protected:
  RowsToAsk() {
    selection.set = {P, H, P, R, P, H, P, H};
    selection.joint.assign(8, 0);
    selection.joint_confidence.assign(8, 1);
    pool.selection = &selection;
    pool.scores = scores;
    pool.given = given;
  }
  Rows ask(const Budget& budget, const BudgetUse& used = {}, AskOrder order = AskOrder::spread) {
    return rows_to_ask(pool, budget, used, order, Control());
  }
  Selection selection;
  std::vector<float> scores{.1F, .9F, .8F, .99F, .7F, .2F, .6F, .3F};
  Labels given{0, 0, 1, 1, 1, 1, 0, 0};
  AskPool pool;
};

TEST_F(RowsToAsk, ArePurifiedThenHardOnesByErrorScoreSpreadOverLabels) {
  // P: turn 1 takes 2 (label 1) and 6 (label 0), turn 2 takes 4 and 0. H: 1, 5, then 7.
  EXPECT_EQ(ask({}), (Rows{2, 6, 4, 0, 1, 5, 7}));
  pool.acceptance = Acceptance::overwrite;
  EXPECT_EQ(ask({}), (Rows{2, 6, 4, 0}));
}

TEST_F(RowsToAsk, AreTheBudgetsShareOfThePool) {
  EXPECT_EQ(ask({.share = .5}), (Rows{2, 6, 4, 0}));  // 3.5 rows
  EXPECT_EQ(ask({.share = .25}), (Rows{2, 6}));
  EXPECT_TRUE(ask({.share = 0}).empty());
}

TEST_F(RowsToAsk, AreNeverAskedTwiceAndEarlierAnswersCountTowardTheShare) {
  std::vector<KeptAnswer> answers(8);
  answers[6].asked = true;
  answers[3].asked = true;  // now reliable: not of this pool
  pool.answers = answers;
  EXPECT_EQ(ask({}), (Rows{2, 0, 4, 1, 5, 7}));
  EXPECT_EQ(ask({.share = .5}), (Rows{2, 0, 4}));
  for (auto& answer : answers) {
    answer.asked = true;
  }
  EXPECT_TRUE(ask({}).empty());
}

TEST_F(RowsToAsk, StayWithinTheRunsRowCap) {
  EXPECT_EQ(ask({.rows = 5}), (Rows{2, 6, 4, 0, 1}));
  EXPECT_EQ(ask({.rows = 5}, {.rows = 4}), (Rows{2}));
  EXPECT_TRUE(ask({.rows = 5}, {.rows = 9}).empty());
  EXPECT_EQ(ask({.share = .25, .rows = 5}), (Rows{2, 6}));
}

TEST_F(RowsToAsk, AreOnlyRowsThatNoPersonHasDecided) {
  std::vector<RowDecision> decisions(8);
  decisions[2] = {RowVerdict::labelled, 0};
  decisions[5] = {RowVerdict::excluded, -1};
  pool.decisions = decisions;
  EXPECT_EQ(ask({}), (Rows{4, 6, 0, 1, 7}));
}

TEST_F(RowsToAsk, CanBeFarthestFirst) {
  MatrixF vectors(8, 2, 0);
  vectors(2, 0) = vectors(4, 0) = 1;  // 4 like 2
  vectors(0, 1) = 1;
  vectors(6, 0) = -1;
  pool.vectors = &vectors;
  EXPECT_EQ(ask({.share = .5}, {}, AskOrder::farthest_first), (Rows{2, 6, 0, 4}));
  pool.vectors = nullptr;
  EXPECT_THROW(ask({}, {}, AskOrder::farthest_first), Error);
}

TEST_F(RowsToAsk, NeedAScoreForEveryRow) {
  pool.scores = std::span(scores).first(3);
  EXPECT_THROW(ask({}), Error);
}

/// Costs 1 and 1 more for each demonstration.
class CountedCost : public CostEstimate {
 public:
  [[nodiscard]] double worst_case(const Question& question) const override {
    return 1 + static_cast<double>(question.demonstrations.size());
  }
};

TEST(Affordable, AreTheFirstQuestionsWhoseWorstCaseFitsTheMoneyLeft) {
  std::vector<Question> questions(4);
  questions[1].demonstrations.resize(2);
  const CountedCost cost;  // 1, 3, 1, 1
  EXPECT_EQ(affordable(questions, {.money = 10}, {}, &cost), 4U);
  EXPECT_EQ(affordable(questions, {.money = 6}, {}, &cost), 4U);
  EXPECT_EQ(affordable(questions, {.money = 5.5}, {}, &cost), 3U);
  EXPECT_EQ(affordable(questions, {.money = 5.5}, {.money = 2.5}, &cost), 1U);
  EXPECT_EQ(affordable(questions, {.money = 1}, {.money = 2}, &cost), 0U);
  EXPECT_EQ(affordable(questions, {.money = 0}, {}, nullptr), 4U);
  EXPECT_EQ(affordable(questions, {}, {}, &cost), 4U);
}

}  // namespace
}  // namespace noiseal
