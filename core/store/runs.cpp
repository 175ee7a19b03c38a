// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/runs.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/store/connection.h"
#include "core/store/utc_time.h"

namespace noiseal {
namespace {

constexpr std::size_t kIdsPerChunk = 65'536;

constexpr const char* kSelectRun =
    "SELECT id, name, created, state, seed, recipe, program_version, facts, labels, last_epoch, "
    "note FROM run ";

RunRecord read_run(Query& query) {
  RunRecord run;
  run.id = query.integer(0);
  run.name = query.text(1);
  run.created = query.text(2);
  run.state = static_cast<RunState>(query.integer(3));
  run.seed = std::bit_cast<std::uint64_t>(query.integer(4));
  run.recipe = query.text(5);
  run.program_version = query.text(6);
  run.facts = query.text(7);
  run.labels = nlohmann::json::parse(query.text(8)).get<std::vector<std::string>>();
  run.last_epoch = static_cast<int>(query.integer(9));
  run.note = query.text(10);
  return run;
}

void insert_row_ids(StoreConnection& connection, std::int64_t run,
                    std::span<const std::int64_t> row_ids) {
  Query insert(connection, "INSERT INTO run_rows(run, chunk, ids) VALUES(?, ?, ?)");
  std::int64_t chunk = 0;
  for (std::size_t begin = 0; begin < row_ids.size(); begin += kIdsPerChunk) {
    const auto ids = row_ids.subspan(begin, std::min(kIdsPerChunk, row_ids.size() - begin));
    insert.bind(1, run)
        .bind(2, chunk++)
        .bind_blob(3, {reinterpret_cast<const char*>(ids.data()), ids.size_bytes()})
        .run();
  }
}

/// What a run that was resumed from an earlier epoch had stored for this and later ones.
void remove_from_epoch(StoreConnection& connection, std::int64_t run, int epoch) {
  for (const char* sql : {"DELETE FROM epoch WHERE run = ? AND epoch >= ?",
                          "DELETE FROM signal WHERE run = ? AND epoch >= ?",
                          "DELETE FROM notice WHERE run = ? AND epoch >= ?"}) {
    Query query(connection, sql);
    query.bind(1, run).bind(2, static_cast<std::int64_t>(epoch)).run();
  }
}

}  // namespace

std::string run_state_name(RunState state) {
  switch (state) {
    case RunState::created:
      return "new";
    case RunState::running:
      return "running";
    case RunState::paused:
      return "paused";
    case RunState::stopped:
      return "stopped";
    case RunState::finished:
      return "finished";
    default:
      return "failed";
  }
}

Runs::Runs(std::shared_ptr<StoreConnection> connection) : connection_(std::move(connection)) {}

std::int64_t Runs::add(const RunRecord& run, std::span<const std::int64_t> row_ids) {
  StoreTransaction transaction(*connection_);
  const std::string created = run.created.empty() ? utc_now() : run.created;
  const std::string labels =
      nlohmann::json(run.labels).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  Query insert(
      *connection_,
      "INSERT INTO run(name, created, state, seed, recipe, program_version, facts, labels, "
      "last_epoch, note) VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0, ?)");
  insert.bind_text(1, run.name)
      .bind_text(2, created)
      .bind(3, static_cast<std::int64_t>(run.state))
      .bind(4, std::bit_cast<std::int64_t>(run.seed))
      .bind_text(5, run.recipe)
      .bind_text(6, run.program_version)
      .bind_text(7, run.facts)
      .bind_text(8, labels)
      .bind_text(9, run.note)
      .run();
  const std::int64_t id = connection_->database().getLastInsertRowid();
  insert_row_ids(*connection_, id, row_ids);
  transaction.commit();
  return id;
}

std::vector<RunRecord> Runs::all() const {
  std::vector<RunRecord> runs;
  Query query(*connection_, (std::string(kSelectRun) + "ORDER BY id").c_str());
  while (query.step()) {
    runs.push_back(read_run(query));
  }
  return runs;
}

RunRecord Runs::run(std::int64_t id) const {
  Query query(*connection_, (std::string(kSelectRun) + "WHERE id = ?").c_str());
  query.bind(1, id);
  if (!query.step()) {
    throw Error(
        fmt::format("The project {} has no run {}; \"noiseal report\" without --run shows "
                    "the newest.",
                    connection_->file().string(), id));
  }
  return read_run(query);
}

std::optional<RunRecord> Runs::newest(std::optional<RunState> state) const {
  Query query(*connection_,
              (std::string(kSelectRun) + "WHERE ?1 IS NULL OR state = ?1 ORDER BY id DESC LIMIT 1")
                  .c_str());
  if (state) {
    query.bind(1, static_cast<std::int64_t>(*state));
  }
  return query.step() ? std::optional(read_run(query)) : std::nullopt;
}

std::vector<std::int64_t> Runs::row_ids(std::int64_t run) const {
  std::vector<std::int64_t> ids;
  Query query(*connection_, "SELECT ids FROM run_rows WHERE run = ? ORDER BY chunk");
  query.bind(1, run);
  while (query.step()) {
    const std::string_view bytes = query.blob(0);
    const std::size_t present = ids.size();
    ids.resize(present + bytes.size() / sizeof(std::int64_t));
    std::memcpy(ids.data() + present, bytes.data(), bytes.size());
  }
  return ids;
}

void Runs::set_state(std::int64_t run, RunState state, const std::string& note) {
  Query query(*connection_, "UPDATE run SET state = ?, note = ? WHERE id = ?");
  query.bind(1, static_cast<std::int64_t>(state)).bind_text(2, note).bind(3, run).run();
}

void Runs::set_facts(std::int64_t run, const std::string& facts) {
  Query query(*connection_, "UPDATE run SET facts = ? WHERE id = ?");
  query.bind_text(1, facts).bind(2, run).run();
}

void Runs::set_name(std::int64_t run, const std::string& name) {
  Query query(*connection_, "UPDATE run SET name = ? WHERE id = ?");
  query.bind_text(1, name).bind(2, run).run();
}

void Runs::remove(std::int64_t run) {
  Query query(*connection_, "DELETE FROM run WHERE id = ?");
  query.bind(1, run).run();
}

void Runs::commit_epoch(std::int64_t run, const EpochCommit& commit) {
  StoreTransaction transaction(*connection_);
  remove_from_epoch(*connection_, run, commit.epoch.epoch);
  Query insert(*connection_,
               "INSERT INTO epoch(run, epoch, phase, figures, seconds) VALUES(?, ?, ?, ?, ?)");
  insert.bind(1, run)
      .bind(2, static_cast<std::int64_t>(commit.epoch.epoch))
      .bind_text(3, commit.epoch.phase)
      .bind_text(4, commit.epoch.figures)
      .bind(5, commit.epoch.seconds)
      .run();
  Signals signals(connection_);
  for (const SignalColumn& column : commit.signals) {
    signals.write(run, commit.epoch.epoch, column);
  }
  Checkpoints checkpoints(connection_);
  for (const CheckpointWrite& checkpoint : commit.checkpoints) {
    checkpoints.write(run, checkpoint);
  }
  for (const std::string& kind : commit.drop_checkpoints) {
    checkpoints.drop(run, kind);
  }
  for (const RunNotice& notice : commit.notices) {
    add_notice(run, notice);
  }
  if (!commit.scores.empty()) {
    Scores(connection_).replace(run, commit.scores);
  }
  if (commit.facts) {
    set_facts(run, *commit.facts);
  }
  Query last(*connection_,
             "UPDATE run SET last_epoch = ?1, state = coalesce(?2, state) WHERE id = ?3");
  last.bind(1, static_cast<std::int64_t>(commit.epoch.epoch)).bind(3, run);
  if (commit.state) {
    last.bind(2, static_cast<std::int64_t>(*commit.state));
  }
  last.run();
  transaction.commit();
}

std::vector<EpochRecord> Runs::epochs(std::int64_t run) const {
  std::vector<EpochRecord> epochs;
  Query query(*connection_,
              "SELECT epoch, phase, figures, seconds FROM epoch WHERE run = ? ORDER BY epoch");
  query.bind(1, run);
  while (query.step()) {
    epochs.push_back(
        {static_cast<int>(query.integer(0)), query.text(1), query.text(2), query.real(3)});
  }
  return epochs;
}

void Runs::add_notice(std::int64_t run, const RunNotice& notice) {
  Query query(*connection_, "INSERT INTO notice(run, epoch, name, message) VALUES(?, ?, ?, ?)");
  query.bind(1, run)
      .bind(2, static_cast<std::int64_t>(notice.epoch))
      .bind_text(3, notice.name)
      .bind_text(4, notice.message)
      .run();
}

std::vector<RunNotice> Runs::notices(std::int64_t run) const {
  std::vector<RunNotice> notices;
  Query query(*connection_,
              "SELECT epoch, name, message FROM notice WHERE run = ? ORDER BY epoch, id");
  query.bind(1, run);
  while (query.step()) {
    notices.push_back({static_cast<int>(query.integer(0)), query.text(1), query.text(2)});
  }
  return notices;
}

}  // namespace noiseal
