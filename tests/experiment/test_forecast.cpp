// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/experiment/forecast.h"
#include "tests/experiment/lab_parts.h"

namespace noiseal {
namespace {

using test::NoisyProject;
using test::run_experiment;
using test::small_options;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ForecastTest : public testing::Test {
 protected:
  std::vector<ExperimentPlan> plans(const std::vector<ExperimentKind>& kinds) {
    std::vector<ExperimentPlan> all;
    for (const ExperimentKind kind : kinds) {
      all.push_back(make_plan(kind, options_, read_label_facts(project_)));
    }
    return all;
  }

  NoisyProject noisy_;
  Project project_ = noisy_.open();
  ExperimentOptions options_ = small_options();
};

TEST_F(ForecastTest, CountsWhatIsLeftToTrain) {
  const auto forecasts = forecast_experiments(
      project_, plans({ExperimentKind::budget, ExperimentKind::annotators}), "test");
  EXPECT_EQ(forecasts[0].runs, 10U);
  EXPECT_EQ(forecasts[0].epochs_to_train, 2U * (5 + 4 * 3));
  EXPECT_EQ(forecasts[0].epochs_not_trained, 2U * 4 * 2);
  EXPECT_EQ(forecasts[1].runs_reused, 4U);
  EXPECT_EQ(forecasts[1].epochs_to_train, 12U * 3);
  const ExperimentForecast sum = sum_of(forecasts);
  EXPECT_EQ(sum.runs, 26U);
  EXPECT_EQ(sum.epochs_to_train, 34U + 36);
  EXPECT_FALSE(sum.money_at_most);
  EXPECT_THAT(forecast_text(sum), HasSubstr("Free of charge"));
}

TEST_F(ForecastTest, AgreesWithWhatIsThenDone) {
  for (const ExperimentKind kind : all_experiments()) {
    const ExperimentForecast forecast =
        forecast_experiments(project_, plans({kind}), "test").front();
    const ExperimentResult result = run_experiment(project_, kind, options_);
    EXPECT_EQ(forecast.runs, result.runs_all);
    EXPECT_EQ(forecast.runs_reused, result.saved.runs_reused) << experiment_name(kind);
    EXPECT_EQ(forecast.epochs_not_trained, result.saved.epochs_not_trained)
        << experiment_name(kind);
  }
}

TEST_F(ForecastTest, TakesTheSpeedOfAnEarlierExperiment) {
  const auto before = forecast_experiments(project_, plans({ExperimentKind::budget}), "test");
  EXPECT_FALSE(before.front().measured);
  EXPECT_THAT(forecast_text(before.front()), HasSubstr("rough estimate"));
  run_experiment(project_, ExperimentKind::budget, options_);
  options_.seeds = {7, 8, 9};
  const auto after = forecast_experiments(project_, plans({ExperimentKind::budget}), "test");
  EXPECT_TRUE(after.front().measured);
  EXPECT_LT(*after.front().seconds, 60);
  EXPECT_GT(*after.front().seconds, 0);
}

TEST_F(ForecastTest, SaysThatNothingIsLeftOfAFinishedExperiment) {
  run_experiment(project_, ExperimentKind::rules, options_);
  const auto forecasts = forecast_experiments(project_, plans({ExperimentKind::rules}), "test");
  EXPECT_EQ(forecasts.front().epochs_to_train, 0U);
  EXPECT_EQ(forecasts.front().seconds, 0);
}

TEST_F(ForecastTest, AddsUpTheMoneyThatModelsMayCost) {
  options_.servers = {{"http://localhost:1/v1", "m"}};
  options_.recipe.budget_money = 0.5;
  auto forecast = forecast_experiments(project_, plans({ExperimentKind::annotators}), "test");
  EXPECT_EQ(forecast.front().paid_runs, 2U) << "one arm, two seeds";
  EXPECT_EQ(forecast.front().money_at_most, 1.0);
  EXPECT_THAT(forecast_text(forecast.front()), HasSubstr("at most 1.00 in money"));
  options_.recipe.budget_money.reset();
  forecast = forecast_experiments(project_, plans({ExperimentKind::annotators}), "test");
  EXPECT_FALSE(forecast.front().money_at_most);
  EXPECT_THAT(forecast_text(forecast.front()), HasSubstr("no limit is set"));
}

TEST(AForecastOfExperiments, GroupsTheDigitsOfLargeCounts) {
  ExperimentForecast forecast;
  forecast.runs = 24;
  forecast.paid_runs = 6;
  forecast.paid_rows = 120000;
  forecast.epochs_to_train = 1200;
  EXPECT_THAT(forecast_text(forecast),
              AllOf(HasSubstr("1,200 epochs to train"), HasSubstr("up to 120,000 rows in 6 runs")));
}

}  // namespace
}  // namespace noiseal
