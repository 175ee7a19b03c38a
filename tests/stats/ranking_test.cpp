// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/ranking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "tests/stats/references.h"

namespace noiseal {
namespace {

using Flags = std::vector<std::uint8_t>;

struct Case {
  std::vector<float> scores;
  Flags positive;
};
Case case_of(const nlohmann::json& reference) {
  return {reference["scores"].get<std::vector<float>>(), reference["positive"].get<Flags>()};
}

TEST(Ranking, RocAucAndAveragePrecisionEqualScikitLearnsAlsoWithTies) {
  for (const auto& reference : test::references()["ranking"]) {
    const Case sample = case_of(reference);
    EXPECT_NEAR(roc_auc(sample.scores, sample.positive).value(), reference["roc_auc"].get<double>(),
                1e-12);
    EXPECT_NEAR(average_precision(sample.scores, sample.positive).value(),
                reference["average_precision"].get<double>(), 1e-12);
  }
}

TEST(Ranking, CurvesEqualScikitLearns) {
  for (const auto& reference : test::references()["ranking"]) {
    const Case sample = case_of(reference);
    const auto roc = roc_curve(sample.scores, sample.positive, 1000);
    ASSERT_EQ(roc.size(), reference["fpr"].size());
    for (std::size_t i = 0; i < roc.size(); ++i) {
      EXPECT_NEAR(roc[i].x, reference["fpr"][i].get<double>(), 1e-12);
      EXPECT_NEAR(roc[i].y, reference["tpr"][i].get<double>(), 1e-12);
    }
    const auto curve = precision_recall_curve(sample.scores, sample.positive, 1000);
    ASSERT_GE(curve.size(), reference["recall"].size());
    for (std::size_t i = 0; i < reference["recall"].size(); ++i) {
      EXPECT_NEAR(curve[i].x, reference["recall"][i].get<double>(), 1e-12);
      EXPECT_NEAR(curve[i].y, reference["precision"][i].get<double>(), 1e-12);
    }
  }
}

TEST(Ranking, TheOrderOfTheRowsDoesNotMatter) {
  Case sample = case_of(test::references()["ranking"][1]);
  const double auc = roc_auc(sample.scores, sample.positive).value();
  const double at = precision_at(sample.scores, sample.positive, 10).value();
  std::reverse(sample.scores.begin(), sample.scores.end());
  std::reverse(sample.positive.begin(), sample.positive.end());
  EXPECT_DOUBLE_EQ(roc_auc(sample.scores, sample.positive).value(), auc);
  EXPECT_DOUBLE_EQ(precision_at(sample.scores, sample.positive, 10).value(), at);
}

TEST(Ranking, EqualScoresEverywhereRankNothing) {
  const std::vector<float> scores(4, 1.0F);
  const Flags positive{1, 0, 0, 0};
  EXPECT_DOUBLE_EQ(roc_auc(scores, positive).value(), 0.5);
  EXPECT_DOUBLE_EQ(average_precision(scores, positive).value(), 0.25);
  EXPECT_DOUBLE_EQ(precision_at(scores, positive, 2).value(), 0.25);
}

TEST(Ranking, PrecisionAtKCountsTheHighestScoresAndSharesTies) {
  const std::vector<float> scores{9, 8, 7, 7, 1};
  const Flags positive{1, 0, 1, 0, 1};
  EXPECT_DOUBLE_EQ(precision_at(scores, positive, 1).value(), 1);
  EXPECT_DOUBLE_EQ(precision_at(scores, positive, 2).value(), 0.5);
  EXPECT_DOUBLE_EQ(precision_at(scores, positive, 3).value(), 0.5);
  EXPECT_DOUBLE_EQ(precision_at(scores, positive, 5).value(), 0.6);
  EXPECT_FALSE(precision_at(scores, positive, 6).has_value());
  EXPECT_FALSE(precision_at(scores, positive, 0).has_value());
}

TEST(Ranking, WithoutBothKindsThereIsNoFigure) {
  const std::vector<float> scores{1, 2};
  EXPECT_FALSE(roc_auc(scores, Flags{1, 1}).has_value());
  EXPECT_FALSE(roc_auc(scores, Flags{0, 0}).has_value());
  EXPECT_FALSE(average_precision(scores, Flags{0, 0}).has_value());
  EXPECT_DOUBLE_EQ(average_precision(scores, Flags{1, 1}).value(), 1);
  EXPECT_FALSE(roc_auc({}, {}).has_value());
  EXPECT_TRUE(roc_curve(scores, Flags{1, 1}, 10).empty());
  EXPECT_TRUE(precision_recall_curve(scores, Flags{0, 0}, 10).empty());
}

TEST(Ranking, RefusesScoresThatAreNotNumbers) {
  EXPECT_THROW(roc_auc(std::vector<float>{1, NAN}, Flags{0, 1}), Error);
  EXPECT_THROW(roc_auc(std::vector<float>{1, 2}, Flags{0}), Error);
}

double area_under(const std::vector<CurvePoint>& points) {
  double area = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    area += (points[i].x - points[i - 1].x) * (points[i].y + points[i - 1].y) / 2;
  }
  return area;
}

TEST(Ranking, AThinnedCurveKeepsItsEndsOrderAndShape) {
  Rng rng({5, 1});
  Case sample;
  for (int i = 0; i < 5000; ++i) {
    const bool positive = rng.uniform() < 0.3;
    sample.positive.push_back(positive ? 1 : 0);
    sample.scores.push_back(static_cast<float>(rng.normal() + (positive ? 1.5 : 0)));
  }
  const auto points = roc_curve(sample.scores, sample.positive, 200);
  ASSERT_EQ(points.size(), 200U);
  EXPECT_EQ(points.front().x, 0);
  EXPECT_EQ(points.front().y, 0);
  EXPECT_EQ(points.back().x, 1);
  EXPECT_EQ(points.back().y, 1);
  EXPECT_TRUE(std::is_sorted(points.begin(), points.end(),
                             [](const auto& a, const auto& b) { return a.x < b.x; }));
  EXPECT_NEAR(area_under(points), roc_auc(sample.scores, sample.positive).value(), 1e-3);
}

}  // namespace
}  // namespace noiseal
