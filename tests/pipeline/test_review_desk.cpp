// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/pipeline/review_desk.h"
#include "core/pipeline/reviewers.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::ProjectFiles;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kTrain =
    "id,text,label,channel\nr1,one,a,email\nr2,two,b,\nr3,three,a,phone\nr4,four,b,email\n";

class ReviewDeskTest : public testing::Test {
 protected:
  ReviewDeskTest() {
    RunRecord record;
    record.labels = {"a", "b"};
    run_ = project_.runs().add(record, std::vector<std::int64_t>{4, 3, 2, 1});  // its own order
    for (int epoch = 1; epoch <= 3; ++epoch) {
      const float step = 0.1F * static_cast<float>(epoch);
      const std::vector<float> given{0.9F, 0.5F, 0.5F, step};
      const std::vector<float> best{0.9F, 0.5F, 0.5F, 1 - step};
      const std::vector<std::uint16_t> labels{1, 0, 1, std::uint16_t(epoch == 1 ? 0 : 1)};
      EpochCommit commit;
      commit.epoch = {epoch, "warm-up", "{}", 0};
      commit.signals = {{"strong", "p_given", std::span(given)},
                        {"strong", "p_max", std::span(best)},
                        {"strong", "argmax", std::span(labels)}};
      project_.runs().commit_epoch(run_, commit);
    }
    std::vector<RowScore> scores(4);
    for (std::size_t i = 0; i < 4; ++i) {
      scores[i].row = static_cast<std::int64_t>(i) + 1;
      scores[i].score = 0.9 - 0.1 * static_cast<double>(i);
      scores[i].suggestion = i == 3 ? -1 : static_cast<std::int32_t>((i + 1) % 2);
    }
    project_.scores().replace(run_, scores);
    AnswerRecord answer;
    answer.index = 3;
    answer.state = 0;
    answer.label = 1;
    answer.raw = "b";
    answer.demonstrations = R"([{"row": 0, "label": 1, "similarity": 0.75}])";
    project_.answers().add(run_, answer);
  }
  ReviewDesk desk(const std::string& reviewer = "Ada") {
    return ReviewDesk(project_, run_, reviewer, Control());
  }
  static QueueQuery by_score() { return {.order = QueueOrder::score}; }

  ProjectFiles files_{kTrain};
  Project project_ = files_.project();
  std::int64_t run_ = 0;
};

TEST_F(ReviewDeskTest, ACardHasEveryWitnessTheOtherColumnsAndTheBiography) {
  ReviewDesk desk = this->desk();
  const ReviewCard card = desk.apply(by_score()).card.value();
  EXPECT_EQ(card.row.text, "one");
  EXPECT_EQ(card.file_name, "train.csv");
  ASSERT_EQ(card.others.size(), 1U);
  EXPECT_EQ(card.others[0].name, "channel");
  EXPECT_EQ(card.others[0].value, "email");
  EXPECT_EQ(card.strong.label, 1);
  EXPECT_NEAR(card.strong.probability, 0.7, 1e-6);
  EXPECT_NEAR(card.strong.given_probability, 0.3, 1e-6);
  EXPECT_EQ(card.strong.since_epoch, 2);
  EXPECT_EQ(card.weak.label, -1);
  EXPECT_EQ(card.biography.strong_given.size(), 3U);
  EXPECT_NEAR(card.biography.strong_given[0], 0.1, 1e-6);
  EXPECT_TRUE(std::isnan(card.biography.weak_given[0]));
  ASSERT_EQ(card.demonstrations.size(), 1U);
  EXPECT_EQ(card.demonstrations[0].text, "four");
  EXPECT_EQ(card.answer->raw, "b");
}

TEST_F(ReviewDeskTest, DecidingStoresWhatWasOnScreenAndShowsTheNextUndecidedRow) {
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  Choice choice;
  choice.kind = DecisionKind::accept;
  choice.note = "clear";
  choice.milliseconds = 1500;
  const DeskView view = desk.decide(choice);
  EXPECT_EQ(view.card->row.id, 2);
  EXPECT_EQ(view.counts.decided, 1U);
  EXPECT_EQ(view.counts.all, 4U);
  EXPECT_EQ(view.said, "Decision 1 saved");
  EXPECT_TRUE(view.can_undo);
  const Decision stored = project_.decisions().find(1);
  EXPECT_EQ(stored.to_label, 1);
  EXPECT_EQ(stored.milliseconds, 1500);
  EXPECT_EQ(stored.note, "clear");
  EXPECT_THAT(stored.context, HasSubstr("\"order\":\"score\""));
  EXPECT_EQ(stored_screen(stored.context).suggestion, "b");
}

TEST_F(ReviewDeskTest, ALabelThatIsTheGivenOneIsAKeep) {
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  desk.decide({.kind = DecisionKind::label, .label = 0});
  EXPECT_EQ(project_.decisions().current(1)->kind, DecisionKind::keep);
  desk.decide({.kind = DecisionKind::label, .label = 0});
  EXPECT_EQ(project_.decisions().current(2)->kind, DecisionKind::accept);
}

TEST_F(ReviewDeskTest, SkipAndFlagMoveOnWithoutDeciding) {
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  EXPECT_EQ(desk.decide({.kind = DecisionKind::skip}).card->row.id, 2);
  const DeskView view = desk.decide({.kind = DecisionKind::flag});
  EXPECT_EQ(view.card->row.id, 3);
  EXPECT_EQ(view.counts.decided, 0U);
  EXPECT_TRUE(desk.show_row(2).card->flagged);
}

TEST_F(ReviewDeskTest, ARowWithoutSuggestionCanNotBeAccepted) {
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  desk.show(3);
  EXPECT_THAT(error_of([&] { desk.decide({.kind = DecisionKind::accept}); }),
              HasSubstr("no suggestion"));
  EXPECT_EQ(project_.decisions().newest(), 0);
}

TEST_F(ReviewDeskTest, UndoGoesBackToTheRowAlsoAfterARestart) {
  {
    ReviewDesk desk = this->desk();
    desk.apply(by_score());
    desk.decide({.kind = DecisionKind::keep});
    desk.decide({.kind = DecisionKind::exclude});
  }
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  DeskView view = desk.undo();
  EXPECT_EQ(view.card->row.id, 2);
  EXPECT_EQ(view.said, "Taken back: exclude");
  view = desk.undo();
  EXPECT_EQ(view.card->row.id, 1);
  EXPECT_FALSE(view.can_undo);
  EXPECT_TRUE(view.can_redo);
  EXPECT_EQ(desk.undo().said, "Nothing is left to undo");
  desk.redo();
  EXPECT_EQ(project_.decisions().current(1)->kind, DecisionKind::keep);
}

TEST_F(ReviewDeskTest, WhenEveryRowIsDecidedNoneIsShown) {
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  DeskView view;
  for (int i = 0; i < 4; ++i) {
    view = desk.decide({.kind = DecisionKind::keep});
  }
  EXPECT_FALSE(view.card.has_value());
  EXPECT_EQ(view.counts.decided, 4U);
  EXPECT_THAT(error_of([&] { desk.decide({.kind = DecisionKind::keep}); }), HasSubstr("No row"));
}

TEST_F(ReviewDeskTest, ManyRowsAreDecidedAsOneStepThatIsPreviewedFirst) {
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  const Choice accept{.kind = DecisionKind::accept};
  EXPECT_EQ(bulk_sentence(desk.preview_many({0, 1, 3, 99}, accept), {"a", "b"}),
            "2 rows: 1 a -> b, 1 b -> a; 1 left out, they have no suggestion");
  EXPECT_EQ(project_.decisions().newest(), 0);
  DeskView view = desk.decide_many({0, 1, 3}, accept);
  EXPECT_EQ(view.counts.decided, 2U);
  view = desk.undo();
  EXPECT_EQ(view.counts.decided, 0U);
  EXPECT_EQ(view.said, "Taken back: a step of 2 decisions");
}

TEST_F(ReviewDeskTest, LinesFollowTheQueueAndSayWhatWasDecided) {
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  desk.decide({.kind = DecisionKind::exclude});
  std::vector<std::string> ids;
  const std::vector<QueueLine> lines = desk.lines(0, 3);
  for (const QueueLine& line : lines) {
    ids.push_back(line.shown_id);
  }
  EXPECT_THAT(ids, ElementsAre("r1", "r2", "r3"));
  EXPECT_EQ(lines[0].kind, DecisionKind::exclude);
  EXPECT_FALSE(lines[1].kind.has_value());
  EXPECT_EQ(lines[1].suggestion, 0);
}

TEST_F(ReviewDeskTest, ASecondReviewerGoesThroughTheRowsThatTheFirstHasDecided) {
  ReviewDesk ada = desk("Ada");
  ada.apply(by_score());
  for (int i = 0; i < 4; ++i) {
    ada.decide({.kind = DecisionKind::keep});
  }
  ReviewDesk grace = desk("Grace");
  DeskView view =
      grace.apply({.order = QueueOrder::score, .state = QueueState::any, .not_yet_by = "Grace"});
  EXPECT_EQ(view.counts.decided, 0U);
  EXPECT_EQ(view.counts.all, 4U);
  EXPECT_EQ(view.card->row.id, 1);
  view = grace.decide({.kind = DecisionKind::exclude});
  EXPECT_EQ(view.card->row.id, 2);
  EXPECT_EQ(view.counts.decided, 1U);
  EXPECT_EQ(grace.undo().counts.decided, 0U);
  EXPECT_EQ(grace.redo().counts.decided, 1U);
  view = grace.decide_many({1, 2, 3}, {.kind = DecisionKind::keep});
  EXPECT_EQ(view.counts.decided, 4U);
}

TEST_F(ReviewDeskTest, AnotherReviewerHasAnUndoOfTheirOwn) {
  ReviewDesk desk = this->desk("Ada");
  desk.apply(by_score());
  EXPECT_TRUE(desk.decide({.kind = DecisionKind::keep}).can_undo);
  EXPECT_FALSE(desk.set_reviewer("Grace").can_undo);
  EXPECT_TRUE(desk.set_reviewer("Ada").can_undo);
}

TEST_F(ReviewDeskTest, AConflictIsSettledWithoutLeavingTheRowThatIsShown) {
  ReviewDesk ada = desk("Ada");
  ada.apply(by_score());
  ada.decide({.kind = DecisionKind::keep});
  ReviewDesk grace = desk("Grace");
  grace.show_row(1);
  grace.decide({.kind = DecisionKind::exclude});
  ASSERT_EQ(compare_reviewers(project_).conflicts.size(), 1U);
  ReviewDesk linus = desk("Linus");
  linus.show_row(3);
  EXPECT_THAT(error_of([&] { linus.settle(1, {.kind = DecisionKind::skip}); }),
              HasSubstr("settled by a label"));
  const DeskView view = linus.settle(1, {.kind = DecisionKind::label, .label = 1, .note = "why"});
  EXPECT_EQ(view.card->row.id, 3);
  EXPECT_TRUE(compare_reviewers(project_).conflicts.empty());
  const CurrentDecision settled = project_.decisions().current(1).value();
  EXPECT_EQ(settled.reviewer, "Linus");
  EXPECT_EQ(settled.note, "why");
  EXPECT_EQ(stored_screen(settled.context).mode, "settle");
}

TEST_F(ReviewDeskTest, LookingThroughDecidedRowsGoesOnToTheNextOne) {
  ReviewDesk desk = this->desk();
  desk.apply(by_score());
  desk.decide({.kind = DecisionKind::keep});
  desk.decide({.kind = DecisionKind::keep});
  desk.apply({.order = QueueOrder::score, .state = QueueState::decided});
  EXPECT_EQ(desk.decide({.kind = DecisionKind::exclude}).card->row.id, 2);
}

}  // namespace
}  // namespace noiseal
