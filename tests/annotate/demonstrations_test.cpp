// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/demonstrations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"

namespace noiseal {
namespace {

using Labels = std::vector<std::int32_t>;
using Rows = std::vector<std::uint32_t>;

/// Rows on a half circle: row i at i x 10 degrees, so that nearness to row 0 falls with i.
MatrixF half_circle(std::size_t n) {
  MatrixF vectors(n, 2);
  for (std::size_t i = 0; i < n; ++i) {
    vectors(i, 0) = static_cast<float>(std::cos(static_cast<double>(i) * 0.1745329));
    vectors(i, 1) = static_cast<float>(std::sin(static_cast<double>(i) * 0.1745329));
  }
  return vectors;
}

Rows rows_of(const Question& question) {
  Rows rows;
  for (const auto& demonstration : question.demonstrations) {
    rows.push_back(demonstration.row);
  }
  return rows;
}

class Demonstrations : public testing::Test {
 protected:
  Demonstrations() {
    context.pooled = &vectors;
    context.reliable = reliable;
    context.labels = labels;
  }
  std::vector<Question> make(std::size_t count) {
    return make_questions(Rows{0}, context, {.count = count}, Control());
  }
  MatrixF vectors = half_circle(10);
  Labels labels{2, 0, 0, 0, 1, 1, 0, 2, 2, 2};
  Rows reliable{1, 2, 3, 4, 5, 6, 7, 8};  // not row 9, not the question
  AnnotationContext context;
};

TEST_F(Demonstrations, AreTheNearestSpreadOverLabelsWithTheNearestLast) {
  // Turn 1: 1 (label 0), 4 (label 1), 7 (label 2); turn 2: 2, 5, 8.
  EXPECT_EQ(rows_of(make(3)[0]), (Rows{7, 4, 1}));
  EXPECT_EQ(rows_of(make(4)[0]), (Rows{7, 4, 2, 1}));
  EXPECT_EQ(rows_of(make(2)[0]), (Rows{4, 1}));
  EXPECT_EQ(make(3)[0].demonstrations[2].label, 0);
  EXPECT_NEAR(make(3)[0].demonstrations[2].similarity, std::cos(0.1745329), 1e-5);
}

TEST_F(Demonstrations, GoOnWithTheLabelsThatStillHaveRows) {
  EXPECT_EQ(rows_of(make(50)[0]), (Rows{8, 7, 6, 5, 4, 3, 2, 1}));
}

TEST_F(Demonstrations, NeverIncludeTheRowItself) {
  const auto questions = make_questions(Rows{4}, context, {.count = 50}, Control());
  const Rows rows = rows_of(questions[0]);
  EXPECT_EQ(rows.size(), 7U);
  EXPECT_EQ(std::count(rows.begin(), rows.end(), 4U), 0);
}

TEST_F(Demonstrations, AreNoneForZeroShotOrWithoutReliableRows) {
  EXPECT_TRUE(make(0)[0].demonstrations.empty());
  EXPECT_EQ(make(0)[0].row, 0U);
  context.reliable = {};
  EXPECT_TRUE(make(5)[0].demonstrations.empty());
}

TEST_F(Demonstrations, RefuseMoreThanFiftyAndMissingVectors) {
  EXPECT_THROW(make(51), UsageError);
  context.pooled = nullptr;
  EXPECT_THROW(make(5), Error);
}

TEST_F(Demonstrations, CountThoseThatTheModelsDeny) {
  const auto questions = make(3);  // rows 7, 4, 1 with labels 2, 1, 0
  Labels joint = labels;
  joint[4] = 0;
  const auto facts = demonstration_facts(questions, joint);
  EXPECT_EQ(facts.shown, 3U);
  EXPECT_EQ(facts.denied, 1U);
}

TEST(CorruptedDemonstrations, ReplaceTheGivenShareTheSameInEveryQuestion) {
  Rng rng({5});
  const std::size_t n = 600;
  MatrixF vectors(n, 8);
  for (float& value : vectors.values()) {
    value = static_cast<float>(rng.normal());
  }
  Labels labels(n);
  Rows all(n);
  for (std::size_t i = 0; i < n; ++i) {
    labels[i] = static_cast<std::int32_t>(i % 5);
    all[i] = static_cast<std::uint32_t>(i);
  }
  AnnotationContext context;
  context.pooled = &vectors;
  context.reliable = all;
  context.labels = labels;
  const DemonstrationOptions options{
      .count = 10, .corrupted_share = .3, .n_labels = 5, .seed = 2, .threads = 2};
  Labels shown(n, -1);
  for (const Question& question : make_questions(all, context, options, Control())) {
    ASSERT_EQ(question.demonstrations.size(), 10U);
    std::set<std::uint32_t> once;
    for (const auto& demonstration : question.demonstrations) {
      EXPECT_TRUE(once.insert(demonstration.row).second);
      EXPECT_TRUE(demonstration.label >= 0 && demonstration.label < 5);
      std::int32_t& before = shown[demonstration.row];
      EXPECT_TRUE(before == -1 || before == demonstration.label);
      before = demonstration.label;
    }
  }
  double replaced = 0;
  double seen = 0;
  for (std::size_t i = 0; i < n; ++i) {
    seen += shown[i] >= 0 ? 1 : 0;
    replaced += shown[i] >= 0 && shown[i] != labels[i] ? 1 : 0;
  }
  EXPECT_GT(seen, 500);
  EXPECT_NEAR(replaced / seen, .3, .08);
}

}  // namespace
}  // namespace noiseal
