// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "core/pipeline/reviewing.h"
#include "core/pipeline/run_changes.h"
#include "core/pipeline/run_facts.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/project_files.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using test::NoisyProject;
using test::ProjectFiles;
using testing::HasSubstr;

constexpr std::int32_t kA = 0;
constexpr std::int32_t kB = 1;
constexpr std::int32_t kC = 2;

/// Nine rows of three labels and two runs whose suggestions are set by hand.
class RunChangesTest : public testing::Test {
 protected:
  void decide(std::int64_t row, DecisionKind kind, std::int32_t label = -1) {
    const std::int32_t given = project_.rows().row(row).given;
    Decision decision = decision_on(row, given, kB, kind, label);
    decision.reviewer = "Ada";
    project_.decisions().add(decision);
  }
  std::int64_t add_run(const std::vector<std::int32_t>& suggestions, bool use_decisions) {
    RunFacts facts;
    facts.use_decisions = use_decisions;
    facts.newest_decision = project_.decisions().newest();
    RunRecord record;
    record.facts = run_facts_to_json(facts);
    const std::int64_t run =
        project_.runs().add(record, project_.rows().read_split(Split::train).ids);
    std::vector<RowScore> scores;
    for (std::size_t i = 0; i < suggestions.size(); ++i) {
      RowScore score;
      score.row = static_cast<std::int64_t>(i) + 1;
      score.suggestion = suggestions[i];
      scores.push_back(score);
    }
    project_.scores().replace(run, scores);
    return run;
  }

  ProjectFiles files_{"text,label\n1,a\n2,a\n3,a\n4,b\n5,b\n6,b\n7,c\n8,c\n9,c\n"};
  Project project_ = files_.project();
};

TEST_F(RunChangesTest, CountsDecisionsAndSuggestionsAgainstTheRunBefore) {
  //                given   a   a   a   b   b   b   c   c   c
  const auto before = add_run({kB, kB, kA, kB, kA, kC, kC, kA, kB}, false);
  decide(1, DecisionKind::accept);     // a -> b, suggested before
  decide(4, DecisionKind::keep);       // b, suggested before
  decide(7, DecisionKind::label, kA);  // c -> a, not suggested before
  decide(8, DecisionKind::exclude);
  decide(9, DecisionKind::ambiguous);
  decide(2, DecisionKind::skip);  // decides nothing
  const auto now = add_run({kB, kA, kC, kA, kC, kC, kA, kC, kC}, true);
  const RunChanges changes = run_changes(project_, now).value();
  EXPECT_EQ(changes.before, before);
  EXPECT_EQ(changes.kept, 1U);
  EXPECT_EQ(changes.relabelled, 2U);
  EXPECT_EQ(changes.ambiguous, 1U);
  EXPECT_EQ(changes.excluded, 1U);
  EXPECT_EQ(changes.suggested_before, 3U);     // rows 2, 5, 6
  EXPECT_EQ(changes.suggested_now, 3U);        // rows 3, 5, 6
  EXPECT_EQ(changes.newly_suggested, 1U);      // 3
  EXPECT_EQ(changes.no_longer_suggested, 1U);  // 2
  EXPECT_EQ(changes.other_suggestion, 1U);     // 5: a, then c
  EXPECT_EQ(changes.decided_with_label, 3U);   // 1, 4, 7
  EXPECT_EQ(changes.agree_before, 2U);         // 1, 4
  EXPECT_EQ(changes.agree_now, 2U);            // 1, 7
  const std::string text = run_changes_text(changes);
  EXPECT_THAT(text, HasSubstr("4 decisions were used (1 kept, 2 relabelled, 1 ambiguous) and 1"));
  EXPECT_THAT(text, HasSubstr("3 before, 3 now; 1 new, 1 gone, 1 with another suggestion"));
  EXPECT_THAT(text, HasSubstr("On 3 decided rows"));
}

TEST_F(RunChangesTest, WhatWasDecidedOrTakenBackAfterTheRunBeganWasNotUsedByIt) {
  add_run({kB, kB, kA, kB, kA, kC, kC, kA, kB}, false);
  decide(1, DecisionKind::accept);
  const auto now = add_run({kB, kA, kC, kA, kC, kC, kA, kC, kC}, true);
  decide(1, DecisionKind::exclude);
  decide(4, DecisionKind::keep);
  project_.decisions().undo(1, "Ada");
  const RunChanges changes = run_changes(project_, now).value();
  EXPECT_EQ(changes.relabelled, 1U);
  EXPECT_EQ(changes.excluded, 0U);
  EXPECT_EQ(changes.kept, 0U);
}

TEST_F(RunChangesTest, TheFirstRunHasNothingToCompareWith) {
  EXPECT_FALSE(run_changes(project_, add_run({kB}, false)).has_value());
}

TEST(ChangesOfARealRun, AreThoseBetweenTheStoredScores) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const std::int64_t first = test::run_to_end(project, test::small_recipe());
  const SplitLabels labels = project.rows().read_labels(Split::train);
  std::map<std::int64_t, std::int32_t> decided;
  for (std::size_t i = 0; i < labels.ids.size() && decided.size() < 40; ++i) {
    if (labels.given[i] != labels.gold[i]) {
      Decision decision =
          decision_on(labels.ids[i], labels.given[i], -1, DecisionKind::label, labels.gold[i]);
      decision.reviewer = "Ada";
      project.decisions().add(decision);
      decided[labels.ids[i]] = labels.gold[i];
    }
  }
  const std::int64_t second =
      test::run_to_end(project, test::small_recipe(), nullptr, UseDecisions::yes);
  const auto then = test::scores_of(project, first);
  const auto now = test::scores_of(project, second);
  std::size_t before = 0;
  std::size_t after = 0;
  std::size_t agree = 0;
  for (std::size_t i = 0; i < labels.ids.size(); ++i) {
    const std::int64_t row = labels.ids[i];
    if (const auto found = decided.find(row); found != decided.end()) {
      agree += now.at(row).suggestion == found->second ? 1U : 0U;
      continue;
    }
    const auto differs = [&](std::int32_t suggestion) {
      return suggestion >= 0 && suggestion != labels.given[i];
    };
    before += differs(then.at(row).suggestion) ? 1U : 0U;
    after += differs(now.at(row).suggestion) ? 1U : 0U;
  }
  const RunChanges changes = run_changes(project, second).value();
  EXPECT_EQ(changes.relabelled, 40U);
  EXPECT_EQ(changes.suggested_before, before);
  EXPECT_EQ(changes.suggested_now, after);
  EXPECT_EQ(changes.agree_now, agree);
  EXPECT_GT(agree, changes.agree_before);  // it has learnt from them
}

}  // namespace
}  // namespace noiseal
