// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/cli/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Two epochs of each kind and answers that are stored while they come.
Arguments four_epochs() {
  return short_run({"--set", "warm_up_epochs=2", "--set", "noise_aware_epochs=2", "--annotator",
                    "simulated:0.8"});
}

Arguments many_epochs() {
  return short_run({"--set", "warm_up_epochs=50"});
}

/// Every figure of a run; how long it took is no figure.
json figures_of(const std::filesystem::path& folder) {
  json report =
      json::parse(must_succeed(folder, {"report", "p.noiseal", "--json", "--run", "1"}).out);
  report.erase("seconds");
  for (json& epoch : report["epochs"]) {
    epoch.erase("seconds");
  }
  report["run"]["recipe"].erase("encoder");  // an absolute path, in another folder for each test
  return report;
}

/// A project with wrong labels in it and no run.
class NoisyProject {
 public:
  NoisyProject() {
    std::filesystem::copy(imported_folder(), folder_.path(),
                          std::filesystem::copy_options::recursive);
    must_succeed(folder_.path(), {"noise", "p.noiseal", "--type", "asymmetric", "--rate", "0.3"});
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

const json& uninterrupted_figures() {
  static const json figures = [] {
    const NoisyProject project;
    must_succeed(project.path(), four_epochs());
    return figures_of(project.path());
  }();
  return figures;
}

TEST(InterruptedRun, AnswersCtrlCAndGoesOnToTheSameFigures) {
  const NoisyProject project;
  Program run(project.path(), four_epochs());
  ASSERT_TRUE(run.wait_for_message("Epoch 1 of 4"));
  run.send(SIGINT);
  const Outcome stopped = run.wait();
  EXPECT_EQ(stopped.status, 130);
  EXPECT_EQ(stopped.out, "");
  EXPECT_THAT(stopped.messages().back(),
              testing::AllOf(testing::StartsWith("noiseal: Stopped on request"),
                             HasSubstr("noiseal run p.noiseal --resume")));

  const Outcome resumed = must_succeed(project.path(), {"run", "p.noiseal", "--resume"});
  EXPECT_THAT(resumed.err, HasSubstr("going on after epoch"));
  EXPECT_EQ(figures_of(project.path()), uninterrupted_figures());
}

TEST(InterruptedRun, IsMarkedAsStoppedAndReportedUpToItsLastWholeEpoch) {
  const NoisyProject project;
  Program run(project.path(), four_epochs());
  ASSERT_TRUE(run.wait_for_message("Epoch 2 of 4"));
  run.send(SIGTERM);
  EXPECT_EQ(run.wait().status, 130);
  const json report = figures_of(project.path());
  EXPECT_EQ(report["run"]["state"], "stopped");
  EXPECT_GE(report["epochs"].size(), 2U);
  EXPECT_LT(report["epochs"].size(), 4U);
}

/// Words on stderr, and how much later the kill comes.
struct KillMoment {
  const char* name;
  const char* words;
  int milliseconds;
};

class KilledRun : public testing::TestWithParam<KillMoment> {};

TEST_P(KilledRun, GoesOnToTheSameFigures) {
  const NoisyProject project;
  Program run(project.path(), four_epochs());
  ASSERT_TRUE(run.wait_for_message(GetParam().words));
  std::this_thread::sleep_for(std::chrono::milliseconds(GetParam().milliseconds));
  run.send(SIGKILL);
  if (run.wait().status != 0) {  // else it was done before the signal came
    const Outcome resumed = run_program(project.path(), {"run", "p.noiseal", "--resume"});
    if (resumed.status != 0) {  // killed on its way out, with all stored
      EXPECT_THAT(resumed.err, HasSubstr("no unfinished run to resume"));
    }
  }
  EXPECT_EQ(figures_of(project.path()), uninterrupted_figures());
}

INSTANTIATE_TEST_SUITE_P(Moments, KilledRun,
                         testing::Values(KillMoment{"AtItsStart", "Run 1:", 0},
                                         KillMoment{"InItsFirstEpoch", "Run 1:", 100},
                                         KillMoment{"AfterWarmUp", "Epoch 2 of 4", 0},
                                         KillMoment{"InTheFirstNoiseAwareEpoch", "Epoch 2 of 4",
                                                    60},
                                         KillMoment{"BeforeTheLastEpoch", "Epoch 3 of 4", 10},
                                         KillMoment{"InTheLastEpoch", "Epoch 3 of 4", 90}),
                         [](const auto& one) { return one.param.name; });

TEST(RunningProject, RefusesASecondWriterAndSaysWhoHoldsIt) {
  const NoisyProject project;
  const Program run(project.path(), many_epochs());
  ASSERT_TRUE(run.wait_for_message("Run 1:"));
  for (const Arguments& arguments :
       {Arguments{"noise", "p.noiseal", "--type", "pair"}, Arguments{"compact", "p.noiseal"},
        short_run(), Arguments{"run", "p.noiseal", "--resume"}}) {
    const Outcome refused = run_program(project.path(), arguments);
    EXPECT_EQ(refused.status, 1) << arguments.front();
    ASSERT_EQ(refused.messages().size(), 1U) << refused.err;
    EXPECT_THAT(refused.messages().front(),
                testing::AllOf(HasSubstr("p.noiseal is open for writing in process "),
                               HasSubstr("close it there or wait")));
  }
}

TEST(RunningProject, IsReportedWhileItRuns) {
  const NoisyProject project;
  Program run(project.path(), many_epochs());
  ASSERT_TRUE(run.wait_for_message("Epoch 2 of 51"));
  const json report = figures_of(project.path());
  EXPECT_EQ(report["run"]["state"], "running");
  EXPECT_GE(report["epochs"].size(), 2U);
  must_succeed(project.path(), {"scores", "p.noiseal", "-o", "scores.csv"});
  run.send(SIGINT);
  EXPECT_EQ(run.wait().status, 130);
}

/// Waits until the project under way is there; false when the program ended before.
bool wait_for_file(const std::filesystem::path& file) {
  for (int i = 0; i < 2000; ++i) {
    if (std::filesystem::exists(file)) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

TEST(InterruptedImport, LeavesNothing) {
  const TemporaryFolder folder;
  write_file(folder / "train.csv", topics_csv(300'000, 1));
  const auto before = snapshot(folder.path());
  Program import(folder.path(), {"import", "train.csv", "-o", "p.noiseal"});
  ASSERT_TRUE(wait_for_file(folder / ".p.noiseal.part"));
  import.send(SIGINT);
  const Outcome stopped = import.wait();
  EXPECT_EQ(stopped.status, 130);
  ASSERT_EQ(stopped.messages().size(), 1U);
  EXPECT_THAT(stopped.messages().front(), HasSubstr("Stopped on request; nothing was changed"));
  EXPECT_TRUE(snapshot(folder.path()) == before);
}

TEST(InterruptedImport, CanBeGivenAgainAfterAKill) {
  const TemporaryFolder folder;
  write_file(folder / "train.csv", topics_csv(30'000, 1));
  Program import(folder.path(), {"import", "train.csv", "-o", "p.noiseal"});
  ASSERT_TRUE(wait_for_file(folder / ".p.noiseal.part"));
  import.send(SIGKILL);
  import.wait();
  EXPECT_FALSE(std::filesystem::exists(folder / "p.noiseal"));
  must_succeed(folder.path(), {"import", "train.csv", "-o", "p.noiseal"});
  EXPECT_FALSE(std::filesystem::exists(folder / ".p.noiseal.part"));
  EXPECT_FALSE(std::filesystem::exists(folder / "p.noiseal-lock"));
}

}  // namespace
}  // namespace noiseal::test
