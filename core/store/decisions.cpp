// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/decisions.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "core/store/connection.h"
#include "core/store/utc_time.h"

namespace noiseal {
namespace {

std::string select_decision(const char* rest) {
  return std::string(
             "SELECT id, row, reviewer, time, kind, from_label, to_label, note, milliseconds, "
             "context, undoes, batch FROM decision ") +
         rest;
}

Decision read_decision(Query& query) {
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

std::string select_current(const char* rest) {
  return std::string(
             "SELECT c.row, c.decision, c.kind, c.label, c.flagged, d.reviewer, d.time, d.note "
             "FROM current_decision c JOIN decision d ON d.id = c.decision ") +
         rest;
}

CurrentDecision read_current(Query& query) {
  CurrentDecision current;
  current.row = query.integer(0);
  current.decision = query.integer(1);
  current.kind = static_cast<DecisionKind>(query.integer(2));
  current.label = query.label(3);
  current.flagged = query.integer(4) != 0;
  current.reviewer = query.text(5);
  current.time = query.text(6);
  current.note = query.text(7);
  return current;
}

bool decides(DecisionKind kind) {
  return kind != DecisionKind::skip && kind != DecisionKind::flag && kind != DecisionKind::undo;
}

/// Writes decisions and what follows from them; lives within one transaction.
class DecisionWriter {
 public:
  explicit DecisionWriter(StoreConnection& connection)
      : connection_(connection),
        insert_(connection,
                "INSERT INTO decision(row, reviewer, time, kind, from_label, to_label, note, "
                "milliseconds, context, undoes, batch) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        history_(connection, select_decision("WHERE row = ? ORDER BY id DESC").c_str()),
        remove_(connection, "DELETE FROM current_decision WHERE row = ?"),
        derive_(connection,
                "INSERT INTO current_decision(row, decision, kind, label, flagged) "
                "VALUES(?, ?, ?, ?, ?)") {}

  std::int64_t add(const Decision& decision, std::int64_t batch) {
    const std::string time = decision.time.empty() ? utc_now_milliseconds() : decision.time;
    insert_.bind(1, decision.row)
        .bind_text(2, decision.reviewer)
        .bind_text(3, time)
        .bind(4, static_cast<std::int64_t>(decision.kind))
        .bind_label(5, decision.from_label)
        .bind_label(6, decision.to_label)
        .bind_text(7, decision.note)
        .bind(8, decision.milliseconds)
        .bind_text(9, decision.context);
    bind_or_null(10, decision.undoes);
    bind_or_null(11, batch);
    insert_.run();
    const std::int64_t id = connection_.database().getLastInsertRowid();
    derive_current(decision.row);
    return id;
  }

 private:
  void bind_or_null(int place, std::int64_t value) {
    value != 0 ? insert_.bind(place, value) : insert_.bind_null(place);
  }

  /// Newest first: an undo that was not itself taken back takes back its target.
  void derive_current(std::int64_t row) {
    std::unordered_set<std::int64_t> taken_back;
    std::optional<Decision> stands;
    bool flagged = false;
    history_.bind(1, row);
    while (history_.step()) {
      Decision entry = read_decision(history_);
      if (taken_back.contains(entry.id)) {
        continue;
      }
      if (entry.kind == DecisionKind::undo) {
        taken_back.insert(entry.undoes);
      } else if (entry.kind == DecisionKind::flag) {
        flagged = true;
      } else if (decides(entry.kind) && !stands) {
        stands = std::move(entry);
      }
    }
    history_.reset();
    remove_.bind(1, row).run();
    if (!stands && !flagged) {
      return;
    }
    derive_.bind(1, row).bind(5, static_cast<std::int64_t>(flagged));
    if (stands) {
      derive_.bind(2, stands->id).bind(3, static_cast<std::int64_t>(stands->kind));
      derive_.bind_label(4, stands->to_label);
    } else {
      derive_.bind_null(2).bind_null(3).bind_null(4);
    }
    derive_.run();
  }

  StoreConnection& connection_;
  Query insert_;
  Query history_;
  Query remove_;
  Query derive_;
};

std::int64_t next_batch(StoreConnection& connection) {
  Query query(connection,
              "SELECT coalesce(max(batch), 0) + 1 FROM decision WHERE batch IS NOT NULL");
  query.step();
  return query.integer(0);
}

Decision undo_of(const Decision& target, const std::string& reviewer) {
  Decision undo;
  undo.row = target.row;
  undo.reviewer = reviewer;
  undo.kind = DecisionKind::undo;
  undo.from_label = target.to_label;
  undo.to_label = target.from_label;
  undo.undoes = target.id;
  return undo;
}

void check_not_taken_back(StoreConnection& connection, std::int64_t decision) {
  Query query(connection, "SELECT 1 FROM decision WHERE undoes = ?");
  query.bind(1, decision);
  if (query.step()) {
    throw Error(fmt::format("Decision {} was taken back before.", decision));
  }
}

}  // namespace

std::string_view decision_kind_name(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::accept:
      return "accept";
    case DecisionKind::keep:
      return "keep";
    case DecisionKind::label:
      return "label";
    case DecisionKind::ambiguous:
      return "ambiguous";
    case DecisionKind::exclude:
      return "exclude";
    case DecisionKind::skip:
      return "skip";
    case DecisionKind::flag:
      return "flag";
    default:
      return "undo";
  }
}

Decisions::Decisions(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

std::int64_t Decisions::add(const Decision& decision) {
  StoreTransaction transaction(*connection_);
  const std::int64_t id = DecisionWriter(*connection_).add(decision, decision.batch);
  transaction.commit();
  return id;
}

std::int64_t Decisions::add_batch(std::span<const Decision> decisions) {
  StoreTransaction transaction(*connection_);
  const std::int64_t batch = next_batch(*connection_);
  {
    DecisionWriter writer(*connection_);
    for (const Decision& decision : decisions) {
      writer.add(decision, batch);
    }
  }
  transaction.commit();
  return batch;
}

std::int64_t Decisions::undo(std::int64_t decision, const std::string& reviewer) {
  StoreTransaction transaction(*connection_);
  Decision target;
  {
    Query query(*connection_, select_decision("WHERE id = ?").c_str());
    query.bind(1, decision);
    if (!query.step()) {
      throw Error(fmt::format("There is no decision {} to take back.", decision));
    }
    target = read_decision(query);
  }
  check_not_taken_back(*connection_, decision);
  const std::int64_t id = DecisionWriter(*connection_).add(undo_of(target, reviewer), 0);
  transaction.commit();
  return id;
}

std::int64_t Decisions::undo_batch(std::int64_t batch, const std::string& reviewer) {
  StoreTransaction transaction(*connection_);
  std::vector<Decision> undos;
  {
    Query query(*connection_, select_decision("WHERE batch = ? ORDER BY id DESC").c_str());
    query.bind(1, batch);
    while (query.step()) {
      const Decision target = read_decision(query);
      check_not_taken_back(*connection_, target.id);
      undos.push_back(undo_of(target, reviewer));
    }
  }
  if (undos.empty()) {
    throw Error(fmt::format("There is no step {} to take back.", batch));
  }
  const std::int64_t undo_step = add_batch(undos);
  transaction.commit();
  return undo_step;
}

std::optional<CurrentDecision> Decisions::current(std::int64_t row) const {
  Query query(*connection_, select_current("WHERE c.row = ?").c_str());
  query.bind(1, row);
  return query.step() ? std::optional(read_current(query)) : std::nullopt;
}

void Decisions::for_each_current(const std::function<void(const CurrentDecision&)>& visit) const {
  Query query(*connection_, select_current("ORDER BY c.row").c_str());
  while (query.step()) {
    visit(read_current(query));
  }
}

std::size_t Decisions::decided_count() const {
  Query query(*connection_, "SELECT count(*) FROM current_decision WHERE decision IS NOT NULL");
  query.step();
  return static_cast<std::size_t>(query.integer(0));
}

std::vector<Decision> Decisions::history(std::int64_t row) const {
  std::vector<Decision> decisions;
  Query query(*connection_, select_decision("WHERE row = ? ORDER BY id").c_str());
  query.bind(1, row);
  while (query.step()) {
    decisions.push_back(read_decision(query));
  }
  return decisions;
}

void Decisions::for_each(const std::function<void(const Decision&)>& visit) const {
  Query query(*connection_, select_decision("ORDER BY id").c_str());
  while (query.step()) {
    visit(read_decision(query));
  }
}

}  // namespace noiseal
