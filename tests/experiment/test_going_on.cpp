// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "core/base/error.h"
#include "core/experiment/scratch_project.h"
#include "tests/experiment/lab_parts.h"

namespace noiseal {
namespace {

using test::fake_lab;
using test::FakeWatch;
using test::figures_of;
using test::NoisyProject;
using test::run_experiment;
using test::small_options;
using test::untouched_parts;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ExperimentOptions two_seeds() {
  ExperimentOptions options = small_options();
  options.recipe.noise_aware_epochs = 1;
  return options;
}

std::int64_t queue(const Project& project, ExperimentKind kind) {
  return queue_experiment(project, make_plan(kind, two_seeds(), read_label_facts(project)), "test");
}

/// What an experiment has that is never interrupted, and the moments of its models.
struct Whole {
  std::string figures;
  std::size_t moments = 0;
};
Whole whole_experiment(ExperimentKind kind) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const auto watch = std::make_shared<FakeWatch>();
  const ExperimentResult result = run_experiment(project, kind, two_seeds(), fake_lab(watch));
  return {figures_of(project, result.id), watch->moments.size()};
}

TEST(AStoppedExperiment, GoesOnWithTheRunThatWasAtWork) {
  const Whole whole = whole_experiment(ExperimentKind::budget);
  for (const std::size_t part : {1U, 3U, 5U}) {
    NoisyProject noisy;
    const Project project = noisy.open();
    const std::int64_t id = queue(project, ExperimentKind::budget);
    const auto watch = std::make_shared<FakeWatch>();
    watch->stop_at(whole.moments * part / 6);
    EXPECT_THROW(run_experiments(project, {}, fake_lab(watch), nullptr, Control()), Interrupted);
    EXPECT_EQ(project.experiments().find(id).state, ExperimentState::stopped);
    EXPECT_FALSE(std::filesystem::exists(ScratchProject::path_for(project.path())));
    const ExperimentResult half = read_experiment(project, id);
    EXPECT_LT(half.runs_done, half.runs_all);
    EXPECT_THAT(half.sentence, IsEmpty());

    std::size_t begun_after = 999;
    run_experiments(
        project, {}, fake_lab(),
        [&](const ExperimentEvent& event) {
          if (const auto* begun = std::get_if<ExperimentBegun>(&event)) {
            begun_after = begun->runs_done;
          }
        },
        Control());
    EXPECT_EQ(begun_after, half.runs_done);
    EXPECT_EQ(figures_of(project, id), whole.figures);
    EXPECT_EQ(project.experiments().find(id).state, ExperimentState::finished);
  }
}

TEST(AKilledExperiment, LosesAtMostTheRunAtWork) {
  const Whole whole = whole_experiment(ExperimentKind::budget);
  for (const std::size_t moment : {whole.moments / 10, whole.moments / 2, whole.moments - 2}) {
    NoisyProject noisy;
    std::string before;
    std::int64_t id = 0;
    {
      const Project project = noisy.open();
      before = untouched_parts(project);
      id = queue(project, ExperimentKind::budget);
    }
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto watch = std::make_shared<FakeWatch>();
      watch->trouble_at = moment;
      watch->trouble = [](const Control&) { _exit(9); };
      const Project project = noisy.open();
      run_experiments(project, {id}, fake_lab(watch), nullptr, Control());
      _exit(1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ(WEXITSTATUS(status), 9);

    const Project project = noisy.open();
    EXPECT_EQ(project.experiments().find(id).state, ExperimentState::running);
    EXPECT_THAT(experiments_to_do(project), ElementsAre(id));
    const auto watch = std::make_shared<FakeWatch>();
    run_experiments(project, {}, fake_lab(watch), nullptr, Control());
    EXPECT_EQ(figures_of(project, id), whole.figures) << "killed at moment " << moment;
    // The run at work, and the warm-up that it had been given.
    EXPECT_LT(watch->moments.size(), whole.moments - moment + whole.moments / 4);
    EXPECT_EQ(untouched_parts(project), before);
    EXPECT_FALSE(std::filesystem::exists(ScratchProject::path_for(project.path())));
  }
}

TEST(AFailedExperiment, IsLeftWithTheReasonAndTheNextOneBegins) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const std::int64_t first = queue(project, ExperimentKind::budget);
  const std::int64_t second = queue(project, ExperimentKind::rules);
  const auto watch = std::make_shared<FakeWatch>();
  watch->fail_at(30, "The memory is full.");
  watch->trouble = [seen = watch.get(), fail = watch->trouble](const Control& control) {
    seen->trouble_at = SIZE_MAX;  // once
    fail(control);
  };
  std::vector<std::string> said;
  run_experiments(
      project, {}, fake_lab(watch),
      [&](const ExperimentEvent& event) {
        if (const auto* ended = std::get_if<ExperimentEnded>(&event)) {
          said.push_back(ended->said);
        }
      },
      Control());
  EXPECT_EQ(project.experiments().find(first).state, ExperimentState::failed);
  EXPECT_EQ(project.experiments().find(first).note, "The memory is full.");
  EXPECT_EQ(project.experiments().find(second).state, ExperimentState::finished);
  EXPECT_THAT(said, ElementsAre(HasSubstr("memory is full"), HasSubstr("By rule")));
  // Named, it is tried again.
  run_experiments(project, {first}, fake_lab(), nullptr, Control());
  EXPECT_EQ(project.experiments().find(first).state, ExperimentState::finished);
}

TEST(AnExperimentThatIsLeft, KeepsItsRunsAndTheNextOneBegins) {
  const Whole whole = whole_experiment(ExperimentKind::budget);
  NoisyProject noisy;
  const Project project = noisy.open();
  const std::int64_t first = queue(project, ExperimentKind::budget);
  const std::int64_t second = queue(project, ExperimentKind::rules);
  std::size_t runs = 0;
  std::vector<ExperimentState> ended;
  run_experiments(
      project, {}, fake_lab(),
      [&](const ExperimentEvent& event) {
        if (const auto* end = std::get_if<ExperimentEnded>(&event)) {
          ended.push_back(end->state);
        }
        if (const auto* arm = std::get_if<ArmEnded>(&event); arm && arm->experiment == first) {
          ++runs;
        }
        const auto* progress = std::get_if<ExperimentProgress>(&event);
        if (progress != nullptr && progress->experiment == first && runs == 2) {
          throw ExperimentLeft();
        }
      },
      Control());
  EXPECT_THAT(ended, ElementsAre(ExperimentState::stopped, ExperimentState::finished));
  EXPECT_EQ(project.experiments().find(first).state, ExperimentState::stopped);
  EXPECT_THAT(project.experiments().outcomes(first), SizeIs(2));
  EXPECT_EQ(project.experiments().find(second).state, ExperimentState::finished);
  run_experiments(project, {first}, fake_lab(), nullptr, Control());
  EXPECT_EQ(figures_of(project, first), whole.figures);
}

TEST(AnExperiment, DoesNotGoOnWithOtherLabelsThanItBeganWith) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const std::int64_t id = queue(project, ExperimentKind::budget);
  const auto watch = std::make_shared<FakeWatch>();
  watch->stop_at(250);
  EXPECT_THROW(run_experiments(project, {}, fake_lab(watch), nullptr, Control()), Interrupted);
  const SplitLabels labels = project.rows().read_labels(Split::train);
  project.rows().set_labels(std::vector<std::int64_t>{labels.ids[0]},
                            std::vector<std::int32_t>{(labels.given[0] + 1) % 4});
  run_experiments(project, {}, fake_lab(), nullptr, Control());
  EXPECT_EQ(project.experiments().find(id).state, ExperimentState::failed);
  EXPECT_THAT(project.experiments().find(id).note, HasSubstr("have changed"));
}

TEST(AQueue, TakesWhatIsPutInItMeanwhile) {
  NoisyProject noisy;
  const Project project = noisy.open();
  queue(project, ExperimentKind::budget);
  std::int64_t later = 0;
  run_experiments(
      project, {}, fake_lab(),
      [&](const ExperimentEvent& event) {
        if (std::holds_alternative<ExperimentBegun>(event) && later == 0) {
          later = queue(project, ExperimentKind::separation);
        }
      },
      Control());
  EXPECT_EQ(project.experiments().find(later).state, ExperimentState::finished);
}

TEST(AQueue, TellsHowFarItIs) {
  NoisyProject noisy;
  const Project project = noisy.open();
  queue(project, ExperimentKind::budget);
  std::size_t arms_begun = 0;
  std::size_t arms_ended = 0;
  std::size_t epochs = 0;
  double share = 0;
  run_experiments(
      project, {}, fake_lab(),
      [&](const ExperimentEvent& event) {
        arms_begun += std::holds_alternative<ArmBegun>(event) ? 1U : 0U;
        arms_ended += std::holds_alternative<ArmEnded>(event) ? 1U : 0U;
        epochs += std::holds_alternative<ArmEpoch>(event) ? 1U : 0U;
        if (const auto* progress = std::get_if<ExperimentProgress>(&event)) {
          EXPECT_GE(progress->share, share - 0.2);
          EXPECT_LE(progress->share, 1);
          EXPECT_THAT(progress->what, HasSubstr("seed"));
          share = progress->share;
        }
      },
      Control());
  EXPECT_EQ(arms_begun, 10U);
  EXPECT_EQ(arms_ended, 10U);
  EXPECT_EQ(epochs, 10U * 3);
  EXPECT_GT(share, 0.9);
}

TEST(AnUnfinishedExperiment, IsFoundByItsPlan) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const ExperimentPlan plan =
      make_plan(ExperimentKind::budget, two_seeds(), read_label_facts(project));
  EXPECT_FALSE(unfinished_experiment(project, plan));
  const std::int64_t id = queue_experiment(project, plan, "test");
  EXPECT_EQ(unfinished_experiment(project, plan), id);
  ExperimentPlan other = plan;
  other.seeds = {7};
  EXPECT_FALSE(unfinished_experiment(project, other));
  run_experiments(project, {id}, fake_lab(), nullptr, Control());
  EXPECT_FALSE(unfinished_experiment(project, plan));
}

TEST(AFinishedExperiment, GivesItsFiguresAgainWithoutTraining) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const ExperimentResult first = run_experiment(project, ExperimentKind::rules, two_seeds());
  const auto watch = std::make_shared<FakeWatch>();
  const ExperimentResult again =
      run_experiment(project, ExperimentKind::rules, two_seeds(), fake_lab(watch));
  EXPECT_THAT(watch->moments, IsEmpty());
  EXPECT_EQ(again.saved.runs_reused, again.runs_all);
  EXPECT_EQ(again.seconds, 0);
  EXPECT_EQ(figures_of(project, again.id), figures_of(project, first.id));
  EXPECT_EQ(again.sentence, first.sentence);
}

}  // namespace
}  // namespace noiseal
