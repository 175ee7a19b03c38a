// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/store/decisions.h"

namespace noiseal {

/// Which part of the history of decisions is looked at.
struct HistoryQuery {
  std::string words;        ///< in the row's text or id, reviewer, note, label or kind; empty: all
  std::int64_t before = 0;  ///< steps older than this entry id; 0: from the newest
  std::size_t limit = 100;  ///< steps at most
};

/// One step in the history, as a person reads it.
struct HistoryStep {
  Decision entry;          ///< the newest of the step's entries that match
  std::int64_t first = 0;  ///< id of the step's first entry: where the next page goes on
  std::size_t size = 1;    ///< entries in the whole step
  bool in_force = false;   ///< false: that entry was taken back
  std::string row_id;      ///< the row's own id, else its number
  std::string text;        ///< the row's text
};

/// Steps of all reviewers, newest first; many decisions made at once are one step.
std::vector<HistoryStep> decision_history(const std::shared_ptr<StoreConnection>& connection,
                                          const HistoryQuery& query);

}  // namespace noiseal
