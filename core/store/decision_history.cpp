// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/decision_history.h"

#include <fmt/format.h>

#include "core/store/decision_query.h"
#include "core/store/like_pattern.h"

namespace noiseal {
namespace {

constexpr int kKinds = 8;

/// The numbers of the kinds whose name contains the words, for an IN list.
std::string kinds_named(const std::string& words) {
  std::string list;
  for (int kind = 0; kind < kKinds; ++kind) {
    if (decision_kind_name(static_cast<DecisionKind>(kind)).find(words) != std::string_view::npos) {
      list += fmt::format("{}{}", list.empty() ? "" : ",", kind);
    }
  }
  return list;
}

std::string history_sql(const std::string& words) {
  std::string sql =
      "SELECT d.id, d.row, d.reviewer, d.time, d.kind, d.from_label, d.to_label, d.note, "
      "d.milliseconds, d.context, d.undoes, d.batch, r.external_id, r.text, "
      "NOT EXISTS(SELECT 1 FROM decision u WHERE u.undoes = d.id) "
      "FROM decision d JOIN row r ON r.id = d.row ";
  if (!words.empty()) {
    sql +=
        "LEFT JOIN label f ON f.id = d.from_label LEFT JOIN label t ON t.id = d.to_label "
        "WHERE d.id < ?1 AND (r.text LIKE ?2 ESCAPE '\\' OR r.external_id LIKE ?2 ESCAPE '\\' OR "
        "d.reviewer LIKE ?2 ESCAPE '\\' OR d.note LIKE ?2 ESCAPE '\\' OR f.name LIKE ?2 ESCAPE "
        "'\\' OR t.name LIKE ?2 ESCAPE '\\' OR d.kind IN (" +
        kinds_named(words) + ")) ";
  } else {
    sql += "WHERE d.id < ?1 ";
  }
  return sql + "ORDER BY d.id DESC LIMIT 1";
}

HistoryStep read_step(Query& query) {
  HistoryStep step;
  step.entry = read_decision(query);
  step.first = step.entry.id;
  step.row_id = query.is_null(12) ? std::to_string(step.entry.row) : query.text(12);
  step.text = query.text(13);
  step.in_force = query.integer(14) != 0;
  return step;
}

}  // namespace

std::vector<HistoryStep> decision_history(const std::shared_ptr<StoreConnection>& connection,
                                          const HistoryQuery& query) {
  const std::string pattern = like_pattern(query.words);
  Query newest(*connection, history_sql(query.words).c_str());
  if (!query.words.empty()) {
    newest.bind_text(2, pattern);
  }
  Query batch(*connection, "SELECT min(id), count(*) FROM decision WHERE batch = ?");
  std::vector<HistoryStep> steps;
  std::int64_t before = query.before != 0 ? query.before : INT64_MAX;
  while (steps.size() < query.limit) {
    newest.bind(1, before);
    if (!newest.step()) {
      break;
    }
    HistoryStep step = read_step(newest);
    newest.reset();
    if (step.entry.batch != 0) {
      batch.bind(1, step.entry.batch);
      batch.step();
      step.first = batch.integer(0);
      step.size = static_cast<std::size_t>(batch.integer(1));
      batch.reset();
    }
    before = step.first;
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace noiseal
