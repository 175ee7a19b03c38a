// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/pipeline/training_run.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using test::error_of;
using test::fake_parts;
using test::FakeMoment;
using test::FakeWatch;
using test::NoisyProject;
using test::run_to_end;
using test::small_recipe;
using test::trace_of;
using testing::HasSubstr;

using Trace = std::map<std::string, std::string>;

class Resume : public testing::Test {
 protected:
  Resume() {
    recipe_.annotator = "neighbours";
    recipe_.predictions_per_epoch = 2;
    recipe_.weight_average = 0.9;
  }

  /// The moments of a whole run, and what it stored.
  std::vector<FakeMoment> whole_run(Trace& trace) {
    const auto watch = std::make_shared<FakeWatch>();
    trace = trace_of(project_, run_to_end(project_, recipe_, watch));
    return watch->moments;
  }

  /// Starts a run that is stopped at that moment; returns its id.
  std::int64_t stopped_run(std::size_t moment) {
    const auto watch = std::make_shared<FakeWatch>();
    watch->stop_at(moment);
    EXPECT_THROW(
        start_run(project_, recipe_, UseDecisions::no, fake_parts(watch), nullptr, Control()),
        Interrupted);
    const RunRecord run = project_.runs().newest().value();
    EXPECT_EQ(run.state, RunState::stopped);
    return run.id;
  }

  /// Starts a run whose model fails at that moment; returns its id.
  std::int64_t failed_run(std::size_t moment) {
    const auto watch = std::make_shared<FakeWatch>();
    watch->fail_at(moment, "The memory is full.");
    EXPECT_THAT(error_of([&] {
                  start_run(project_, recipe_, UseDecisions::no, fake_parts(watch), nullptr,
                            Control());
                }),
                HasSubstr("memory is full"));
    return project_.runs().newest()->id;
  }

  std::string refusal(std::optional<std::int64_t> run) {
    return error_of([&] { resume_run(project_, run, fake_parts(), nullptr, Control()); });
  }

  NoisyProject noisy_;
  Project project_ = noisy_.open();
  Recipe recipe_ = small_recipe();
};

/// One moment of each kind in each epoch, drawn at random.
std::vector<std::size_t> random_moments(const std::vector<FakeMoment>& moments,
                                        std::uint64_t seed) {
  std::map<std::pair<int, FakeMoment::Kind>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < moments.size(); ++i) {
    groups[{moments[i].epoch, moments[i].kind}].push_back(i);
  }
  Rng rng({seed, 0x73746f70});
  std::vector<std::size_t> chosen;
  chosen.reserve(groups.size());
  for (const auto& [group, places] : groups) {
    chosen.push_back(places[rng.below(places.size())]);
  }
  return chosen;
}

TEST_F(Resume, AfterAStopAnywhereEndsAsIfItHadNeverStopped) {
  Trace whole;
  const std::vector<FakeMoment> moments = whole_run(whole);
  const std::vector<std::size_t> stops = random_moments(moments, 1);
  EXPECT_EQ(stops.size(), 15U);
  for (const std::size_t stop : stops) {
    const std::int64_t run = stopped_run(stop);
    EXPECT_EQ(project_.runs().run(run).last_epoch, moments[stop].epoch - 1);
    EXPECT_EQ(resume_run(project_, run, fake_parts(), nullptr, Control()), run);
    ASSERT_EQ(trace_of(project_, run), whole) << "stopped at moment " << stop;
  }
}

TEST_F(Resume, UnderEveryRuleAndAnnotatorEndsTheSame) {
  for (const auto& [rule, annotator] :
       std::map<Rule, std::string>{{Rule::agreement, "simulated:0.85:model"},
                                   {Rule::given_label, "simulated:0.7"},
                                   {Rule::mixture, "neighbours"},
                                   {Rule::fixed, "none"},
                                   {Rule::plain, "none"}}) {
    recipe_.rule = rule;
    recipe_.annotator = annotator;
    recipe_.correction = Correction::forward;
    recipe_.schedule = Schedule::linear;
    recipe_.score = ScoreKind::transition_odds;
    Trace whole;
    const std::vector<FakeMoment> moments = whole_run(whole);
    for (const std::size_t stop : {moments.size() / 2, moments.size() * 7 / 10}) {
      const std::int64_t run = stopped_run(stop);
      resume_run(project_, run, fake_parts(), nullptr, Control());
      ASSERT_EQ(trace_of(project_, run), whole) << annotator << " " << stop;
    }
  }
}

TEST_F(Resume, MayBeStoppedAgainAndAgain) {
  Trace whole;
  const std::size_t all = whole_run(whole).size();
  const std::int64_t run = stopped_run(all / 6);
  int stops = 0;
  for (bool finished = false; !finished; ++stops) {
    ASSERT_LT(stops, 40);
    const auto watch = std::make_shared<FakeWatch>();
    watch->stop_at(all / 4);  // a little more than an epoch's
    try {
      resume_run(project_, run, fake_parts(watch), nullptr, Control());
      finished = true;
    } catch (const Interrupted&) {
      EXPECT_EQ(project_.runs().run(run).state, RunState::stopped);
    }
  }
  EXPECT_GE(stops, 3);
  EXPECT_EQ(trace_of(project_, run), whole);
}

TEST_F(Resume, OfARunThatStoppedBeforeItsFirstEpochEndedBeginsAnew) {
  Trace whole;
  whole_run(whole);
  const std::int64_t run = stopped_run(0);
  EXPECT_EQ(project_.runs().run(run).last_epoch, 0);
  resume_run(project_, {}, fake_parts(), nullptr, Control());
  EXPECT_EQ(trace_of(project_, run), whole);
}

TEST_F(Resume, KeepsReviewersDecisionsIfTheRunHadThem) {
  Decision decision;
  decision.row = project_.rows().read_labels(Split::train).ids.at(5);
  decision.kind = DecisionKind::exclude;
  project_.decisions().add(decision);
  const auto all = std::make_shared<FakeWatch>();
  const auto whole = trace_of(project_, run_to_end(project_, recipe_, all, UseDecisions::yes));
  const auto watch = std::make_shared<FakeWatch>();
  watch->stop_at(all->moments.size() / 2);
  EXPECT_THROW(
      start_run(project_, recipe_, UseDecisions::yes, fake_parts(watch), nullptr, Control()),
      Interrupted);
  const auto after = std::make_shared<FakeWatch>();
  const std::int64_t run = resume_run(project_, {}, fake_parts(after), nullptr, Control());
  EXPECT_FALSE(after->trained_rows.contains(5));
  EXPECT_EQ(trace_of(project_, run), whole);
}

TEST_F(Resume, SaysWhereItGoesOn) {
  Trace whole;
  const std::size_t all = whole_run(whole).size();
  const std::int64_t run = stopped_run(all / 2);
  RunStarted started;
  double first_share = -1;
  resume_run(
      project_, run, fake_parts(),
      [&](const RunEvent& event) {
        if (const auto* said = std::get_if<RunStarted>(&event)) {
          started = *said;
        }
        const auto* progress = std::get_if<RunProgress>(&event);
        if (progress != nullptr && progress->epoch > 0 && first_share < 0) {
          first_share = progress->share;
        }
      },
      Control());
  EXPECT_EQ(started.run, run);
  EXPECT_EQ(started.epochs_done, 2);
  EXPECT_EQ(started.epochs, 5);
  EXPECT_GE(first_share, 0.4);
}

TEST_F(Resume, TakesTheNewestUnfinishedRunUnlessItIsToldWhich) {
  const std::int64_t first = stopped_run(3);
  const std::int64_t second = stopped_run(3);
  const std::int64_t finished = run_to_end(project_, recipe_);
  EXPECT_EQ(resume_run(project_, {}, fake_parts(), nullptr, Control()), second);
  EXPECT_EQ(resume_run(project_, first, fake_parts(), nullptr, Control()), first);
  EXPECT_EQ(trace_of(project_, first), trace_of(project_, finished));
}

TEST_F(Resume, GoesOnWithARunLeftAsRunning) {
  Trace whole;
  const std::size_t all = whole_run(whole).size();
  const std::int64_t run = stopped_run(all / 2);
  project_.runs().set_state(run, RunState::running);
  EXPECT_EQ(resume_run(project_, {}, fake_parts(), nullptr, Control()), run);
  EXPECT_EQ(project_.runs().run(run).state, RunState::finished);
  EXPECT_EQ(trace_of(project_, run), whole);
}

TEST_F(Resume, AfterAFailureGoesOnAsIfNothingHadHappened) {
  Trace whole;
  const std::vector<FakeMoment> moments = whole_run(whole);
  for (const std::size_t moment : random_moments(moments, 2)) {
    if (moments[moment].epoch % 2 == 0) {
      const std::int64_t run = failed_run(moment);
      const RunRecord record = project_.runs().run(run);
      EXPECT_EQ(record.state, RunState::failed);
      EXPECT_EQ(record.note, "The memory is full.");
      resume_run(project_, run, fake_parts(), nullptr, Control());
      EXPECT_EQ(project_.runs().run(run).note, "");
      ASSERT_EQ(trace_of(project_, run), whole) << "failed at moment " << moment;
    }
  }
}

TEST_F(Resume, MayBeTriedAgainWhenItsModelsCouldNotBeMade) {
  const std::int64_t run = stopped_run(100);
  RunParts parts = fake_parts();
  parts.learners = [](const Recipe&, std::size_t, const RunTexts&,
                      const Control&) -> std::unique_ptr<RunLearners> {
    throw Error("The encoder is gone.");
  };
  EXPECT_THAT(error_of([&] { resume_run(project_, run, parts, nullptr, Control()); }),
              HasSubstr("encoder is gone"));
  EXPECT_EQ(project_.runs().run(run).state, RunState::stopped);
  EXPECT_EQ(refusal(run), "no error");
}

TEST_F(Resume, IsRefusedWhenThereIsNothingToGoOnWith) {
  EXPECT_THAT(refusal({}), HasSubstr("no unfinished run"));
  EXPECT_THAT(refusal(7), HasSubstr("7"));
  const std::int64_t run = run_to_end(project_, recipe_);
  EXPECT_THAT(refusal({}), HasSubstr("no unfinished run"));
  EXPECT_THAT(refusal(run), HasSubstr("finished"));
}

TEST_F(Resume, IsRefusedWhenLabelsHaveChanged) {
  const std::int64_t run = stopped_run(100);
  const SplitLabels labels = project_.rows().read_labels(Split::train);
  const std::vector<std::int64_t> ids{labels.ids.at(3)};
  const std::int32_t before = labels.given.at(3);
  project_.rows().set_labels(ids, std::vector<std::int32_t>{(before + 1) % 4});
  EXPECT_THAT(refusal(run), HasSubstr("changed"));
  EXPECT_EQ(project_.runs().run(run).state, RunState::stopped);
  project_.rows().set_labels(ids, std::vector<std::int32_t>{before});
  EXPECT_EQ(refusal(run), "no error");
}

TEST_F(Resume, IsRefusedWhenTheSplitHasChanged) {
  const std::int64_t run = stopped_run(100);
  const std::vector<std::int64_t> ids{project_.rows().read_labels(Split::train).ids.at(3)};
  project_.rows().set_split(ids, Split::valid);
  EXPECT_THAT(refusal(run), HasSubstr("changed"));
}

TEST_F(Resume, IsRefusedWhenDecisionsThatItUsesHaveChanged) {
  const auto watch = std::make_shared<FakeWatch>();
  watch->stop_at(100);
  EXPECT_THROW(
      start_run(project_, recipe_, UseDecisions::yes, fake_parts(watch), nullptr, Control()),
      Interrupted);
  const std::int64_t without = stopped_run(100);
  Decision decision;
  decision.row = project_.rows().read_labels(Split::train).ids.at(5);
  decision.kind = DecisionKind::exclude;
  project_.decisions().add(decision);
  EXPECT_EQ(refusal(without), "no error");
  EXPECT_THAT(refusal({}), HasSubstr("changed"));
}

TEST_F(Resume, OfADamagedStateIsRefusedAndLeavesTheRunAsFailed) {
  const std::int64_t run = stopped_run(150);
  const std::string strong = project_.checkpoints().read(run, "last", "strong");
  const std::string weak = project_.checkpoints().read(run, "last", "weak");
  const std::string own = project_.checkpoints().read(run, "last", "run");
  const int epoch = project_.runs().run(run).last_epoch;
  for (const std::size_t size : {std::size_t{0}, std::size_t{3}, own.size() / 2, own.size() - 1}) {
    const std::string cut = own.substr(0, size);
    project_.checkpoints().write(
        run, {"last", epoch, {{"strong", strong}, {"weak", weak}, {"run", cut}}});
    EXPECT_THAT(refusal(run), HasSubstr("damaged"));
  }
  project_.checkpoints().write(run,
                               {"last", epoch, {{"strong", strong}, {"weak", weak}, {"run", own}}});
  EXPECT_EQ(refusal(run), "no error");
}

TEST(ResumeAfterAKill, EndsAsIfNothingHadHappened) {
  NoisyProject noisy;
  const Recipe recipe = small_recipe();
  Trace whole;
  std::size_t all = 0;
  {
    const Project project = noisy.open();
    const auto watch = std::make_shared<FakeWatch>();
    whole = trace_of(project, run_to_end(project, recipe, watch));
    all = watch->moments.size();
  }
  for (const std::size_t moment : {all / 10, all / 2, all - 2}) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto watch = std::make_shared<FakeWatch>();
      watch->trouble_at = moment;
      watch->trouble = [](const Control&) { _exit(9); };
      const Project project = noisy.open();
      run_to_end(project, recipe, watch);
      _exit(1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ(WEXITSTATUS(status), 9);
    const Project project = noisy.open();
    EXPECT_EQ(project.runs().newest()->state, RunState::running);
    const std::int64_t run = resume_run(project, {}, fake_parts(), nullptr, Control());
    EXPECT_EQ(trace_of(project, run), whole) << "killed at moment " << moment;
  }
}

TEST(StopBeforeTheBeginning, StoresNoRun) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const Control control;
  control.request_stop();
  EXPECT_THAT(error_of([&] {
                start_run(project, small_recipe(), UseDecisions::no, fake_parts(), nullptr,
                          control);
              }),
              HasSubstr("before the run began"));
  EXPECT_TRUE(project.runs().all().empty());
}

}  // namespace
}  // namespace noiseal
