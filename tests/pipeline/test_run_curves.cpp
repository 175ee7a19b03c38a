// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/pipeline/charts_json.h"
#include "core/pipeline/epoch_charts.h"
#include "core/pipeline/project_noise.h"
#include "core/pipeline/run_curves.h"
#include "core/pipeline/run_forecast.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A finished run on fake models, read back for charts.
class RunCharts : public testing::Test {
 protected:
  test::NoisyProject noisy_;
  Project project_ = noisy_.open();
  std::int64_t run_ = test::run_to_end(project_, test::small_recipe());
  Control control_;
  RunLabels labels_ = read_run_labels(project_, run_, control_);
};

TEST_F(RunCharts, CurvesSayWhatTheReportSays) {
  const RunCurves curves = read_run_curves(project_, labels_, nullptr, control_);
  const auto report = test::report_of(project_, run_);
  ASSERT_THAT(curves.epochs, SizeIs(5));
  EXPECT_EQ(curves.planned_epochs, 5);
  EXPECT_EQ(curves.warm_up_epochs, 2);
  EXPECT_TRUE(curves.gold_known);
  for (std::size_t i = 0; i < 5; ++i) {
    const auto& entry = report["epochs"][i];
    const EpochPoint& point = curves.epochs[i];
    EXPECT_EQ(point.epoch, entry["epoch"].get<int>());
    EXPECT_EQ(point.warm_up, entry["phase"] == "warm-up");
    EXPECT_EQ(point.test_accuracy.strong.value_or(-1), entry["test_accuracy"].get<double>());
    EXPECT_EQ(point.memorised.weak.value_or(-1), entry["memorised"]["weak"].get<double>());
    ASSERT_EQ(point.sets.has_value(), entry["sets"].is_object());
    if (point.sets) {
      EXPECT_EQ((*point.sets)[1], entry["sets"]["hard"].get<std::uint64_t>());
    }
  }
}

TEST_F(RunCharts, ThresholdsStartAtOneOverTheLabels) {
  const RunCurves curves = read_run_curves(project_, labels_, nullptr, control_);
  ASSERT_TRUE(curves.epochs[0].threshold[0].has_value());
  EXPECT_NEAR(curves.epochs[0].threshold[0]->median, 0.25, 1e-6);
  EXPECT_GT(curves.epochs[4].threshold[0]->median, 0.25);
  EXPECT_LE(curves.epochs[4].threshold[0]->lower, curves.epochs[4].threshold[0]->upper);
}

TEST_F(RunCharts, FlowsAddUpToTheSetSizes) {
  const RunCurves curves = read_run_curves(project_, labels_, nullptr, control_);
  const EpochCharts charts =
      epoch_charts(labels_, read_epoch_columns(project_, run_, 4, control_), {}, control_);
  ASSERT_TRUE(charts.flows.has_value());
  for (std::size_t set = 0; set < 4; ++set) {
    const SetCounts& from = (*charts.flows)[set];
    EXPECT_EQ(std::accumulate(from.begin(), from.end(), std::uint64_t{0}),
              (*curves.epochs[2].sets)[set]);
    std::uint64_t to = 0;
    for (const SetCounts& row : *charts.flows) {
      to += row[set];
    }
    EXPECT_EQ(to, (*curves.epochs[3].sets)[set]);
  }
  EXPECT_FALSE(epoch_charts(labels_, read_epoch_columns(project_, run_, 3, control_), {}, control_)
                   .flows.has_value())
      << "the epoch before the first selection has no sets";
}

TEST_F(RunCharts, KnownEpochsAreNotComputedAgain) {
  RunCurves known = read_run_curves(project_, labels_, nullptr, control_);
  known.epochs[1].loss_range = 13;
  const RunCurves again = read_run_curves(project_, labels_, &known, control_);
  EXPECT_EQ(again.epochs[1].loss_range, 13);
}

TEST_F(RunCharts, SayInPlainWordsThatAnEpochIsNotThere) {
  EXPECT_THAT(test::error_of([&] { read_epoch_columns(project_, run_, 9, control_); }),
              AllOf(HasSubstr("no epoch 9"), HasSubstr("1 to 5")));
}

TEST_F(RunCharts, NoLongerTellCleanFromNoisyOnceTheLabelsHaveChanged) {
  NoiseSpec spec;
  spec.type = "symmetric";
  spec.rate = 0.1;
  apply_noise(project_, spec);
  const RunLabels labels = read_run_labels(project_, run_, control_);
  EXPECT_TRUE(labels.labels_changed);
  EXPECT_FALSE(labels.gold_known);
  const RunCurves curves = read_run_curves(project_, labels, nullptr, control_);
  EXPECT_FALSE(curves.epochs[0].loss_separation.strong.has_value());
}

TEST_F(RunCharts, AreOneJsonObject) {
  const RunCurves curves = read_run_curves(project_, labels_, nullptr, control_);
  const EpochCharts charts =
      epoch_charts(labels_, read_epoch_columns(project_, run_, 4, control_), {}, control_);
  const auto json = nlohmann::json::parse(charts_to_json(curves, &charts));
  EXPECT_THAT(json["epochs"], SizeIs(5));
  EXPECT_TRUE(json["epochs"][0]["sets"].is_null());
  EXPECT_EQ(json["epoch"]["loss"]["strong"]["told_apart_by"], "truth");
  std::size_t rows = 0;
  for (const auto& cell : json["epoch"]["map"]["cells"]) {
    rows += cell["rows"].get<std::size_t>();
  }
  EXPECT_EQ(rows, labels_.size());
  EXPECT_THAT(charts_to_text(curves, &charts), HasSubstr("From epoch 3"));
}

TEST(RunChartsWithoutGold, PretendToKnowNothingOfCleanAndNoisy) {
  test::NoisyProject noisy({.noise = ""});
  const Project project = noisy.open();
  const std::int64_t run = test::run_to_end(project, test::small_recipe());
  const RunLabels labels = read_run_labels(project, run, Control());
  EXPECT_FALSE(labels.gold_known);
  EXPECT_FALSE(labels.labels_changed);
  const RunCurves curves = read_run_curves(project, labels, nullptr, Control());
  EXPECT_FALSE(curves.epochs[4].memorised.strong.has_value());
  EXPECT_FALSE(curves.epochs[4].loss_separation.weak.has_value());
}

TEST_F(RunCharts, AForecastUsesTheSpeedOfAnEarlierRun) {
  const RunForecast forecast = forecast_run(project_, test::small_recipe(), 2);
  ASSERT_TRUE(forecast.seconds.has_value());
  EXPECT_EQ(forecast.measured_by_run.value_or(0), run_);
  EXPECT_EQ(forecast.epochs.all(), 5);
  EXPECT_THAT(forecast_text(forecast), HasSubstr("at the speed of run 1"));
}

TEST_F(RunCharts, AForecastIsAnEstimateWhereNoRunIsLikeIt) {
  Recipe recipe = test::small_recipe();
  recipe.train_layers = 2;
  recipe.annotator = "llm";
  recipe.budget_rows = 20;
  recipe.budget_money = 1.5;
  const RunForecast forecast = forecast_run(project_, recipe, 2);
  EXPECT_FALSE(forecast.measured_by_run.has_value());
  EXPECT_THAT(forecast_text(forecast),
              AllOf(HasSubstr("rough estimate"), HasSubstr("20 rows"), HasSubstr("1.50")));
  recipe.encoder = "another";
  EXPECT_THAT(forecast_text(forecast_run(project_, recipe, 2)), HasSubstr("No estimate of time"));
}

TEST(RunForecastText, GroupsTheDigitsOfLargeCounts) {
  RunForecast forecast;
  forecast.trained_rows = 4898;
  forecast.asked_at_most = 12345;
  EXPECT_THAT(forecast_text(forecast),
              AllOf(HasSubstr("on 4,898 rows"), HasSubstr("At most 12,345 rows asked")));
}

TEST(RunForecastText, SaysWhyTheWarmUpIsLongerThanTheRecipesOwn) {
  RunForecast forecast;
  forecast.epochs = {.warm_up = 4, .noise_aware = 4, .added_warm_up = 2};
  EXPECT_THAT(forecast_text(forecast), HasSubstr("2 of the warm-up added"));
  forecast.epochs.added_warm_up = 0;
  EXPECT_THAT(forecast_text(forecast), testing::Not(HasSubstr("added")));
}

}  // namespace
}  // namespace noiseal
