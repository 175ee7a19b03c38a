// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/experiment/compare.h"
#include "core/experiment/definition.h"
#include "core/experiment/export.h"
#include "core/experiment/standard_error.h"

namespace noiseal {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

FigureSummary summary(Figure figure, const std::vector<double>& values, double error = 0) {
  FigureSummary result;
  result.figure = figure;
  result.standard_error = error;
  double sum = 0;
  for (const double value : values) {
    result.values.emplace_back(value);
    result.low = std::min(result.low.value_or(value), value);
    result.high = std::max(result.high.value_or(value), value);
    sum += value;
  }
  result.mean = sum / static_cast<double>(values.size());
  return result;
}

/// An experiment's result with these values of its arms' deciding figure, in the plan's order.
ExperimentResult result_of(ExperimentKind kind, Figure figure,
                           const std::vector<std::vector<double>>& values) {
  ExperimentOptions options;
  options.seeds = {1, 2};
  ExperimentResult result;
  result.plan = make_plan(kind, options, {true, true});
  EXPECT_EQ(values.size(), result.plan.arms.size());
  for (std::size_t i = 0; i < result.plan.arms.size(); ++i) {
    const Arm& arm = result.plan.arms[i];
    ArmResult& one = result.arms.emplace_back();
    one.name = arm.name;
    one.group = arm.group;
    one.place = arm.place;
    one.figures.push_back(summary(figure, values.at(i)));
  }
  return result;
}

std::string conclusion(const ExperimentResult& result) {
  return definition_of(result.plan.kind).conclude(result);
}

TEST(CompareTest, RangesThatTouchShowNoClearDifference) {
  const auto a = summary(Figure::test_best, {0.90, 0.92});
  EXPECT_EQ(compare(a, summary(Figure::test_best, {0.92, 0.95})), Comparison::unclear);
  EXPECT_EQ(compare(a, summary(Figure::test_best, {0.93, 0.95})), Comparison::worse);
  EXPECT_EQ(compare(a, summary(Figure::test_best, {0.80, 0.89})), Comparison::better);
}

TEST(CompareTest, LowerIsBetterForNoise) {
  const auto a = summary(Figure::purified_noise, {0.1, 0.2});
  EXPECT_EQ(compare(a, summary(Figure::purified_noise, {0.3, 0.4})), Comparison::better);
  EXPECT_EQ(compare(summary(Figure::asked, {1, 2}), summary(Figure::asked, {5, 6})),
            Comparison::unclear)
      << "asking more is neither good nor bad";
}

TEST(CompareTest, ASingleSeedIsJudgedByTwoStandardErrors) {
  const auto a = summary(Figure::test_best, {0.90}, 0.01);
  EXPECT_EQ(compare(a, summary(Figure::test_best, {0.93}, 0.01)), Comparison::unclear);
  EXPECT_EQ(compare(a, summary(Figure::test_best, {0.95}, 0.01)), Comparison::worse);
}

TEST(StandardErrorTest, FollowsTheFormulas) {
  EXPECT_NEAR(error_of_share(0.9, 500), 0.0134164, 1e-6);
  EXPECT_EQ(error_of_share(0.9, 0), 0);
  // Hanley and McNeil 1982: area 0.893 with 51 positives and 58 negatives has 0.032.
  EXPECT_NEAR(error_of_roc_auc(0.893, 51, 58), 0.032, 0.001);
  EXPECT_EQ(error_of_roc_auc(0.9, 0, 10), 0);
}

TEST(SeparationSentence, NamesTheBestAndWhatIsClearlyWorse) {
  const std::string text =
      conclusion(result_of(ExperimentKind::separation, Figure::roc_auc,
                           {{0.90, 0.91}, {0.80, 0.82}, {0.92, 0.94}, {0.91, 0.93}}));
  EXPECT_THAT(text, AllOf(HasSubstr("strong and weak together 0.930 (0.920 to 0.940)"),
                          HasSubstr("clearly worse: strong model alone"),
                          HasSubstr("no clear difference from two strong models together")));
}

TEST(SeparationSentence, SaysWhereNothingIsClear) {
  const std::string text =
      conclusion(result_of(ExperimentKind::separation, Figure::roc_auc,
                           {{0.90, 0.95}, {0.89, 0.94}, {0.91, 0.94}, {0.9, 0.93}}));
  EXPECT_THAT(text, StartsWith("No clear difference in ROC-AUC"));
}

TEST(BudgetSentence, NamesTheKnee) {
  EXPECT_THAT(
      conclusion(result_of(ExperimentKind::budget, Figure::test_best,
                           {{0.80, 0.82}, {0.85, 0.86}, {0.91, 0.92}, {0.9, 0.93}, {0.92, 0.93}})),
      HasSubstr("knee is at 50 %"));
  EXPECT_THAT(
      conclusion(result_of(ExperimentKind::budget, Figure::test_best,
                           {{0.90, 0.92}, {0.91, 0.92}, {0.91, 0.92}, {0.9, 0.93}, {0.92, 0.93}})),
      AllOf(HasSubstr("knee is at 0 %"), HasSubstr("No clear difference")));
}

TEST(RobustLossSentence, ComparesBothLossesUnderEachNoise) {
  const std::string text = conclusion(result_of(ExperimentKind::robust_loss, Figure::test_best,
                                                {{0.95, 0.96},
                                                 {0.95, 0.96},
                                                 {0.80, 0.81},
                                                 {0.90, 0.91},
                                                 {0.9, 0.91},
                                                 {0.7, 0.75},
                                                 {0.5, 0.6},
                                                 {0.55, 0.65}}));
  EXPECT_THAT(text, AllOf(HasSubstr("symmetric 20 %: no clear difference"),
                          HasSubstr("symmetric 40 %: reversed cross-entropy is clearly better"),
                          HasSubstr("asymmetric 20 %: cross-entropy is clearly better"),
                          HasSubstr("asymmetric 40 %: no clear difference")));
}

TEST(ToleranceSentence, SaysWhereEachLossBreaks) {
  std::vector<std::vector<double>> values(25, {0.90, 0.91});
  values[3] = {0.70, 0.71};   // reversed, uniform, 30 %
  values[23] = {0.60, 0.71};  // plain, the models' own, 50 %
  values[24] = {0.85, 0.86};  // no answers
  const std::string text =
      conclusion(result_of(ExperimentKind::tolerance, Figure::test_best, values));
  EXPECT_THAT(
      text,
      AllOf(HasSubstr("reversed cross-entropy, uniform errors: clearly worse than no answers from "
                      "30 % errors on"),
            HasSubstr("cross-entropy, the models' errors: clearly worse than no answers from 50 %"),
            HasSubstr("reversed cross-entropy, the models' errors: never clearly worse")));
}

TEST(DemonstrationsSentence, SaysWhatCorruptionDoesToTheAnswers) {
  const std::string text =
      conclusion(result_of(ExperimentKind::demonstrations, Figure::answers_right,
                           {{0.80, 0.81},
                            {0.79, 0.80},
                            {0.75, 0.76},
                            {0.6, 0.61},
                            {0.85, 0.86},
                            {0.85, 0.86},
                            {0.85, 0.86},
                            {0.7, 0.71},
                            {0.9, 0.91}}));
  EXPECT_THAT(text, AllOf(HasSubstr("neighbours: 80.5 % (80.0 % to 81.0 %) with clean"),
                          HasSubstr("with 10 % corrupted (no clear difference)"),
                          HasSubstr("with 40 % corrupted (clearly worse)"),
                          HasSubstr("without any (clearly better)")));
}

TEST(NoiseSentence, ComparesTheKindsAtEachRate) {
  std::vector<std::vector<double>> values(12, {0.90, 0.91});
  values[7] = {0.60, 0.61};
  const std::string text = conclusion(result_of(ExperimentKind::noise, Figure::test_best, values));
  EXPECT_THAT(text, AllOf(HasSubstr("At 20 % wrong labels: No clear difference"),
                          HasSubstr("clearly worse: asymmetric 40 %")));
}

TEST(ExportTest, JsonHasEveryArmWithValuesMeanAndRange) {
  ExperimentResult result = result_of(ExperimentKind::separation, Figure::roc_auc,
                                      {{0.90, 0.91}, {0.80, 0.82}, {0.92, 0.94}, {0.91, 0.93}});
  result.sentence = conclusion(result);
  const auto json = nlohmann::json::parse(experiment_to_json(result));
  EXPECT_EQ(json["experiment"], "separation");
  EXPECT_EQ(json["sentence"], result.sentence);
  ASSERT_EQ(json["arms"].size(), 4U);
  const auto& figure = json["arms"][1]["figures"]["roc_auc"];
  EXPECT_EQ(json["arms"][1]["name"], "weak model alone");
  EXPECT_EQ(figure["values"], (std::vector<double>{0.80, 0.82}));
  EXPECT_NEAR(figure["mean"].get<double>(), 0.81, 1e-12);
  EXPECT_EQ(figure["range"], (std::vector<double>{0.80, 0.82}));
  EXPECT_TRUE(json["arms"][1]["figures"]["test_best"].is_null());
  EXPECT_EQ(json["arms"][0]["recipe"]["rule"], "plain");
  const auto two = nlohmann::json::parse(experiments_to_json({result, result}));
  EXPECT_EQ(two["experiments"].size(), 2U);
}

TEST(ExportTest, CsvHasALineForEachSeed) {
  const ExperimentResult result =
      result_of(ExperimentKind::separation, Figure::roc_auc,
                {{0.5, 0.75}, {0.80, 0.82}, {0.92, 0.94}, {0.91, 0.93}});
  const std::string csv = experiments_to_csv({result});
  EXPECT_THAT(csv, StartsWith("experiment,arm,group,figure,seed,value,mean,low,high\n"
                              "separation,strong model alone,,roc_auc,1,0.5,0.625,0.5,0.75\n"
                              "separation,strong model alone,,roc_auc,2,0.75,0.625,0.5,0.75\n"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 9);
}

TEST(ExportTest, MarkdownHasTheTableTheSentenceAndTheRemarks) {
  ExperimentResult result = result_of(ExperimentKind::separation, Figure::roc_auc,
                                      {{0.5, 0.75}, {0.80, 0.82}, {0.92, 0.94}, {0.91, 0.93}});
  result.state = ExperimentState::finished;
  result.sentence = conclusion(result);
  result.remarks.emplace_back("A | bar.");
  result.arms[0].name = "a|b";
  const std::string text = experiments_to_markdown({result});
  EXPECT_THAT(text,
              AllOf(HasSubstr("| arm | ROC-AUC of wrong labels |\n|---|---:|\n"),
                    HasSubstr("| a\\|b | 0.625 (0.500 to 0.750) |"), HasSubstr(result.sentence),
                    HasSubstr("- A \\| bar."), HasSubstr("seeds 1, 2 (lowest to highest)")));
}

}  // namespace
}  // namespace noiseal
