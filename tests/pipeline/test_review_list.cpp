// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipeline/review_list.h"
#include "core/pipeline/reviewing.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::ProjectFiles;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr const char* kTrain =
    "id,text,label\nr1,Where is my parcel,a\nr2,refund please,b\nr3,parcel is late,a\n"
    "r4,返金してください,b\nr5,quote \"this\" 100%,a\nr6,hello,c\n";

class ReviewListTest : public testing::Test {
 protected:
  ReviewListTest() {
    run_ = project_.runs().add({}, project_.rows().read_split(Split::train).ids);
    // row, score, set, suggestion, p_strong, p_weak, annotator
    add(1, 0.9, 2, 1, 0.1, 0.2, 1);
    add(2, 0.2, 0, 1, 0.8, 0.8, -1);
    add(3, 0.8, 2, 1, 0.1, 0.7, -1);
    add(4, 0.1, 0, 1, 0.9, 0.6, 0);
    add(5, 0.7, 1, 2, 0.3, 0.3, 0);
    add(6, 0.6, 1, 0, 0.4, 0.2, 2);
    project_.scores().replace(run_, scores_);
  }
  void add(std::int64_t row, double score, std::uint8_t set, std::int32_t suggestion,
           double p_strong, double p_weak, std::int32_t annotator) {
    RowScore entry;
    entry.row = row;
    entry.score = score;
    entry.set = set;
    entry.suggestion = suggestion;
    entry.p_strong = p_strong;
    entry.p_weak = p_weak;
    entry.annotator_label = annotator;
    scores_.push_back(entry);
  }
  std::vector<std::int64_t> rows(const QueueQuery& query) {
    ReviewList list(project_, run_, Control());
    list.apply(query);
    return rows_of(list);
  }
  static std::vector<std::int64_t> rows_of(const ReviewList& list) {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < list.order().size(); ++i) {
      ids.push_back(list.row_at(i));
    }
    return ids;
  }
  std::int64_t decide(std::int64_t row, DecisionKind kind, std::int32_t label = 0,
                      const std::string& reviewer = "Ada") {
    return project_.decisions().add(entry(row, kind, label, reviewer));
  }
  Decision entry(std::int64_t row, DecisionKind kind, std::int32_t label,
                 const std::string& reviewer) const {
    Decision decision;
    decision.row = row;
    decision.reviewer = reviewer;
    decision.kind = kind;
    decision.from_label = project_.rows().row(row).given;
    decision.to_label = label;
    return decision;
  }

  ProjectFiles files_{kTrain};
  Project project_ = files_.project();
  std::vector<RowScore> scores_;
  std::int64_t run_ = 0;
};

TEST_F(ReviewListTest, EveryOrderIsAsItSays) {
  EXPECT_THAT(rows({.order = QueueOrder::spread}), ElementsAre(1, 6, 2, 3, 4, 5));
  EXPECT_THAT(rows({.order = QueueOrder::score}), ElementsAre(1, 3, 5, 6, 2, 4));
  EXPECT_THAT(rows({.order = QueueOrder::disagreement}), ElementsAre(3, 4, 6, 1, 2, 5));
  EXPECT_THAT(rows({.order = QueueOrder::annotator}), ElementsAre(1, 4, 3, 5, 6, 2));
  EXPECT_THAT(rows({.order = QueueOrder::pair}), ElementsAre(1, 3, 2, 4, 5, 6));
  decide(2, DecisionKind::keep);
  decide(5, DecisionKind::keep);
  EXPECT_THAT(rows({.order = QueueOrder::newest, .state = QueueState::any}),
              ElementsAre(5, 2, 6, 4, 3, 1));
}

TEST_F(ReviewListTest, EveryFilterLetsThroughWhatItSays) {
  EXPECT_THAT(rows({.set = 2}), UnorderedElementsAre(1, 3));
  EXPECT_THAT(rows({.given = 1}), UnorderedElementsAre(2, 4));
  EXPECT_THAT(rows({.suggestion = 2}), UnorderedElementsAre(5));
  EXPECT_THAT(rows({.given = 0, .suggestion = 1}), UnorderedElementsAre(1, 3));
  EXPECT_THAT(rows({.min_score = 0.6}), UnorderedElementsAre(1, 3, 5, 6));
  EXPECT_THAT(rows({.min_score = 0.2, .max_score = 0.7}), UnorderedElementsAre(2, 5, 6));
  EXPECT_THAT(rows({.annotator = 0}), UnorderedElementsAre(4, 5));
  EXPECT_THAT(rows({.changed_only = true}), UnorderedElementsAre(1, 3, 5, 6));
  EXPECT_THAT(rows({.rows = {6, 2, 99}}), UnorderedElementsAre(6, 2));
  EXPECT_THAT(rows({.min_score = 0.7, .rows = {1, 2}}), UnorderedElementsAre(1));
}

TEST_F(ReviewListTest, DecidedFlaggedAndReviewersAreFilters) {
  decide(1, DecisionKind::label, 2);
  decide(2, DecisionKind::flag);
  decide(3, DecisionKind::skip);
  EXPECT_THAT(rows({}), UnorderedElementsAre(2, 3, 4, 5, 6));
  EXPECT_THAT(rows({.state = QueueState::decided}), UnorderedElementsAre(1));
  EXPECT_THAT(rows({.state = QueueState::any, .decided = 2}), UnorderedElementsAre(1));
  EXPECT_THAT(rows({.flagged_only = true}), UnorderedElementsAre(2));
  EXPECT_THAT(rows({.state = QueueState::any, .not_yet_by = "Ada"}),
              UnorderedElementsAre(2, 3, 4, 5, 6));
  EXPECT_THAT(rows({.state = QueueState::any, .not_yet_by = "Grace"}),
              UnorderedElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(ReviewListTest, TextIsFoundWithAndWithoutTheIndexInAnyScript) {
  for (const bool indexed : {false, true}) {
    if (indexed) {
      project_.text_index().build({}, Control());
    }
    EXPECT_THAT(rows({.text = "PARCEL"}), UnorderedElementsAre(1, 3)) << indexed;
    EXPECT_THAT(rows({.text = "返金して"}), UnorderedElementsAre(4)) << indexed;
    EXPECT_THAT(rows({.text = "\"this\" 100%"}), UnorderedElementsAre(5)) << indexed;
    EXPECT_THAT(rows({.text = "zebra"}), ElementsAre()) << indexed;
  }
}

TEST_F(ReviewListTest, CountsAreOfTheFilteredRowsAndFollowDecisions) {
  ReviewList list(project_, run_, Control());
  list.apply({.set = 2});
  EXPECT_EQ(list.counts().decided, 0U);
  EXPECT_EQ(list.counts().all, 2U);
  decide(1, DecisionKind::keep);
  decide(2, DecisionKind::keep);  // of another set
  list.refresh({1, 2});
  EXPECT_EQ(list.counts().decided, 1U);
  EXPECT_EQ(list.counts().all, 2U);
  project_.decision_steps("Ada").undo();
  project_.decision_steps("Ada").undo();
  list.refresh();
  EXPECT_EQ(list.counts().decided, 0U);
}

TEST_F(ReviewListTest, WhatAnotherConnectionDecidesIsTakenInOnceItIsThere) {
  ReviewList list(project_, run_, Control());
  decide(1, DecisionKind::keep);
  list.refresh({1});
  // Both are older than the next look at all rows, one of them than the look at row 1 alone.
  project_.decisions().add_batch(std::vector<Decision>{entry(2, DecisionKind::keep, 0, "Grace"),
                                                       entry(3, DecisionKind::flag, 0, "Grace")});
  list.refresh();
  EXPECT_EQ(list.counts().decided, 2U);
  EXPECT_EQ(list.columns().flagged[list.columns().place(3)], 1);
  project_.decision_steps("Grace").undo();
  list.refresh();
  list.refresh();
  EXPECT_EQ(list.counts().decided, 1U);
  EXPECT_EQ(list.columns().flagged[list.columns().place(3)], 0);
}

TEST(ReviewListOfManyRows, TakesInManyNewDecisionsLikeFew) {
  std::string csv = "text,label\n";
  for (int row = 0; row < 300; ++row) {
    csv += "text " + std::to_string(row) + (row % 2 == 0 ? ",a\n" : ",b\n");
  }
  ProjectFiles files(csv);
  const Project project = files.project();
  const std::vector<std::int64_t> ids = project.rows().read_split(Split::train).ids;
  const std::int64_t run = project.runs().add({}, ids);
  std::vector<RowScore> scores(ids.size());
  std::vector<Decision> decisions(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    scores[i].row = ids[i];
    decisions[i].row = ids[i];
    decisions[i].reviewer = i % 3 == 0 ? "Ada" : "Grace";
    decisions[i].kind = DecisionKind::ambiguous;
  }
  project.scores().replace(run, scores);
  ReviewList list(project, run, Control());
  list.apply({.state = QueueState::any, .not_yet_by = "Ada"});
  EXPECT_EQ(list.counts().decided, 0U);
  const auto decide = [&](std::size_t from, std::size_t n) {
    project.decisions().add_batch(std::span(decisions).subspan(from, n));
    list.refresh();
  };
  decide(0, 210);
  list.apply({.state = QueueState::any});
  EXPECT_EQ(list.counts().decided, 210U);
  list.apply({.state = QueueState::any, .not_yet_by = "Ada"});
  EXPECT_EQ(list.order().size(), 230U);
  decide(210, 9);
  list.apply({.state = QueueState::any, .not_yet_by = "Ada"});
  EXPECT_EQ(list.order().size(), 227U);
}

TEST_F(ReviewListTest, OneReviewersRowsFollowDecisionsAndTheirUndoThroughOtherQueries) {
  ReviewList list(project_, run_, Control());
  const QueueQuery not_ada{.state = QueueState::any, .not_yet_by = "Ada"};
  list.apply(not_ada);
  EXPECT_EQ(list.order().size(), 6U);
  decide(1, DecisionKind::keep);
  decide(2, DecisionKind::keep, 1, "Grace");
  list.refresh();
  list.apply({.order = QueueOrder::score});
  list.apply(not_ada);
  EXPECT_EQ(list.order().size(), 5U);
  EXPECT_EQ(list.position_of(1), list.order().size());
  project_.decision_steps("Ada").undo();
  decide(3, DecisionKind::skip);
  list.refresh();
  list.apply(not_ada);
  EXPECT_EQ(list.order().size(), 6U);
  list.apply({.state = QueueState::any, .not_yet_by = "Grace"});
  EXPECT_EQ(list.position_of(2), list.order().size());
}

TEST_F(ReviewListTest, ADecidedRowStaysInItsPlaceAndTheNextUndecidedOneFollows) {
  ReviewList list(project_, run_, Control());
  list.apply({.order = QueueOrder::score});
  decide(1, DecisionKind::keep);
  list.refresh({1});
  EXPECT_EQ(list.row_at(0), 1);
  EXPECT_EQ(list.next_undecided(0), 1U);
  EXPECT_EQ(list.position_of(5), 2U);
  EXPECT_EQ(list.position_of(77), list.order().size());
  for (const std::int64_t row : {2, 3, 5, 6, 4}) {
    decide(row, DecisionKind::keep);
  }
  list.refresh();
  EXPECT_EQ(list.next_undecided(3), list.order().size());
}

TEST_F(ReviewListTest, TransitionsCountDecisionsAndSuggestions) {
  decide(1, DecisionKind::label, 2);
  const ReviewList list(project_, run_, Control());
  EXPECT_EQ(list.transitions(QueueState::decided)(0, 2), 1U);
  EXPECT_EQ(list.transitions(QueueState::undecided)(0, 1), 1U);
  EXPECT_EQ(list.transitions(QueueState::any)(1, 1), 2U);
}

TEST_F(ReviewListTest, AQueryOutlivesItsJson) {
  QueueQuery query;
  query.order = QueueOrder::pair;
  query.state = QueueState::any;
  query.set = 2;
  query.given = 1;
  query.suggestion = 0;
  query.decided = 2;
  query.min_score = 0.25;
  query.max_score = 0.75;
  query.annotator = 1;
  query.changed_only = true;
  query.flagged_only = true;
  query.not_yet_by = "Grace";
  query.text = "\"quoted\"";
  query.rows = {3, 1};
  const std::vector<std::string> labels = project_.labels().names();
  EXPECT_EQ(queue_query_from_json(queue_query_to_json(query, labels), labels), query);
  EXPECT_EQ(queue_query_from_json("no json", labels), QueueQuery());
  EXPECT_EQ(queue_query_from_json(R"({"given": "gone", "set": 9, "order": 1})", labels),
            QueueQuery());
}

TEST_F(ReviewListTest, ABulkDecisionSaysWhatItMoves) {
  ReviewList list(project_, run_, Control());
  list.apply({.changed_only = true});
  const BulkDecision bulk =
      bulk_decision(list, list.order(), DecisionKind::accept, -1, "Ada", "{}");
  EXPECT_EQ(bulk_sentence(bulk, project_.labels().names()), "4 rows: 2 a -> b, 1 a -> c, 1 c -> a");
  project_.decisions().add_batch(bulk.decisions);
  EXPECT_EQ(project_.decisions().current(5)->label, 2);
  project_.decision_steps("Ada").undo();
  EXPECT_EQ(project_.decisions().decided_count(), 0U);
}

TEST_F(ReviewListTest, TakingBackAnOldDecisionLeavesALaterOneInForceAndSaysSo) {
  const std::int64_t first = decide(1, DecisionKind::keep, 0);
  const std::int64_t second = decide(1, DecisionKind::label, 1, "Grace");
  const std::vector<std::string> labels = project_.labels().names();
  const TakenBack taken = take_back(project_, first, "Ada");
  EXPECT_TRUE(taken.later_stands);
  EXPECT_EQ(project_.decisions().current(1)->decision, second);
  EXPECT_THAT(taken_back_sentence(taken, labels),
              testing::HasSubstr("later decision 2 on the same row (label, b, by Grace) stays"));
  const TakenBack last = take_back(project_, second, "Ada");
  EXPECT_FALSE(last.later_stands);
  EXPECT_THAT(taken_back_sentence(last, labels), testing::HasSubstr("the row is undecided"));
  const TakenBack again = take_back(project_, project_.decisions().newest(), "Ada");
  EXPECT_THAT(taken_back_sentence(again, labels), testing::HasSubstr("in force again"));
  EXPECT_EQ(project_.decisions().current(1)->decision, second);
}

}  // namespace
}  // namespace noiseal
