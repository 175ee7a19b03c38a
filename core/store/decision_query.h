// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/store/connection.h"
#include "core/store/decisions.h"

namespace noiseal {

/// Private to core/store: how an entry of the list of decisions is read.
inline std::string select_decision(const char* rest) {
  return std::string(
             "SELECT id, row, reviewer, time, kind, from_label, to_label, note, milliseconds, "
             "context, undoes, batch FROM decision ") +
         rest;
}

inline Decision read_decision(Query& query) {
  Decision decision;
  decision.id = query.integer(0);
  decision.row = query.integer(1);
  decision.reviewer = query.text(2);
  decision.time = query.text(3);
  decision.kind = static_cast<DecisionKind>(query.integer(4));
  decision.from_label = query.label(5);
  decision.to_label = query.label(6);
  decision.note = query.text(7);
  decision.milliseconds = query.integer(8);
  decision.context = query.text(9);
  decision.undoes = query.integer(10);  // NULL reads as 0
  decision.batch = query.integer(11);
  return decision;
}

}  // namespace noiseal
