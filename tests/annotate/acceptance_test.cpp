// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/acceptance.h"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"

namespace noiseal {
namespace {

using Labels = std::vector<std::int32_t>;

constexpr RowSet R = RowSet::reliable;
constexpr RowSet H = RowSet::hard;
constexpr RowSet P = RowSet::purified;
constexpr RowSet U = RowSet::unused;

// One row: given label 0, joint prediction 1; the answer is 0, 1 or 2.
RowRole role_of(RowSet set, Rule rule, Acceptance acceptance, const KeptAnswer& answer,
                std::int32_t joint = 1) {
  const Selection selection{.set = {set}, .joint = {joint}, .joint_confidence = {.9F}};
  return accept_answers(selection, rule, acceptance, Labels{0}, std::vector<KeptAnswer>{answer})[0];
}

KeptAnswer answered(std::int32_t label) {
  return {.asked = true, .state = AnswerState::answered, .label = label};
}
constexpr KeptAnswer kUnparsable{.asked = true, .state = AnswerState::unparsable};
constexpr KeptAnswer kFailed{.asked = true, .state = AnswerState::failed};

TEST(TwoWitness, TruthTableOfAPurifiedRow) {
  const auto role = [](const KeptAnswer& answer) {
    return role_of(P, Rule::agreement, Acceptance::two_witness, answer);
  };
  EXPECT_EQ(role({}), (RowRole{P, 1, false, false, AnswerFate::not_asked, 0}));
  EXPECT_EQ(role(answered(1)), (RowRole{P, 1, false, true, AnswerFate::accepted, 0}));
  EXPECT_EQ(role(answered(0)), (RowRole{P, 0, false, true, AnswerFate::accepted, 0}));
  EXPECT_EQ(role(answered(2)), (RowRole{H, 0, false, false, AnswerFate::refused, 0}));
  EXPECT_EQ(role(kUnparsable), (RowRole{H, 0, false, false, AnswerFate::unparsable, 0}));
  EXPECT_EQ(role(kFailed), (RowRole{H, 0, false, false, AnswerFate::failed, 0}));
}

TEST(TwoWitness, TruthTableOfAHardRow) {
  const auto role = [](const KeptAnswer& answer) {
    return role_of(H, Rule::agreement, Acceptance::two_witness, answer);
  };
  EXPECT_EQ(role({}), (RowRole{H, 0, false, false, AnswerFate::not_asked, 0}));
  // Trains as reliable, but is never a demonstration.
  EXPECT_EQ(role(answered(1)), (RowRole{R, 1, false, true, AnswerFate::accepted, 0}));
  EXPECT_EQ(role(answered(0)), (RowRole{R, 0, false, true, AnswerFate::accepted, 0}));
  EXPECT_EQ(role(answered(2)), (RowRole{H, 0, false, false, AnswerFate::refused, 0}));
  EXPECT_EQ(role(kUnparsable), (RowRole{H, 0, false, false, AnswerFate::unparsable, 0}));
}

TEST(Overwrite, TheAnswerBecomesTheLabelOfAPurifiedRow) {
  const auto role = [](const KeptAnswer& answer) {
    return role_of(P, Rule::agreement, Acceptance::overwrite, answer);
  };
  EXPECT_EQ(role({}), (RowRole{P, 1, false, false, AnswerFate::not_asked, 0}));
  for (std::int32_t label = 0; label < 3; ++label) {
    EXPECT_EQ(role(answered(label)), (RowRole{P, label, false, true, AnswerFate::accepted, 0}));
  }
  EXPECT_EQ(role(kUnparsable), (RowRole{H, 0, false, false, AnswerFate::unparsable, 0}));
  EXPECT_EQ(role(kFailed), (RowRole{H, 0, false, false, AnswerFate::failed, 0}));
}

TEST(Overwrite, LeavesHardRowsAloneButUnderMixtureWhosePIsEmpty) {
  EXPECT_EQ(role_of(H, Rule::agreement, Acceptance::overwrite, answered(2)),
            (RowRole{H, 0, false, false, AnswerFate::idle, 0}));
  EXPECT_EQ(role_of(H, Rule::mixture, Acceptance::overwrite, answered(2)),
            (RowRole{R, 2, false, true, AnswerFate::accepted, 0}));
  EXPECT_EQ(role_of(H, Rule::mixture, Acceptance::two_witness, answered(2)),
            (RowRole{H, 0, false, false, AnswerFate::refused, 0}));
}

TEST(EveryAcceptance, LeavesReliableAndUnusedRowsAsTheyAre) {
  for (const Acceptance acceptance : {Acceptance::overwrite, Acceptance::two_witness}) {
    EXPECT_EQ(role_of(R, Rule::agreement, acceptance, answered(1)),
              (RowRole{R, 0, true, false, AnswerFate::idle, 0}));
    EXPECT_EQ(role_of(R, Rule::agreement, acceptance, {}),
              (RowRole{R, 0, true, false, AnswerFate::not_asked, 0}));
    EXPECT_EQ(role_of(U, Rule::given_label, acceptance, answered(1)),
              (RowRole{U, 0, false, false, AnswerFate::idle, 0}));
  }
}

TEST(EveryAcceptance, IsNoAnnotatorWhenNothingWasAsked) {
  Rng rng({8});
  for (const Acceptance acceptance : {Acceptance::overwrite, Acceptance::two_witness}) {
    Selection selection;
    Labels given;
    for (int i = 0; i < 200; ++i) {
      selection.set.push_back(static_cast<RowSet>(rng.below(4)));
      selection.joint.push_back(static_cast<std::int32_t>(rng.below(5)));
      selection.joint_confidence.push_back(.5F);
      given.push_back(static_cast<std::int32_t>(rng.below(5)));
    }
    const auto none = roles_of(selection, given);
    EXPECT_EQ(accept_answers(selection, Rule::agreement, acceptance, given, {}), none);
    EXPECT_EQ(
        accept_answers(selection, Rule::agreement, acceptance, given, std::vector<KeptAnswer>(200)),
        none);
  }
}

TEST(EveryAcceptance, OnlyRowsOfTheSelectionsReliableSetMayBeDemonstrations) {
  Rng rng({9});
  Selection selection;
  Labels given;
  std::vector<KeptAnswer> answers;
  for (int i = 0; i < 500; ++i) {
    selection.set.push_back(static_cast<RowSet>(rng.below(4)));
    selection.joint.push_back(static_cast<std::int32_t>(rng.below(3)));
    selection.joint_confidence.push_back(.5F);
    given.push_back(static_cast<std::int32_t>(rng.below(3)));
    answers.push_back({rng.below(2) == 1, static_cast<AnswerState>(rng.below(3)),
                       static_cast<std::int32_t>(rng.below(3))});
  }
  const auto roles =
      accept_answers(selection, Rule::agreement, Acceptance::two_witness, given, answers);
  for (std::size_t i = 0; i < roles.size(); ++i) {
    EXPECT_EQ(roles[i].may_demonstrate, selection.set[i] == R);
    EXPECT_EQ(roles[i].settled, roles[i].fate == AnswerFate::accepted);
    if (roles[i].fate == AnswerFate::accepted) {
      EXPECT_TRUE(roles[i].label == given[i] || roles[i].label == selection.joint[i]);
    }
  }
}

TEST(IsAsked, PurifiedRowsAlwaysAndHardOnesByRuleAndAcceptance) {
  EXPECT_TRUE(is_asked(P, Rule::agreement, Acceptance::overwrite));
  EXPECT_FALSE(is_asked(H, Rule::agreement, Acceptance::overwrite));
  EXPECT_TRUE(is_asked(H, Rule::mixture, Acceptance::overwrite));
  EXPECT_TRUE(is_asked(H, Rule::agreement, Acceptance::two_witness));
  EXPECT_FALSE(is_asked(R, Rule::mixture, Acceptance::two_witness));
  EXPECT_FALSE(is_asked(U, Rule::given_label, Acceptance::two_witness));
}

TEST(Fates, AreCountedAndTheLastAcceptedAnswerIsRemembered) {
  std::vector<RowRole> roles(6);
  const AnswerFate fates[] = {AnswerFate::accepted,   AnswerFate::refused, AnswerFate::refused,
                              AnswerFate::unparsable, AnswerFate::failed,  AnswerFate::idle};
  for (std::size_t i = 0; i < 6; ++i) {
    roles[i].fate = fates[i];
    roles[i].label = 3;
  }
  const auto counts = count_fates(roles);
  EXPECT_EQ(counts.accepted, 1U);
  EXPECT_EQ(counts.refused, 2U);
  EXPECT_EQ(counts.unparsable, 1U);
  EXPECT_EQ(counts.failed, 1U);
  Labels accepted{-1, -1, 2, 2, 2, 2};
  remember_accepted(roles, accepted);
  EXPECT_EQ(accepted, (Labels{3, -1, -1, 2, 2, 2}));
  Labels short_one(2);
  EXPECT_THROW(remember_accepted(roles, short_one), Error);
}

}  // namespace
}  // namespace noiseal
