// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/store/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using testing::SizeIs;

class StoredExperiments : public testing::Test {
 protected:
  std::int64_t add(const std::string& name) {
    ExperimentRecord record;
    record.name = name;
    record.plan = R"({"seeds": [1, 2]})";
    record.program_version = "0.1.0";
    return project_.experiments().add(record);
  }

  test::TemporaryFolder folder_;
  Project project_ = test::make_small_project(folder_ / "p.noiseal");
};

TEST_F(StoredExperiments, KeepTheirPlanAndState) {
  const std::int64_t id = add("rules");
  project_.experiments().set_state(id, ExperimentState::failed, "The disk is full.");
  const ExperimentRecord record = project_.experiments().find(id);
  EXPECT_EQ(record.name, "rules");
  EXPECT_EQ(record.plan, R"({"seeds": [1, 2]})");
  EXPECT_EQ(record.program_version, "0.1.0");
  EXPECT_EQ(record.state, ExperimentState::failed);
  EXPECT_EQ(record.note, "The disk is full.");
  EXPECT_THAT(record.created, SizeIs(20));
  EXPECT_THROW(static_cast<void>(project_.experiments().find(99)), Error);
}

TEST_F(StoredExperiments, KeepEachOutcomeOnceByArmAndSeed) {
  const std::int64_t id = add("rules");
  project_.experiments().add_outcome(id, {1, 2, "k3", true, "third"});
  project_.experiments().add_outcome(id, {0, ~std::uint64_t{0}, "k2", false, "second"});
  project_.experiments().add_outcome(id, {1, 1, "k1", false, "first"});
  EXPECT_THROW(project_.experiments().add_outcome(id, {1, 1, "k1", false, "again"}), Error);
  const std::vector<OutcomeRecord> outcomes = project_.experiments().outcomes(id);
  ASSERT_THAT(outcomes, SizeIs(3));
  EXPECT_EQ(outcomes[0].seed, ~std::uint64_t{0});
  EXPECT_EQ(outcomes[1].outcome, "first");
  EXPECT_EQ(outcomes[2].outcome, "third");
  EXPECT_TRUE(outcomes[2].reused);
}

TEST_F(StoredExperiments, FindAnOutcomeByWhatItFollowsFrom) {
  const std::int64_t first = add("rules");
  const std::int64_t second = add("budget");
  project_.experiments().add_outcome(first, {0, 1, "same", false, "older"});
  project_.experiments().add_outcome(second, {3, 1, "same", true, "newer"});
  EXPECT_EQ(project_.experiments().outcome_of("same")->outcome, "newer");
  EXPECT_FALSE(project_.experiments().outcome_of("other"));
  project_.experiments().remove(second);
  EXPECT_EQ(project_.experiments().outcome_of("same")->outcome, "older");
  EXPECT_THAT(project_.experiments().all(), SizeIs(1));
}

TEST_F(StoredExperiments, KeepAnAnswerThatWasPaidForOnce) {
  AnswerRecord answer;
  answer.request_hash = "abc";
  answer.state = 0;
  answer.label = 1;
  answer.raw = "b";
  answer.tokens_in = 120;
  answer.cost = 0.5;
  AnswerRecord unparsable = answer;
  unparsable.request_hash = "def";
  unparsable.state = 1;
  unparsable.label = -1;
  project_.experiments().keep_answers({answer, unparsable});
  answer.raw = "another";
  project_.experiments().keep_answers({answer});
  const std::vector<AnswerRecord> kept = project_.experiments().kept_answers();
  ASSERT_THAT(kept, SizeIs(2));
  EXPECT_EQ(kept[0].raw, "b");
  EXPECT_EQ(kept[0].label, 1);
  EXPECT_EQ(kept[0].tokens_in, 120);
  EXPECT_EQ(kept[0].cost, 0.5);
  EXPECT_EQ(kept[1].label, -1);
}

}  // namespace
}  // namespace noiseal
