// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/store/project.h"

namespace noiseal {

/// What a run that went on from reviewers' decisions changed against the run before it.
struct RunChanges {
  std::int64_t run = 0;
  std::int64_t before = 0;
  // Decisions on training rows that stood when the run began.
  std::size_t kept = 0;
  std::size_t relabelled = 0;
  std::size_t ambiguous = 0;  ///< trained on as rows without a sure label
  std::size_t excluded = 0;   ///< not trained on
  // Rows scored by both runs and not decided.
  std::size_t suggested_before = 0;  ///< suggested another label than the given one
  std::size_t suggested_now = 0;
  std::size_t newly_suggested = 0;
  std::size_t no_longer_suggested = 0;
  std::size_t other_suggestion = 0;  ///< both runs suggest another label, but not the same
  // Decided rows with a label: the run's suggestion is the decided one.
  std::size_t decided_with_label = 0;
  std::size_t agree_before = 0;
  std::size_t agree_now = 0;
};

/// Against the newest earlier run with scores; nothing when there is none.
std::optional<RunChanges> run_changes(const Project& project, std::int64_t run);
/// Some sentences about it for a person.
std::string run_changes_text(const RunChanges& changes);

}  // namespace noiseal
