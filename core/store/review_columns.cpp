// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/review_columns.h"

#include <algorithm>

#include "core/store/connection.h"

namespace noiseal {
namespace {

constexpr std::size_t kRowsPerCheck = 4096;

void reserve(ReviewColumns& columns, std::size_t n) {
  columns.id.reserve(n);
  columns.score.reserve(n);
  columns.p_strong.reserve(n);
  columns.p_weak.reserve(n);
  columns.set.reserve(n);
  columns.suggestion.reserve(n);
  columns.annotator.reserve(n);
}

void clear_decisions(ReviewColumns& columns) {
  const std::size_t n = columns.size();
  columns.decision.assign(n, 0);
  columns.kind.assign(n, 0);
  columns.decided.assign(n, -1);
  columns.flagged.assign(n, 0);
}

/// The query's columns: row, decision, kind, label, flagged.
void take_decision(ReviewColumns& columns, std::size_t place, Query& query) {
  columns.decision[place] = query.integer(1);  // NULL, flagged only, reads as 0
  columns.kind[place] = static_cast<std::uint8_t>(query.integer(2));
  columns.decided[place] = query.label(3);
  columns.flagged[place] = static_cast<std::uint8_t>(query.integer(4));
}

}  // namespace

std::size_t ReviewColumns::place(std::int64_t row) const {
  const auto found = std::lower_bound(id.begin(), id.end(), row);
  return found != id.end() && *found == row ? static_cast<std::size_t>(found - id.begin())
                                            : id.size();
}

ReviewColumns read_review_columns(const std::shared_ptr<StoreConnection>& connection,
                                  std::int64_t run, const Control& control) {
  ReviewColumns columns;
  Query count(*connection, "SELECT count(*) FROM row_score WHERE run = ?");
  count.bind(1, run);
  count.step();
  reserve(columns, static_cast<std::size_t>(count.integer(0)));
  Query scores(*connection,
               "SELECT row, score, p_strong, p_weak, \"set\", suggestion, annotator_label FROM "
               "row_score WHERE run = ? ORDER BY row");
  scores.bind(1, run);
  while (scores.step()) {
    if (columns.size() % kRowsPerCheck == 0) {
      control.check_point();
    }
    columns.id.push_back(scores.integer(0));
    columns.score.push_back(static_cast<float>(scores.real(1)));
    columns.p_strong.push_back(static_cast<float>(scores.real(2)));
    columns.p_weak.push_back(static_cast<float>(scores.real(3)));
    columns.set.push_back(static_cast<std::uint8_t>(scores.integer(4)));
    columns.suggestion.push_back(scores.label(5));
    columns.annotator.push_back(scores.label(6));
  }
  columns.given.assign(columns.size(), -1);
  Query given(*connection, "SELECT id, given FROM row ORDER BY id");
  std::size_t next = 0;
  while (next < columns.size() && given.step()) {
    if (columns.id[next] == given.integer(0)) {
      columns.given[next] = given.label(1);
      if (++next % kRowsPerCheck == 0) {
        control.check_point();
      }
    }
  }
  clear_decisions(columns);
  refresh_decisions(connection, columns);
  return columns;
}

void refresh_decisions(const std::shared_ptr<StoreConnection>& connection, ReviewColumns& columns,
                       const std::vector<std::int64_t>& rows) {
  Query query(*connection,
              "SELECT row, decision, kind, label, flagged FROM current_decision WHERE row = ?");
  for (const std::int64_t row : rows) {
    const std::size_t place = columns.place(row);
    if (place == columns.size()) {
      continue;
    }
    query.bind(1, row);
    if (query.step()) {
      take_decision(columns, place, query);
    } else {
      columns.decision[place] = 0;
      columns.kind[place] = 0;
      columns.decided[place] = -1;
      columns.flagged[place] = 0;
    }
    query.reset();
  }
}

void refresh_decisions(const std::shared_ptr<StoreConnection>& connection, ReviewColumns& columns) {
  clear_decisions(columns);
  Query query(*connection,
              "SELECT row, decision, kind, label, flagged FROM current_decision ORDER BY row");
  while (query.step()) {
    if (const std::size_t place = columns.place(query.integer(0)); place != columns.size()) {
      take_decision(columns, place, query);
    }
  }
}

}  // namespace noiseal
