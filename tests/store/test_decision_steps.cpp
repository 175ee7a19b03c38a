// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "tests/store/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using testing::ElementsAre;

class DecisionStepsTest : public testing::Test {
 protected:
  static Decision make(std::int64_t row, DecisionKind kind, const std::string& reviewer = "Ada") {
    Decision decision;
    decision.row = row;
    decision.reviewer = reviewer;
    decision.kind = kind;
    decision.from_label = 1;
    decision.to_label = kind == DecisionKind::keep ? 1 : 0;
    return decision;
  }
  std::int64_t add(std::int64_t row, DecisionKind kind, const std::string& reviewer = "Ada") {
    return project_.decisions().add(make(row, kind, reviewer));
  }
  std::string state(std::int64_t row) {
    const auto current = project_.decisions().current(row);
    return current ? std::string(decision_kind_name(current->kind)) : "undecided";
  }

  test::TemporaryFolder folder_;
  Project project_ = test::make_small_project(folder_ / "p.noiseal");
};

TEST_F(DecisionStepsTest, UndoGoesBackToTheStartAndRedoForwardToTheEnd) {
  add(1, DecisionKind::keep);
  add(2, DecisionKind::accept);
  add(1, DecisionKind::exclude);
  DecisionSteps steps = project_.decision_steps("Ada");
  EXPECT_EQ(steps.undo()->decision.kind, DecisionKind::exclude);
  EXPECT_EQ(state(1), "keep");
  EXPECT_EQ(steps.undo()->decision.row, 2);
  EXPECT_EQ(steps.undo()->decision.row, 1);
  EXPECT_FALSE(steps.undo().has_value());
  EXPECT_EQ(project_.decisions().decided_count(), 0U);
  EXPECT_EQ(steps.redo()->decision.kind, DecisionKind::keep);
  EXPECT_EQ(steps.redo()->decision.kind, DecisionKind::accept);
  EXPECT_EQ(steps.redo()->decision.kind, DecisionKind::exclude);
  EXPECT_FALSE(steps.redo().has_value());
  EXPECT_EQ(state(1), "exclude");
  EXPECT_EQ(steps.undo()->decision.kind, DecisionKind::exclude);
  EXPECT_EQ(state(1), "keep");
}

TEST_F(DecisionStepsTest, GoOnAfterARestart) {
  add(1, DecisionKind::keep);
  add(2, DecisionKind::accept);
  project_.decision_steps("Ada").undo();
  EXPECT_EQ(project_.decision_steps("Ada").next_redo()->decision.row, 2);
  EXPECT_EQ(project_.decision_steps("Ada").next_undo()->decision.row, 1);
  project_.decision_steps("Ada").redo();
  EXPECT_EQ(project_.decision_steps("Ada").next_undo()->decision.row, 2);
}

TEST_F(DecisionStepsTest, ANewDecisionEndsRedo) {
  add(1, DecisionKind::keep);
  DecisionSteps steps = project_.decision_steps("Ada");
  steps.undo();
  add(2, DecisionKind::accept);
  EXPECT_FALSE(steps.next_redo().has_value());
  EXPECT_EQ(steps.next_undo()->decision.row, 2);
}

TEST_F(DecisionStepsTest, ADecisionTakenBackOutOfTurnIsPassedOverAndCanBeRedone) {
  const std::int64_t first = add(1, DecisionKind::keep);
  add(2, DecisionKind::accept);
  project_.decisions().undo(first, "Ada");
  DecisionSteps steps = project_.decision_steps("Ada");
  EXPECT_EQ(steps.next_redo()->decision.row, 1);
  EXPECT_EQ(steps.undo()->decision.row, 2);
  EXPECT_FALSE(steps.undo().has_value());
  steps.redo();
  steps.redo();
  EXPECT_EQ(state(1), "keep");
  EXPECT_EQ(state(2), "accept");
}

TEST_F(DecisionStepsTest, ABatchIsTakenBackAndBroughtBackWhole) {
  project_.decisions().add_batch(
      std::vector<Decision>{make(1, DecisionKind::accept), make(2, DecisionKind::keep)});
  DecisionSteps steps = project_.decision_steps("Ada");
  EXPECT_EQ(steps.undo()->size(), 2U);
  EXPECT_EQ(project_.decisions().decided_count(), 0U);
  EXPECT_EQ(steps.redo()->size(), 2U);
  EXPECT_EQ(project_.decisions().decided_count(), 2U);
  steps.undo();
  EXPECT_EQ(project_.decisions().decided_count(), 0U);
}

TEST_F(DecisionStepsTest, WhatIsLeftOfABatchIsStillOneStep) {
  project_.decisions().add_batch(std::vector<Decision>{
      make(1, DecisionKind::accept), make(2, DecisionKind::keep), make(3, DecisionKind::keep)});
  project_.decisions().undo(2, "Ada");
  DecisionSteps steps = project_.decision_steps("Ada");
  EXPECT_EQ(project_.decisions().decided_count(), 2U);
  steps.undo();
  EXPECT_EQ(project_.decisions().decided_count(), 0U);
}

TEST_F(DecisionStepsTest, EachReviewerHasTheirOwn) {
  add(1, DecisionKind::keep, "Ada");
  add(2, DecisionKind::accept, "Grace");
  EXPECT_EQ(project_.decision_steps("Ada").next_undo()->decision.row, 1);
  EXPECT_EQ(project_.decision_steps("Grace").next_undo()->decision.row, 2);
  EXPECT_FALSE(project_.decision_steps("Linus").next_undo().has_value());
}

TEST_F(DecisionStepsTest, FollowARandomWalkLikeTwoStacks) {
  Rng rng({5});
  DecisionSteps steps = project_.decision_steps("Ada");
  std::vector<std::int64_t> undo;
  std::vector<std::int64_t> redo;
  for (int i = 0; i < 400; ++i) {
    const std::uint64_t what = rng.below(3);
    if (what == 0) {
      const auto row = static_cast<std::int64_t>(1 + rng.below(4));
      undo.push_back(row);
      redo.clear();
      add(row, DecisionKind::keep);
    } else if (what == 1) {
      const auto taken = steps.undo();
      ASSERT_EQ(taken.has_value(), !undo.empty());
      if (taken) {
        EXPECT_EQ(taken->decision.row, undo.back());
        redo.push_back(undo.back());
        undo.pop_back();
      }
    } else {
      const auto taken = steps.redo();
      ASSERT_EQ(taken.has_value(), !redo.empty());
      if (taken) {
        EXPECT_EQ(taken->decision.row, redo.back());
        undo.push_back(redo.back());
        redo.pop_back();
      }
    }
  }
}

TEST_F(DecisionStepsTest, TheHistoryListsStepsNewestFirstAndPagesOn) {
  add(1, DecisionKind::keep);
  project_.decisions().add_batch(
      std::vector<Decision>{make(2, DecisionKind::accept), make(3, DecisionKind::accept)});
  project_.decisions().undo(1, "Grace");
  HistoryQuery query;
  query.limit = 2;
  const std::vector<HistoryStep> page = project_.decision_history(query);
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].entry.kind, DecisionKind::undo);
  EXPECT_EQ(page[1].size, 2U);
  EXPECT_TRUE(page[1].in_force);
  query.before = page[1].first;
  const std::vector<HistoryStep> next = project_.decision_history(query);
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].row_id, "r1");
  EXPECT_EQ(next[0].text, "text 1");
  EXPECT_FALSE(next[0].in_force);
}

TEST_F(DecisionStepsTest, TheHistoryFindsWordsInTextIdReviewerNoteLabelAndKind) {
  Decision noted = make(1, DecisionKind::keep, "Grace");
  noted.note = "100% clear";
  project_.decisions().add(noted);
  add(2, DecisionKind::exclude);
  const auto rows_with = [&](const std::string& words) {
    HistoryQuery query;
    query.words = words;
    std::vector<std::int64_t> rows;
    for (const HistoryStep& step : project_.decision_history(query)) {
      rows.push_back(step.entry.row);
    }
    return rows;
  };
  EXPECT_THAT(rows_with("grace"), ElementsAre(1));
  EXPECT_THAT(rows_with("0% cl"), ElementsAre(1));
  EXPECT_THAT(rows_with("exclude"), ElementsAre(2));
  EXPECT_THAT(rows_with("text 2"), ElementsAre(2));
  EXPECT_THAT(rows_with("r1"), ElementsAre(1));
  EXPECT_THAT(rows_with("%"), ElementsAre(1));
  EXPECT_THAT(rows_with("zebra"), ElementsAre());
}

TEST_F(DecisionStepsTest, WhatIsInForceIsListedAsItWasAtAnyTime) {
  const std::int64_t keep = add(1, DecisionKind::keep);
  const std::int64_t accept = add(2, DecisionKind::accept);
  const std::int64_t undo = project_.decisions().undo(keep, "Ada");
  const auto ids = [&](std::int64_t up_to) {
    std::vector<std::int64_t> found;
    project_.decisions().for_each_in_force(
        [&](const Decision& decision) {
          found.push_back(decision.id);
          return true;
        },
        up_to);
    return found;
  };
  EXPECT_THAT(ids(0), ElementsAre(accept));
  EXPECT_THAT(ids(accept), ElementsAre(accept, keep));
  project_.decisions().undo(undo, "Ada");
  EXPECT_THAT(ids(0), ElementsAre(accept, keep));
}

TEST_F(DecisionStepsTest, ABatchTellsItsProgressAndStopsWithNothingStored) {
  std::vector<Decision> many;
  for (int i = 0; i < 3000; ++i) {
    many.push_back(make(1 + i % 4, DecisionKind::keep));
  }
  std::vector<std::size_t> told;
  EXPECT_THROW(project_.decisions().add_batch(many,
                                              [&](std::size_t done) {
                                                told.push_back(done);
                                                if (told.size() == 2) {
                                                  throw Interrupted();
                                                }
                                              }),
               Interrupted);
  EXPECT_THAT(told, ElementsAre(1024U, 2048U));
  EXPECT_EQ(project_.decisions().newest(), 0);
  project_.decisions().add_batch(many);
  EXPECT_EQ(project_.decisions().newest(), 3000);
}

TEST_F(DecisionStepsTest, SamplesKeepTheirRowsInOrder) {
  ReviewSample sample;
  sample.purpose = SamplePurpose::accept;
  sample.reviewer = "Ada";
  sample.threshold = 0.8;
  sample.seed = 7;
  sample.population = 4;
  const std::int64_t id = project_.review_samples().add(sample, {{3, 0}, {1, 1}});
  const ReviewSample stored = project_.review_samples().find(id);
  EXPECT_EQ(stored.threshold, 0.8);
  EXPECT_EQ(stored.population, 4U);
  EXPECT_EQ(stored.batch, 0);
  const std::vector<SampleRow> rows = project_.review_samples().rows(id);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].row, 3);
  EXPECT_EQ(rows[1].suggestion, 1);
  project_.review_samples().set_batch(id, 9);
  EXPECT_EQ(project_.review_samples().newest(SamplePurpose::accept)->batch, 9);
  EXPECT_FALSE(project_.review_samples().newest(SamplePurpose::errors_left).has_value());
  EXPECT_THROW(project_.review_samples().find(99), Error);
}

}  // namespace
}  // namespace noiseal
