// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/stats/agreement.h"
#include "core/stats/intervals.h"
#include "core/store/project.h"

namespace noiseal {

/// What one reviewer says about a row: "keep" and "accept" count as the label they stand for.
struct Verdict {
  std::string reviewer;
  std::int64_t decision = 0;  ///< id
  DecisionKind kind = DecisionKind::keep;
  std::int32_t label = -1;  ///< for keep, accept and label; ambiguous and exclude: -1
};

/// Two reviewers on the rows that both have decided.
struct ReviewerPair {
  std::string first;
  std::string second;
  Agreement agreement;
};

/// A row on which reviewers differ and that nobody has settled.
struct Conflict {
  std::int64_t row = 0;
  std::vector<Verdict> verdicts;  ///< one of each reviewer, in order of name
};

struct ReviewersReport {
  std::vector<ReviewerPair> pairs;  ///< in order of names; pairs with no row in common left out
  std::vector<Conflict> conflicts;  ///< in order of row
};

/// From each reviewer's newest decision in force on each row. Decisions made to settle a conflict
/// and those of an auto-accept say nothing about agreement. A conflict is settled by a decision
/// that was made for it after all of its verdicts.
ReviewersReport compare_reviewers(const Project& project);

/// What blind mode shows: how often seeing the suggestion changed the reviewer's mind.
struct BlindReport {
  std::size_t decisions = 0;        ///< made blind, with a first choice
  std::size_t agreed_at_first = 0;  ///< the first choice was the suggestion
  std::size_t changed = 0;          ///< the final choice is another than the first
  std::size_t changed_to_suggestion = 0;
  Interval changed_share;  ///< of changed / decisions; 95 %, Wilson
  std::string sentence;
};
BlindReport blind_report(const Project& project);

}  // namespace noiseal
