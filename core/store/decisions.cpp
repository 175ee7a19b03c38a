// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/decisions.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "core/store/connection.h"
#include "core/store/decision_query.h"
#include "core/store/utc_time.h"

namespace noiseal {
namespace {

std::string select_current(const char* rest) {
  return std::string(
             "SELECT c.row, c.decision, c.kind, c.label, c.flagged, d.reviewer, d.time, d.note, "
             "d.context, d.milliseconds "
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
  current.context = query.text(8);
  current.milliseconds = query.integer(9);
  return current;
}

constexpr std::size_t kEntriesPerProgress = 1024;

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
                "VALUES(?, ?, ?, ?, ?)"),
        decide_(connection,
                "INSERT INTO current_decision(row, decision, kind, label, flagged) "
                "VALUES(?, ?, ?, ?, 0) ON CONFLICT(row) DO UPDATE SET decision = "
                "excluded.decision, kind = excluded.kind, label = excluded.label") {}

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
    if (decides(decision.kind)) {  // the newest one stands, whatever came before
      decide_.bind(1, decision.row).bind(2, id).bind(3, static_cast<std::int64_t>(decision.kind));
      decide_.bind_label(4, decision.to_label);
      decide_.run();
    } else if (decision.kind != DecisionKind::skip) {
      derive_current(decision.row);
    }
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
  Query decide_;
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

bool is_taken_back(StoreConnection& connection, std::int64_t decision) {
  Query query(connection, "SELECT 1 FROM decision WHERE undoes = ?");
  query.bind(1, decision);
  return query.step();
}

std::int64_t add_all(StoreConnection& connection, std::span<const Decision> decisions,
                     const BatchProgress& progress) {
  const std::int64_t batch = next_batch(connection);
  DecisionWriter writer(connection);
  std::size_t done = 0;
  for (const Decision& decision : decisions) {
    writer.add(decision, batch);
    if (++done % kEntriesPerProgress == 0 && progress) {
      progress(done);
    }
  }
  return batch;
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

std::int64_t Decisions::add_batch(std::span<const Decision> decisions,
                                  const BatchProgress& progress) {
  StoreTransaction transaction(*connection_);
  const std::int64_t batch = add_all(*connection_, decisions, progress);
  transaction.commit();
  return batch;
}

std::int64_t Decisions::undo(std::int64_t decision, const std::string& reviewer) {
  StoreTransaction transaction(*connection_);
  const Decision target = find(decision);
  if (is_taken_back(*connection_, decision)) {
    throw Error(fmt::format("Decision {} was taken back before.", decision));
  }
  const std::int64_t id = DecisionWriter(*connection_).add(undo_of(target, reviewer), 0);
  transaction.commit();
  return id;
}

std::int64_t Decisions::undo_batch(std::int64_t batch, const std::string& reviewer,
                                   const BatchProgress& progress) {
  StoreTransaction transaction(*connection_);
  std::vector<Decision> undos;
  bool known = false;
  {
    Query query(*connection_,
                "SELECT d.id, d.row, d.from_label, d.to_label, u.id FROM decision d LEFT JOIN "
                "decision u ON u.undoes = d.id WHERE d.batch = ? ORDER BY d.id DESC");
    query.bind(1, batch);
    while (query.step()) {
      known = true;
      if (query.is_null(4)) {
        Decision target;
        target.id = query.integer(0);
        target.row = query.integer(1);
        target.from_label = query.label(2);
        target.to_label = query.label(3);
        undos.push_back(undo_of(target, reviewer));
      }
    }
  }
  if (undos.empty()) {
    throw Error(known ? fmt::format("Step {} was taken back before.", batch)
                      : fmt::format("There is no step {} to take back.", batch));
  }
  const std::int64_t undo_step = add_all(*connection_, undos, progress);
  transaction.commit();
  return undo_step;
}

std::optional<CurrentDecision> Decisions::current(std::int64_t row) const {
  Query query(*connection_, select_current("WHERE c.row = ?").c_str());
  query.bind(1, row);
  return query.step() ? std::optional(read_current(query)) : std::nullopt;
}

bool Decisions::flagged(std::int64_t row) const {
  Query query(*connection_, "SELECT flagged FROM current_decision WHERE row = ?");
  query.bind(1, row);
  return query.step() && query.integer(0) != 0;
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

Decision Decisions::find(std::int64_t decision) const {
  Query query(*connection_, select_decision("WHERE id = ?").c_str());
  query.bind(1, decision);
  if (!query.step()) {
    throw Error(
        fmt::format("There is no decision {} in {}.", decision, connection_->file().string()));
  }
  return read_decision(query);
}

std::int64_t Decisions::newest() const {
  Query query(*connection_, "SELECT coalesce(max(id), 0) FROM decision");
  query.step();
  return query.integer(0);
}

std::vector<std::int64_t> Decisions::rows_after(std::int64_t decision) const {
  std::vector<std::int64_t> rows;
  Query query(*connection_, "SELECT DISTINCT row FROM decision WHERE id > ? ORDER BY row");
  query.bind(1, decision);
  while (query.step()) {
    rows.push_back(query.integer(0));
  }
  return rows;
}

std::vector<std::int64_t> Decisions::rows_decided_by(const std::string& reviewer) const {
  std::vector<std::int64_t> rows;
  std::unordered_set<std::int64_t> taken_back;
  Query query(*connection_,
              "SELECT id, undoes, kind, reviewer = ?, row FROM decision ORDER BY id DESC");
  query.bind_text(1, reviewer);
  while (query.step()) {
    const auto kind = static_cast<DecisionKind>(query.integer(2));
    if (!taken_back.empty() && taken_back.erase(query.integer(0)) > 0) {
      continue;
    }
    if (kind == DecisionKind::undo) {
      taken_back.insert(query.integer(1));
    } else if (decides(kind) && query.integer(3) != 0) {
      rows.push_back(query.integer(4));
    }
  }
  return rows;
}

void Decisions::for_each_in_force(const std::function<bool(const Decision&)>& visit,
                                  std::int64_t up_to) const {
  Query query(*connection_, select_decision("WHERE id <= ? ORDER BY id DESC").c_str());
  query.bind(1, up_to != 0 ? up_to : newest());
  std::unordered_set<std::int64_t> taken_back;
  while (query.step()) {
    const Decision entry = read_decision(query);
    if (taken_back.erase(entry.id) > 0) {
      continue;
    }
    if (entry.kind == DecisionKind::undo) {
      taken_back.insert(entry.undoes);
    } else if (!visit(entry)) {
      return;
    }
  }
}

void Decisions::for_each(const std::function<void(const Decision&)>& visit) const {
  Query query(*connection_, select_decision("ORDER BY id").c_str());
  while (query.step()) {
    visit(read_decision(query));
  }
}

}  // namespace noiseal
