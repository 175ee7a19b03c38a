// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/acceptance.h"

#include "core/base/error.h"

namespace noiseal {
namespace {

AnswerFate fate_of(const KeptAnswer& answer, Acceptance acceptance, std::int32_t joint,
                   std::int32_t given) {
  switch (answer.state) {
    case AnswerState::unparsable:
      return AnswerFate::unparsable;
    case AnswerState::failed:
      return AnswerFate::failed;
    case AnswerState::answered:
      break;
  }
  const bool witnessed = answer.label == joint || answer.label == given;
  return acceptance == Acceptance::overwrite || witnessed ? AnswerFate::accepted
                                                          : AnswerFate::refused;
}

/// An asked row of P or H after its answer.
RowRole answered(const RowRole& before, AnswerFate fate, std::int32_t label, std::int32_t given) {
  RowRole role = before;
  role.fate = fate;
  if (fate == AnswerFate::accepted) {
    role.label = label;
    role.set = before.set == RowSet::hard ? RowSet::reliable : before.set;
    role.settled = true;
  } else {
    role.label = given;
    role.set = RowSet::hard;
  }
  return role;
}

}  // namespace

bool is_asked(RowSet set, Rule rule, Acceptance acceptance) {
  if (set == RowSet::hard) {
    return acceptance == Acceptance::two_witness || rule == Rule::mixture;
  }
  return set == RowSet::purified;
}

std::vector<RowRole> accept_answers(const Selection& selection, Rule rule, Acceptance acceptance,
                                    std::span<const std::int32_t> given,
                                    std::span<const KeptAnswer> answers) {
  std::vector<RowRole> roles = roles_of(selection, given);
  if (!answers.empty() && answers.size() != roles.size()) {
    throw Error("Kept answers must be given for every row or for none.");
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i].asked) {
      continue;
    }
    if (is_asked(roles[i].set, rule, acceptance)) {
      const AnswerFate fate = fate_of(answers[i], acceptance, selection.joint[i], given[i]);
      roles[i] = answered(roles[i], fate, answers[i].label, given[i]);
    } else {
      roles[i].fate = AnswerFate::idle;
    }
  }
  return roles;
}

AcceptanceCounts count_fates(std::span<const RowRole> roles) {
  AcceptanceCounts counts;
  for (const RowRole& role : roles) {
    counts.accepted += role.fate == AnswerFate::accepted ? 1U : 0U;
    counts.refused += role.fate == AnswerFate::refused ? 1U : 0U;
    counts.unparsable += role.fate == AnswerFate::unparsable ? 1U : 0U;
    counts.failed += role.fate == AnswerFate::failed ? 1U : 0U;
  }
  return counts;
}

void remember_accepted(std::span<const RowRole> roles, std::vector<std::int32_t>& accepted) {
  if (accepted.size() != roles.size()) {
    throw Error("Accepted answers and roles are not of the same number of rows.");
  }
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i].fate == AnswerFate::accepted) {
      accepted[i] = roles[i].label;
    } else if (roles[i].fate == AnswerFate::refused) {
      accepted[i] = -1;
    }
  }
}

}  // namespace noiseal
