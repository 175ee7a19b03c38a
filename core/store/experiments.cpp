// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/experiments.h"

#include <fmt/format.h>

#include <bit>

#include "core/store/connection.h"
#include "core/store/utc_time.h"

namespace noiseal {
namespace {

std::string select_experiment(const char* rest) {
  return std::string(
             "SELECT id, name, created, state, plan, program_version, note FROM experiment ") +
         rest;
}

ExperimentRecord read_experiment(Query& query) {
  ExperimentRecord record;
  record.id = query.integer(0);
  record.name = query.text(1);
  record.created = query.text(2);
  record.state = static_cast<ExperimentState>(query.integer(3));
  record.plan = query.text(4);
  record.program_version = query.text(5);
  record.note = query.text(6);
  return record;
}

std::string select_outcome(const char* rest) {
  return std::string("SELECT arm, seed, key, reused, outcome FROM experiment_outcome ") + rest;
}

OutcomeRecord read_outcome(Query& query) {
  OutcomeRecord record;
  record.arm = static_cast<std::size_t>(query.integer(0));
  record.seed = std::bit_cast<std::uint64_t>(query.integer(1));
  record.key = query.text(2);
  record.reused = query.integer(3) != 0;
  record.outcome = query.text(4);
  return record;
}

}  // namespace

std::string experiment_state_name(ExperimentState state) {
  switch (state) {
    case ExperimentState::waiting:
      return "waiting";
    case ExperimentState::running:
      return "running";
    case ExperimentState::stopped:
      return "stopped";
    case ExperimentState::finished:
      return "finished";
    default:
      return "failed";
  }
}

Experiments::Experiments(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

std::int64_t Experiments::add(const ExperimentRecord& experiment) {
  StoreTransaction transaction(*connection_);
  const std::string created = experiment.created.empty() ? utc_now() : experiment.created;
  Query insert(*connection_,
               "INSERT INTO experiment(name, created, state, plan, program_version, note) "
               "VALUES(?, ?, ?, ?, ?, ?)");
  insert.bind_text(1, experiment.name)
      .bind_text(2, created)
      .bind(3, static_cast<std::int64_t>(experiment.state))
      .bind_text(4, experiment.plan)
      .bind_text(5, experiment.program_version)
      .bind_text(6, experiment.note)
      .run();
  const std::int64_t id = connection_->database().getLastInsertRowid();
  transaction.commit();
  return id;
}

std::vector<ExperimentRecord> Experiments::all() const {
  std::vector<ExperimentRecord> experiments;
  Query query(*connection_, select_experiment("ORDER BY id").c_str());
  while (query.step()) {
    experiments.push_back(read_experiment(query));
  }
  return experiments;
}

ExperimentRecord Experiments::find(std::int64_t id) const {
  Query query(*connection_, select_experiment("WHERE id = ?").c_str());
  query.bind(1, id);
  if (!query.step()) {
    throw Error(fmt::format(
        "The project {} has no experiment {}; \"noiseal experiment {} --list\" shows those that "
        "it has.",
        connection_->file().string(), id, connection_->file().string()));
  }
  return read_experiment(query);
}

void Experiments::set_state(std::int64_t id, ExperimentState state, const std::string& note) {
  Query query(*connection_, "UPDATE experiment SET state = ?, note = ? WHERE id = ?");
  query.bind(1, static_cast<std::int64_t>(state)).bind_text(2, note).bind(3, id).run();
}

void Experiments::remove(std::int64_t id) {
  Query query(*connection_, "DELETE FROM experiment WHERE id = ?");
  query.bind(1, id).run();
}

void Experiments::add_outcome(std::int64_t experiment, const OutcomeRecord& outcome) {
  Query insert(*connection_,
               "INSERT INTO experiment_outcome(experiment, arm, seed, key, reused, outcome) "
               "VALUES(?, ?, ?, ?, ?, ?)");
  insert.bind(1, experiment)
      .bind(2, static_cast<std::int64_t>(outcome.arm))
      .bind(3, std::bit_cast<std::int64_t>(outcome.seed))
      .bind_text(4, outcome.key)
      .bind(5, static_cast<std::int64_t>(outcome.reused ? 1 : 0))
      .bind_text(6, outcome.outcome)
      .run();
}

std::vector<OutcomeRecord> Experiments::outcomes(std::int64_t experiment) const {
  std::vector<OutcomeRecord> outcomes;
  Query query(*connection_, select_outcome("WHERE experiment = ? ORDER BY arm, seed, id").c_str());
  query.bind(1, experiment);
  while (query.step()) {
    outcomes.push_back(read_outcome(query));
  }
  return outcomes;
}

std::optional<OutcomeRecord> Experiments::outcome_of(const std::string& key) const {
  Query query(*connection_, select_outcome("WHERE key = ? ORDER BY id DESC LIMIT 1").c_str());
  query.bind_text(1, key);
  return query.step() ? std::optional(read_outcome(query)) : std::nullopt;
}

void Experiments::keep_answers(const std::vector<AnswerRecord>& answers) {
  StoreTransaction transaction(*connection_);
  Query insert(
      *connection_,
      "INSERT OR IGNORE INTO experiment_answer(request_hash, state, label, raw, tokens_in, "
      "tokens_out, cost) VALUES(?, ?, ?, ?, ?, ?, ?)");
  for (const AnswerRecord& answer : answers) {
    insert.bind_text(1, answer.request_hash)
        .bind(2, static_cast<std::int64_t>(answer.state))
        .bind_label(3, answer.label)
        .bind_text(4, answer.raw)
        .bind(5, answer.tokens_in)
        .bind(6, answer.tokens_out)
        .bind(7, answer.cost)
        .run();
  }
  transaction.commit();
}

std::vector<AnswerRecord> Experiments::kept_answers() const {
  std::vector<AnswerRecord> answers;
  Query query(*connection_,
              "SELECT request_hash, state, label, raw, tokens_in, tokens_out, cost FROM "
              "experiment_answer ORDER BY request_hash");
  while (query.step()) {
    AnswerRecord answer;
    answer.request_hash = query.text(0);
    answer.state = static_cast<std::uint8_t>(query.integer(1));
    answer.label = query.label(2);
    answer.raw = query.text(3);
    answer.tokens_in = query.integer(4);
    answer.tokens_out = query.integer(5);
    answer.cost = query.real(6);
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace noiseal
