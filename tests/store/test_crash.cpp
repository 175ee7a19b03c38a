// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <functional>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/store/project_builder.h"
#include "tests/store/small_project.h"
#include "tests/support/killed_process.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using test::confirmed_before_kill;

TEST(KilledAtAnyMoment, KeepsEveryConfirmedDecision) {
  const test::TemporaryFolder folder;
  test::make_small_project(folder / "p.noiseal");
  Rng rng({7});
  int stored = 0;
  for (int round = 0; round < 8; ++round) {
    const int confirmed = confirmed_before_kill(
        [&](const std::function<void(int)>& confirm) {
          const Project project = Project::open(folder / "p.noiseal", OpenMode::write);
          for (int i = 1;; ++i) {
            Decision decision;
            decision.row = 1 + i % 4;
            decision.reviewer = "Ada";
            decision.kind = i % 2 == 0 ? DecisionKind::keep : DecisionKind::accept;
            decision.to_label = i % 2;
            project.decisions().add(decision);
            confirm(i);
          }
        },
        static_cast<useconds_t>(20'000 + rng.below(60'000)));
    const Project project = Project::open(folder / "p.noiseal", OpenMode::write);
    ASSERT_EQ(project.integrity_problem(), "");
    int found = 0;
    project.decisions().for_each([&](const Decision&) { ++found; });
    EXPECT_GE(found - stored, confirmed);
    EXPECT_LE(found - stored, confirmed + 1);  // one may have been stored and not yet confirmed
    stored = found;
    for (std::int64_t row = 1; row <= 4; ++row) {  // the derived state follows from the list
      const std::vector<Decision> history = project.decisions().history(row);
      if (!history.empty()) {
        EXPECT_EQ(project.decisions().current(row)->decision, history.back().id);
      }
    }
  }
  EXPECT_GT(stored, 0);
}

TEST(KilledAtAnyMoment, LeavesARunWholeAtItsLastEpoch) {
  const test::TemporaryFolder folder;
  std::int64_t run = 0;
  {
    const Project project = test::make_small_project(folder / "p.noiseal");
    run = project.runs().add({}, std::vector<std::int64_t>{1, 2, 3, 4});
  }
  Rng rng({8});
  for (int round = 0; round < 8; ++round) {
    const int confirmed = confirmed_before_kill(
        [&](const std::function<void(int)>& confirm) {
          const Project project = Project::open(folder / "p.noiseal", OpenMode::write);
          for (int number = project.runs().run(run).last_epoch + 1;; ++number) {
            const std::vector<float> loss(4 * kSignalChunkRows, static_cast<float>(number));
            const std::string state(1'000'000, static_cast<char>('a' + number % 26));
            EpochCommit commit;
            commit.epoch = {number, "warm-up", "{}", 0};
            commit.signals = {{"strong", "loss", std::span(loss)}};
            commit.checkpoints = {{"last", number, {{"strong", state}}}};
            project.runs().commit_epoch(run, commit);
            confirm(number);
          }
        },
        static_cast<useconds_t>(30'000 + rng.below(80'000)));
    const Project project = Project::open(folder / "p.noiseal", OpenMode::write);
    ASSERT_EQ(project.integrity_problem(), "");
    const int last = project.runs().run(run).last_epoch;
    EXPECT_GE(last, confirmed);
    ASSERT_EQ(project.runs().epochs(run).size(), static_cast<std::size_t>(last));
    if (last > 0) {
      EXPECT_EQ(project.checkpoints().facts(run, "last")->epoch, last);
      EXPECT_EQ(project.checkpoints().read(run, "last", "strong"),
                std::string(1'000'000, static_cast<char>('a' + last % 26)));
      EXPECT_EQ(project.signals().read_float(run, last, "strong", "loss"),
                std::vector<float>(4 * kSignalChunkRows, static_cast<float>(last)));
    }
  }
  EXPECT_GT(Project::open(folder / "p.noiseal", OpenMode::read).runs().run(run).last_epoch, 0);
}

/// Lets this process write files of at most so many bytes while it lives: what a full disk looks
/// like to SQLite.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST(DiskFull, AnImportSaysSoAndLeavesNothing) {
  const test::TemporaryFolder folder;
  for (const rlim_t bytes : {20'000, 300'000, 1'000'000}) {  // before, at and after the tables
    const FullDisk full(bytes);
    try {
      test::make_small_project(folder / "p.noiseal", 20'000);
      FAIL() << "it fitted";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(),
                  testing::AllOf(testing::HasSubstr("full"), testing::HasSubstr("/p.noiseal"),
                                 testing::Not(testing::HasSubstr(".part"))));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << bytes;
  }
}

TEST(DiskFull, AnEpochThatDoesNotFitChangesNothing) {
  const test::TemporaryFolder folder;
  const Project project = test::make_small_project(folder / "p.noiseal");
  const std::int64_t run = project.runs().add({}, std::vector<std::int64_t>{1, 2, 3, 4});
  EpochCommit commit;
  commit.epoch = {1, "warm-up", "{}", 0};
  commit.checkpoints = {{"last", 1, {{"strong", "first"}}}};
  project.runs().commit_epoch(run, commit);
  const std::string state(60'000'000, 'x');
  commit.epoch.epoch = 2;
  commit.checkpoints = {{"last", 2, {{"strong", state}}}};
  {
    const FullDisk full(8'000'000);
    try {
      project.runs().commit_epoch(run, commit);
      FAIL() << "it fitted";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("full"));
    }
    EXPECT_EQ(project.runs().run(run).last_epoch, 1);
    EXPECT_EQ(project.checkpoints().read(run, "last", "strong"), "first");
  }
  EXPECT_EQ(project.integrity_problem(), "");
  project.runs().commit_epoch(run, commit);
  EXPECT_EQ(project.runs().run(run).last_epoch, 2);
}

TEST(DiskFull, ADecisionThatDoesNotFitIsToldAndCanBeMadeAgain) {
  const test::TemporaryFolder folder;
  const Project project = test::make_small_project(folder / "p.noiseal");
  Decision decision;
  decision.row = 1;
  decision.reviewer = "Ada";
  decision.kind = DecisionKind::keep;
  decision.to_label = 1;
  std::int64_t stored = 0;
  std::string told;
  {
    const FullDisk full(2'000'000);
    while (told.empty() && stored < 10'000) {
      try {
        stored = project.decisions().add(decision);
      } catch (const Error& error) {
        told = error.what();
      }
    }
    EXPECT_THAT(told, testing::HasSubstr("full"));
    EXPECT_EQ(project.decisions().newest(), stored);
    EXPECT_EQ(project.decisions().current(1)->decision, stored);
  }
  EXPECT_GT(stored, 0);
  EXPECT_EQ(project.integrity_problem(), "");
  EXPECT_EQ(project.decisions().add(decision), stored + 1);
  EXPECT_EQ(project.decision_steps("Ada").next_undo()->decision.id, stored + 1);
}

}  // namespace
}  // namespace noiseal
