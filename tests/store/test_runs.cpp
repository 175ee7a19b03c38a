// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "core/base/error.h"
#include "tests/store/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RunsTest : public testing::Test {
 protected:
  std::int64_t add_run() {
    RunRecord run;
    run.name = "first";
    run.seed = 11;
    run.recipe = R"({"preset": "standard"})";
    run.program_version = "0.1.0";
    run.labels = {"a", "b, \"c\"", "\xF0\x9F\x99\x82"};
    return project_.runs().add(run, std::vector<std::int64_t>{1, 2, 3, 4});
  }

  EpochCommit epoch(int number) {
    EpochCommit commit;
    commit.epoch = {number, "warm-up", R"({"valid_accuracy": 0.5})", 1.5};
    return commit;
  }

  test::TemporaryFolder folder_;
  Project project_ = test::make_small_project(folder_ / "p.noiseal");
};

TEST_F(RunsTest, KeepTheirRecipeAndRows) {
  const std::int64_t id = add_run();
  const RunRecord run = project_.runs().run(id);
  EXPECT_EQ(run.name, "first");
  EXPECT_EQ(run.seed, 11U);
  EXPECT_EQ(run.recipe, R"({"preset": "standard"})");
  EXPECT_EQ(run.state, RunState::created);
  EXPECT_EQ(run.last_epoch, 0);
  EXPECT_THAT(run.labels, ElementsAre("a", "b, \"c\"", "\xF0\x9F\x99\x82"));
  EXPECT_THAT(project_.runs().row_ids(id), ElementsAre(1, 2, 3, 4));
  EXPECT_THROW(static_cast<void>(project_.runs().run(99)), Error);
}

TEST_F(RunsTest, KeepManyRowIds) {
  std::vector<std::int64_t> ids(150'000);
  std::iota(ids.begin(), ids.end(), 1);
  const std::int64_t id = project_.runs().add({}, ids);
  EXPECT_EQ(project_.runs().row_ids(id), ids);
}

TEST_F(RunsTest, TheNewestIsFoundAlsoByState) {
  const std::int64_t first = add_run();
  const std::int64_t second = add_run();
  project_.runs().set_state(first, RunState::stopped, "by the user");
  EXPECT_EQ(project_.runs().newest()->id, second);
  EXPECT_EQ(project_.runs().newest(RunState::stopped)->id, first);
  EXPECT_EQ(project_.runs().newest(RunState::stopped)->note, "by the user");
  EXPECT_FALSE(project_.runs().newest(RunState::failed).has_value());
  EXPECT_EQ(run_state_name(RunState::created), "new");
}

TEST_F(RunsTest, AnEpochIsStoredWhole) {
  const std::int64_t run = add_run();
  const std::vector<float> loss = {0.1F, 0.2F, 0.3F, 0.4F};
  const std::vector<std::uint16_t> argmax = {0, 1, 65'535, 3};
  const std::vector<std::uint8_t> set = {0, 1, 2, 3};
  const std::vector<std::int32_t> other = {-1, 2, -3, 4};
  EpochCommit commit = epoch(1);
  commit.signals = {{"strong", "loss", std::span(loss)},
                    {"strong", "argmax", std::span(argmax)},
                    {"joint", "set", std::span(set)},
                    {"joint", "other", std::span(other)}};
  commit.checkpoints = {{"last", 1, {{"strong", "weights"}, {"weak", ""}}}};
  commit.notices = {{1, "confirmation-bias", "The models agree too much."}};
  commit.facts = R"({"device": "cpu"})";
  commit.state = RunState::running;
  project_.runs().commit_epoch(run, commit);

  EXPECT_EQ(project_.runs().run(run).last_epoch, 1);
  EXPECT_EQ(project_.runs().run(run).state, RunState::running);
  EXPECT_EQ(project_.runs().run(run).facts, R"({"device": "cpu"})");
  ASSERT_EQ(project_.runs().epochs(run).size(), 1U);
  EXPECT_EQ(project_.runs().epochs(run)[0].phase, "warm-up");
  EXPECT_EQ(project_.runs().epochs(run)[0].seconds, 1.5);
  EXPECT_EQ(project_.runs().notices(run).at(0).name, "confirmation-bias");
  const Signals signals = project_.signals();
  EXPECT_EQ(std::get<std::vector<float>>(signals.read(run, 1, "strong", "loss").value()), loss);
  EXPECT_EQ(std::get<std::vector<std::uint16_t>>(signals.read(run, 1, "strong", "argmax").value()),
            argmax);
  EXPECT_EQ(std::get<std::vector<std::uint8_t>>(signals.read(run, 1, "joint", "set").value()), set);
  EXPECT_EQ(std::get<std::vector<std::int32_t>>(signals.read(run, 1, "joint", "other").value()),
            other);
  EXPECT_THAT(signals.read_float(run, 1, "joint", "other").value(),
              ElementsAre(-1.F, 2.F, -3.F, 4.F));
  EXPECT_FALSE(signals.read(run, 2, "strong", "loss").has_value());
  EXPECT_EQ(project_.checkpoints().read(run, "last", "strong"), "weights");
  EXPECT_EQ(project_.checkpoints().read(run, "last", "weak"), "");
  EXPECT_THAT(project_.checkpoints().facts(run, "last")->parts, ElementsAre("strong", "weak"));
}

TEST_F(RunsTest, AnEpochThatIsStoredAgainReplacesItAndWhatCameLater) {
  const std::int64_t run = add_run();
  const std::vector<float> before = {1, 1, 1, 1};
  const std::vector<float> after = {2, 2, 2, 2};
  for (const int number : {1, 2, 3}) {
    EpochCommit commit = epoch(number);
    commit.signals = {{"strong", "loss", std::span(before)}};
    commit.notices = {{number, "n", "m"}};
    project_.runs().commit_epoch(run, commit);
  }
  EpochCommit commit = epoch(2);
  commit.signals = {{"strong", "loss", std::span(after)}};
  project_.runs().commit_epoch(run, commit);
  EXPECT_EQ(project_.runs().epochs(run).size(), 2U);
  EXPECT_EQ(project_.runs().run(run).last_epoch, 2);
  EXPECT_EQ(project_.signals().read_float(run, 2, "strong", "loss"), after);
  EXPECT_FALSE(project_.signals().read(run, 3, "strong", "loss").has_value());
  EXPECT_EQ(project_.runs().notices(run).size(), 1U);
}

TEST_F(RunsTest, AnEpochThatFailsStoresNothing) {
  const std::int64_t run = add_run();
  project_.runs().commit_epoch(run, epoch(1));
  EpochCommit commit = epoch(2);
  const std::vector<RowScore> wrong = {{.row = 1, .suggestion = 55}};
  commit.scores = wrong;
  commit.checkpoints = {{"last", 2, {{"strong", "new"}}}};
  EXPECT_THROW(project_.runs().commit_epoch(run, commit), Error);
  EXPECT_EQ(project_.runs().run(run).last_epoch, 1);
  EXPECT_EQ(project_.runs().epochs(run).size(), 1U);
  EXPECT_FALSE(project_.checkpoints().facts(run, "last").has_value());
  project_.runs().commit_epoch(run, epoch(2));  // and the next try works
}

TEST_F(RunsTest, SignalsOfManyChunksGiveARowsBiography) {
  const std::int64_t run = add_run();
  const std::size_t n = 2 * kSignalChunkRows + 5;
  std::vector<float> loss(n);
  std::vector<std::uint16_t> argmax(n);
  for (int number = 1; number <= 3; ++number) {
    for (std::size_t i = 0; i < n; ++i) {
      loss[i] = static_cast<float>(i) + static_cast<float>(number) * 0.25F;
      argmax[i] = static_cast<std::uint16_t>(i % 7);
    }
    EpochCommit commit = epoch(number);
    commit.signals = {{"weak", "loss", std::span(loss)}, {"weak", "argmax", std::span(argmax)}};
    project_.runs().commit_epoch(run, commit);
  }
  EXPECT_EQ(project_.signals().read_float(run, 3, "weak", "loss"), loss);
  for (const std::size_t index : {std::size_t{0}, kSignalChunkRows, n - 1}) {
    const std::vector<BiographyEntry> entries = project_.signals().biography(run, index);
    ASSERT_EQ(entries.size(), 6U);
    EXPECT_EQ(entries[0].signal, "argmax");
    EXPECT_EQ(entries[0].value, static_cast<double>(index % 7));
    EXPECT_EQ(entries[5].epoch, 3);
    EXPECT_EQ(entries[5].model, "weak");
    EXPECT_EQ(entries[5].value, static_cast<double>(index) + 0.75);
  }
  EXPECT_TRUE(project_.signals().biography(run, 3 * kSignalChunkRows).empty());
}

TEST_F(RunsTest, ACheckpointLargerThanAPieceComesBackWhole) {
  const std::int64_t run = add_run();
  std::string state((std::size_t{64} << 20) + 12'345, '\0');
  for (std::size_t i = 0; i < state.size(); i += 4099) {
    state[i] = static_cast<char>(i % 251);
  }
  project_.checkpoints().write(run, {"last", 1, {{"strong", state}}});
  EXPECT_TRUE(project_.checkpoints().read(run, "last", "strong") == state);
  EXPECT_EQ(project_.checkpoints().facts(run, "last")->bytes,
            static_cast<std::int64_t>(state.size()));
}

TEST_F(RunsTest, ACheckpointReplacesTheOneOfItsKindAlone) {
  const std::int64_t run = add_run();
  project_.checkpoints().write(run, {"last", 1, {{"strong", "old"}, {"weak", "old"}}});
  project_.checkpoints().write(run, {"best", 1, {{"strong", "good"}}});
  project_.checkpoints().write(run, {"last", 2, {{"strong", "new"}}});
  EXPECT_EQ(project_.checkpoints().read(run, "last", "strong"), "new");
  EXPECT_EQ(project_.checkpoints().facts(run, "last")->epoch, 2);
  EXPECT_EQ(project_.checkpoints().read(run, "best", "strong"), "good");
  try {
    static_cast<void>(project_.checkpoints().read(run, "last", "weak"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("has no stored state"));
  }
}

TEST_F(RunsTest, ScoresAreListedByRankAndByRow) {
  const std::int64_t run = add_run();
  const std::vector<RowScore> scores = {
      {.row = 1, .score = -0.5, .rank = 2, .set = 0, .suggestion = 1, .p_strong = 0.9},
      {.row = 2,
       .score = 0.5,
       .rank = 1,
       .set = 2,
       .suggestion = 0,
       .p_weak = 0.25,
       .annotator_label = 1,
       .accepted = true},
      {.row = 3, .score = -0.9, .rank = 3}};
  project_.scores().replace(run, scores);
  std::vector<std::int64_t> by_rank;
  project_.scores().for_each_by_rank(run, [&](const RowScore& score) {
    by_rank.push_back(score.row);
    return by_rank.size() < 2;
  });
  EXPECT_THAT(by_rank, ElementsAre(2, 1));
  const RowScore second = project_.scores().get(run, 2).value();
  EXPECT_EQ(second.score, 0.5);
  EXPECT_EQ(second.set, 2);
  EXPECT_EQ(second.suggestion, 0);
  EXPECT_EQ(second.p_weak, 0.25);
  EXPECT_EQ(second.annotator_label, 1);
  EXPECT_TRUE(second.accepted);
  EXPECT_EQ(project_.scores().get(run, 3)->suggestion, -1);
  EXPECT_EQ(project_.scores().page(run, 1, 1).at(0).row, 1);
  project_.scores().replace(run, std::span(scores).first(1));
  EXPECT_EQ(project_.scores().count(run), 1U);
}

TEST_F(RunsTest, AnswersAreKeptOncePerRow) {
  const std::int64_t run = add_run();
  AnswerRecord answer;
  answer.index = 3;
  answer.epoch = 3;
  answer.state = 0;
  answer.label = 1;
  answer.raw = "b";
  answer.request_hash = std::string(64, 'f');
  answer.tokens_in = 100;
  answer.tokens_out = 2;
  answer.cost = 0.25;
  answer.demonstrations = "[[1,0]]";
  project_.answers().add(run, answer);
  EXPECT_THROW(project_.answers().add(run, answer), Error);
  AnswerRecord failed;
  failed.index = 1;
  failed.epoch = 4;
  project_.answers().add(run, failed);
  const AnswerTotals totals = project_.answers().totals(run);
  EXPECT_EQ(totals.asked, 2);
  EXPECT_EQ(totals.answered, 1);
  EXPECT_EQ(totals.failed, 1);
  EXPECT_EQ(totals.tokens_in, 100);
  EXPECT_EQ(totals.cost, 0.25);
  const AnswerRecord stored = project_.answers().find(run, 3).value();
  EXPECT_EQ(stored.label, 1);
  EXPECT_EQ(stored.raw, "b");
  EXPECT_EQ(stored.demonstrations, "[[1,0]]");
  EXPECT_EQ(stored.request_hash, answer.request_hash);
  EXPECT_EQ(project_.answers().all(run).size(), 2U);
  failed.cost = 0.5;
  project_.answers().add(run, failed);  // a failed one is no answer yet
  EXPECT_EQ(project_.answers().totals(run).cost, 0.75);
  EXPECT_EQ(project_.answers().all(run).size(), 2U);
  project_.answers().drop_after_epoch(run, 3);
  EXPECT_FALSE(project_.answers().find(run, 1).has_value());
}

TEST_F(RunsTest, ARemovedRunTakesAllThatIsItsOwn) {
  const std::int64_t run = add_run();
  const std::int64_t other = add_run();
  const std::vector<float> loss = {1, 2, 3, 4};
  for (const std::int64_t id : {run, other}) {
    EpochCommit commit = epoch(1);
    commit.signals = {{"strong", "loss", std::span(loss)}};
    commit.checkpoints = {{"last", 1, {{"strong", "x"}}}};
    project_.runs().commit_epoch(id, commit);
  }
  project_.runs().remove(run);
  EXPECT_FALSE(project_.signals().read(run, 1, "strong", "loss").has_value());
  EXPECT_FALSE(project_.checkpoints().facts(run, "last").has_value());
  EXPECT_TRUE(project_.signals().read(other, 1, "strong", "loss").has_value());
  EXPECT_EQ(project_.integrity_problem(), "");
}

TEST_F(RunsTest, CompactDropsWhatAFinishedRunNoLongerNeeds) {
  const std::string state(3'000'000, 'x');
  const std::int64_t finished = add_run();
  const std::int64_t stopped = add_run();
  for (const std::int64_t id : {finished, stopped}) {
    project_.checkpoints().write(id, {"last", 1, {{"strong", state}}});
    project_.checkpoints().write(id, {"best", 1, {{"strong", state}}});
  }
  project_.runs().set_state(finished, RunState::finished);
  project_.runs().set_state(stopped, RunState::stopped);
  EXPECT_GT(project_.compact(), 2'500'000);
  EXPECT_FALSE(project_.checkpoints().facts(finished, "last").has_value());
  EXPECT_TRUE(project_.checkpoints().facts(finished, "best").has_value());
  EXPECT_TRUE(project_.checkpoints().facts(stopped, "last").has_value());
  EXPECT_EQ(project_.integrity_problem(), "");
  EXPECT_LT(std::filesystem::file_size(folder_ / "p.noiseal"), 10'000'000U);
}

}  // namespace
}  // namespace noiseal
