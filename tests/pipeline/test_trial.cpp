// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/pipeline/trained_epochs.h"
#include "core/pipeline/training_run.h"
#include "core/pipeline/trial.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using test::fake_parts;
using test::FakeWatch;
using test::figures_trace_of;
using test::NoisyProject;
using test::run_to_end;
using test::small_recipe;

/// In memory, as bytes.
class Shelf final : public WarmUpShelf {
 public:
  std::optional<SharedWarmUp> find(const std::string& key) override {
    const auto found = kept.find(key);
    if (found == kept.end()) {
      return std::nullopt;
    }
    SharedWarmUp warm_up = found->second;
    warm_up.epochs = load_trained_epochs(save_trained_epochs(warm_up.epochs));
    return warm_up;
  }
  [[nodiscard]] bool wants(const std::string& key) const override { return !kept.contains(key); }
  void keep(const std::string& key, SharedWarmUp warm_up) override {
    kept.emplace(key, std::move(warm_up));
  }
  std::map<std::string, SharedWarmUp> kept;
};

class TrialTest : public testing::Test {
 protected:
  std::int64_t run(const std::shared_ptr<FakeWatch>& watch = nullptr) {
    RunParts parts = fake_parts(watch);
    parts.trial = &trial_;
    return start_run(project_, recipe_, UseDecisions::no, parts, nullptr, Control());
  }

  NoisyProject noisy_;
  Project project_ = noisy_.open();
  Recipe recipe_ = small_recipe();
  Trial trial_;
  Shelf shelf_;
};

TEST_F(TrialTest, KeepsNothingOfItsModels) {
  const std::int64_t id = run();
  EXPECT_FALSE(project_.checkpoints().facts(id, "best"));
  EXPECT_FALSE(project_.checkpoints().facts(id, "last"));
  EXPECT_EQ(figures_trace_of(project_, id),
            figures_trace_of(project_, run_to_end(project_, recipe_)));
}

TEST_F(TrialTest, GoesOnFromTheWarmUpOfAnotherAsIfItHadTrainedIt) {
  trial_.shelf = &shelf_;
  recipe_.annotator = "neighbours";
  recipe_.weight_average = 0.9;
  recipe_.predictions_per_epoch = 2;
  for (const Correction correction : {Correction::none, Correction::forward}) {
    recipe_.correction = correction;
    recipe_.rule = Rule::agreement;
    recipe_.lambda = 0.5;
    run();
    for (const Rule rule : {Rule::given_label, Rule::mixture, Rule::plain, Rule::agreement}) {
      recipe_.rule = rule;
      recipe_.lambda = 0.9;
      const auto watch = std::make_shared<FakeWatch>();
      const std::int64_t shared = run(watch);
      const auto trained = std::ranges::find_if(watch->moments, [](const test::FakeMoment& moment) {
        return moment.kind == test::FakeMoment::Kind::train_strong;
      });
      EXPECT_EQ(trained->epoch, 3);
      EXPECT_EQ(test::facts_of(project_, shared).shared_epochs, 2);
      EXPECT_GT(test::facts_of(project_, shared).shared_seconds, 0);
      EXPECT_EQ(figures_trace_of(project_, shared),
                figures_trace_of(project_, run_to_end(project_, recipe_)));
    }
  }
  EXPECT_EQ(shelf_.kept.size(), 2U);
}

TEST_F(TrialTest, APlainRunLeavesAWarmUpForTheOthers) {
  trial_.shelf = &shelf_;
  recipe_.rule = Rule::plain;
  run();
  recipe_.rule = Rule::agreement;
  const std::int64_t shared = run();
  EXPECT_EQ(test::facts_of(project_, shared).shared_epochs, 2);
  EXPECT_EQ(figures_trace_of(project_, shared),
            figures_trace_of(project_, run_to_end(project_, recipe_)));
}

TEST_F(TrialTest, SharesNothingWhereTheWarmUpDiffers) {
  const auto key = [&](const Recipe& recipe, const std::string& rows = "rows") {
    return warm_up_start(recipe, 200, rows).key;
  };
  const std::string usual = key(recipe_);
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"seed", "2"},
                                          {"batch", "8"},
                                          {"learning_rate", "0.1"},
                                          {"weak_learning_rate", "0.1"},
                                          {"second_model", "two-strong"},
                                          {"weight_average", "0.5"},
                                          {"predictions_per_epoch", "2"},
                                          {"warm_up_epochs", "3"},
                                          {"correction", "forward"},
                                          {"schedule", "linear"}}) {
    Recipe other = recipe_;
    set_recipe_value(other, name, value);
    EXPECT_NE(key(other), usual) << name;
  }
  EXPECT_NE(key(recipe_, "other rows"), usual);
  for (const auto& [name, value] : std::map<std::string, std::string>{{"rule", "mixture"},
                                                                      {"lambda", "0.1"},
                                                                      {"sigma", "0.4"},
                                                                      {"annotator", "neighbours"},
                                                                      {"p_loss", "off"},
                                                                      {"noise_aware_epochs", "7"},
                                                                      {"llm_model", "m"}}) {
    Recipe other = recipe_;
    set_recipe_value(other, name, value);
    EXPECT_EQ(key(other), usual) << name;
  }
  Recipe linear = recipe_;
  linear.schedule = Schedule::linear;
  Recipe longer = linear;
  longer.noise_aware_epochs = 7;
  EXPECT_NE(key(linear), key(longer)) << "the learning rate falls over the whole run";
}

TEST_F(TrialTest, WrongDemonstrationsSpoilTheNeighboursVotes) {
  recipe_.annotator = "neighbours";
  recipe_.acceptance = Acceptance::overwrite;
  double before = 1;
  for (const double corrupted : {0.0, 0.4, 0.8}) {
    trial_.demonstrations.corrupted = corrupted;
    const std::int64_t id = run();
    const SplitLabels labels = project_.rows().read_labels(Split::train);
    double right = 0;
    double all = 0;
    for (const AnswerRecord& answer : project_.answers().all(id)) {
      right += answer.label == labels.gold.at(answer.index) ? 1 : 0;
      ++all;
    }
    ASSERT_GT(all, 10);
    EXPECT_LT(right / all, before + 1e-9) << corrupted;
    before = right / all;
  }
  EXPECT_LT(before, 0.5);
}

TEST_F(TrialTest, ASwayedSimulatedAnnotatorCopiesTheNearestDemonstration) {
  recipe_.annotator = "simulated:1";
  recipe_.demonstrations = 5;
  trial_.demonstrations = {0.5, 0.6};
  const std::int64_t id = run();
  std::size_t copied = 0;
  std::size_t all = 0;
  const SplitLabels labels = project_.rows().read_labels(Split::train);
  for (const AnswerRecord& answer : project_.answers().all(id)) {
    const auto shown = nlohmann::json::parse(answer.demonstrations);
    ASSERT_FALSE(shown.empty());
    ++all;
    if (answer.raw.empty()) {
      EXPECT_EQ(answer.label, labels.gold.at(answer.index)) << "on its own it is always right";
    } else {
      ++copied;
      EXPECT_EQ(answer.label, shown.back()["label"]);
    }
  }
  EXPECT_NEAR(static_cast<double>(copied) / static_cast<double>(all), 0.6, 0.2);
}

}  // namespace
}  // namespace noiseal
