// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/local_annotators.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "core/base/error.h"

namespace noiseal {
namespace {

using Labels = std::vector<std::int32_t>;
using Rows = std::vector<std::uint32_t>;

std::vector<Question> questions_for(const Rows& rows) {
  std::vector<Question> questions(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    questions[i].row = rows[i];
  }
  return questions;
}

std::vector<Answer> ask(Annotator& annotator, const Rows& rows, const AnnotationContext& context) {
  std::vector<Answer> answers;
  annotator.ask(
      questions_for(rows), context, [&answers](const Answer& a) { answers.push_back(a); },
      Control());
  return answers;
}

Rows first_rows(std::size_t n) {
  Rows rows(n);
  for (std::size_t i = 0; i < n; ++i) {
    rows[i] = static_cast<std::uint32_t>(i);
  }
  return rows;
}

TEST(NoAnnotator, AnswersNothing) {
  auto annotator = make_local_annotator(parse_annotator("none"), {.n_labels = 2});
  EXPECT_EQ(annotator->name(), "none");
  EXPECT_FALSE(annotator->simulated());
  EXPECT_FALSE(annotator->wants_vectors());
  EXPECT_TRUE(ask(*annotator, {0, 1}, {}).empty());
}

TEST(LlmAnnotator, IsSaidToBeMissing) {
  EXPECT_THROW(make_local_annotator(parse_annotator("llm"), {}), UsageError);
}

class NeighboursTest : public testing::Test {
 protected:
  NeighboursTest() : vectors(6, 2) {
    const float x[] = {1, 1, 0, 0, 1, -1};
    const float y[] = {0, .25F, 1, 1, 1, 0};
    for (std::size_t i = 0; i < 6; ++i) {
      vectors(i, 0) = x[i];
      vectors(i, 1) = y[i];
    }
    context.pooled = &vectors;
    context.labels = labels;
  }
  std::vector<Answer> ask_with(const Rows& reliable, const Rows& rows, std::size_t nearest) {
    context.reliable = reliable;
    auto annotator =
        make_local_annotator(parse_annotator("neighbours"), {.n_labels = 3, .nearest = nearest});
    EXPECT_TRUE(annotator->wants_vectors());
    EXPECT_FALSE(annotator->simulated());
    return ask(*annotator, rows, context);
  }
  MatrixF vectors;
  Labels labels{2, 0, 1, 1, 0, 0};
  AnnotationContext context;
};

TEST_F(NeighboursTest, VoteBySimilarity) {
  // Row 4 at 45 degrees: cosine .707 to row 0 (label 2), 2 and 3 (label 1), .857 to row 1 (label
  // 0).
  EXPECT_EQ(ask_with({0, 1, 2, 3}, {4}, 10)[0].label, 1);  // 2 x .707 against .857 and .707
  EXPECT_EQ(ask_with({0, 1, 2, 3}, {4}, 1)[0].label, 0);   // the nearest alone
  EXPECT_EQ(ask_with({0, 2}, {4}, 10)[0].label, 1);        // a tie goes to the lower label
  EXPECT_EQ(ask_with({0, 2}, {4}, 10)[0].state, AnswerState::answered);
}

TEST_F(NeighboursTest, AreUnparsableWhereNoReliableRowVotes) {
  EXPECT_EQ(ask_with({}, {4}, 10)[0].state, AnswerState::unparsable);
  EXPECT_EQ(ask_with({}, {4}, 10)[0].label, -1);
  EXPECT_EQ(ask_with({4}, {4}, 10)[0].state, AnswerState::unparsable);  // never itself
  EXPECT_EQ(ask_with({0}, {5}, 10)[0].state, AnswerState::unparsable);  // cosine -1
}

TEST_F(NeighboursTest, NeedTheVectors) {
  context.pooled = nullptr;
  EXPECT_THROW(ask_with({0}, {4}, 10), Error);
  EXPECT_EQ(ask_with({}, {4}, 10)[0].state, AnswerState::unparsable);
}

TEST_F(NeighboursTest, StopWhenAsked) {
  const Rows reliable{0};
  context.reliable = reliable;
  auto annotator = make_local_annotator(parse_annotator("neighbours"), {.n_labels = 3});
  const Control control;
  control.request_stop();
  EXPECT_THROW(annotator->ask(
                   questions_for({4}), context, [](const Answer&) {}, control),
               Interrupted);
}

constexpr std::size_t kRows = 4000;

Labels cyclic_gold() {
  Labels gold(kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    gold[i] = static_cast<std::int32_t>(i % 4);
  }
  return gold;
}

TEST(SimulatedAnnotator, IsRightAsOftenAsItSaysAndElseUniform) {
  const Labels gold = cyclic_gold();
  auto annotator = make_local_annotator(parse_annotator("simulated:0.7"),
                                        {.n_labels = 4, .seed = 3, .gold = gold});
  EXPECT_TRUE(annotator->simulated());
  EXPECT_EQ(annotator->name(), "simulated:0.7");
  std::vector<double> shift(4, 0);
  for (const Answer& answer : ask(*annotator, first_rows(kRows), {})) {
    ASSERT_EQ(answer.state, AnswerState::answered);
    shift[static_cast<std::size_t>((answer.label - gold[answer.row] + 4) % 4)] += 1.0 / kRows;
  }
  EXPECT_NEAR(shift[0], .7, .03);  // four standard errors
  for (std::size_t k = 1; k < 4; ++k) {
    EXPECT_NEAR(shift[k], .1, .02);
  }
}

TEST(SimulatedAnnotator, AnswersEachRowByItsSeedAloneWhateverElseIsAsked) {
  const Labels gold = cyclic_gold();
  const auto make = [&](std::uint64_t seed) {
    return make_local_annotator(parse_annotator("simulated:0.5"),
                                {.n_labels = 4, .seed = seed, .gold = gold});
  };
  const auto all = ask(*make(1), first_rows(200), {});
  const auto some = ask(*make(1), {150, 7}, {});
  EXPECT_EQ(some[0].label, all[150].label);
  EXPECT_EQ(some[1].label, all[7].label);
  const auto other = ask(*make(2), first_rows(200), {});
  std::size_t differ = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    differ += other[i].label != all[i].label ? 1U : 0U;
  }
  EXPECT_GT(differ, 50U);
}

TEST(SimulatedAnnotator, MakesTheModelsOwnMistakes) {
  const Labels gold = cyclic_gold();
  MatrixF p(kRows, 4, 0);
  for (std::size_t i = 0; i < kRows; ++i) {
    const auto label = static_cast<std::size_t>(gold[i]);
    const bool right = i % 2 == 0;
    p(i, right ? label : (label + 3) % 4) = .6F;
    p(i, (label + 1) % 4) += .3F;
    p(i, (label + 2) % 4) += .1F;
  }
  AnnotationContext context;
  context.p_joint = &p;
  auto annotator = make_local_annotator(parse_annotator("simulated:0.4:model"),
                                        {.n_labels = 4, .seed = 9, .gold = gold});
  std::vector<std::vector<double>> shift(2, std::vector<double>(4, 0));
  for (const Answer& answer : ask(*annotator, first_rows(kRows), context)) {
    shift[answer.row % 2][static_cast<std::size_t>((answer.label - gold[answer.row] + 4) % 4)] +=
        2.0 / kRows;
  }
  EXPECT_NEAR(shift[1][0], .4, .045);  // the models are wrong:
  EXPECT_NEAR(shift[1][3], .6, .045);  // every mistake is theirs
  EXPECT_EQ(shift[1][1] + shift[1][2], 0);
  EXPECT_NEAR(shift[0][0], .4, .045);   // the models are right:
  EXPECT_NEAR(shift[0][1], .45, .045);  // mistakes by their p, .3 to .1
  EXPECT_NEAR(shift[0][2], .15, .035);
  EXPECT_EQ(shift[0][3], 0);
}

TEST(SimulatedAnnotator, IsAlwaysRightOrAlwaysWrongAtTheEnds) {
  const Labels gold = cyclic_gold();
  MatrixF sure(kRows, 4, 0);
  for (std::size_t i = 0; i < kRows; ++i) {
    sure(i, static_cast<std::size_t>(gold[i])) = 1;  // nothing to draw a mistake from
  }
  AnnotationContext context;
  context.p_joint = &sure;
  for (const char* name :
       {"simulated:0", "simulated:0:model", "simulated:1", "simulated:1:model"}) {
    const bool right = std::string(name)[10] == '1';
    auto annotator = make_local_annotator(parse_annotator(name), {.n_labels = 4, .gold = gold});
    for (const Answer& answer : ask(*annotator, first_rows(300), context)) {
      EXPECT_EQ(answer.label == gold[answer.row], right) << name;
      EXPECT_TRUE(answer.label >= 0 && answer.label < 4);
    }
  }
}

TEST(SimulatedAnnotator, FailsOnRowsWithoutGoldAndCannotBeMadeWithoutAny) {
  auto annotator =
      make_local_annotator(parse_annotator("simulated:1"), {.n_labels = 2, .gold = {-1, 1}});
  const auto answers = ask(*annotator, {0, 1}, {});
  EXPECT_EQ(answers[0].state, AnswerState::failed);
  EXPECT_EQ(answers[1].label, 1);
  EXPECT_THROW(
      make_local_annotator(parse_annotator("simulated:1"), {.n_labels = 2, .gold = {-1, -1}}),
      Error);
  EXPECT_THROW(make_local_annotator(parse_annotator("simulated:1"), {.n_labels = 2}), Error);
}

}  // namespace
}  // namespace noiseal
