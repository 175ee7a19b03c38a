// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/answers.h"

#include <fmt/format.h>

#include "core/store/connection.h"

namespace noiseal {
namespace {

constexpr const char* kSelect =
    "SELECT row_index, epoch, state, label, raw, request_hash, tokens_in, tokens_out, cost, "
    "demonstrations FROM answer WHERE run = ? ";

AnswerRecord read_answer(Query& query) {
  AnswerRecord answer;
  answer.index = static_cast<std::uint32_t>(query.integer(0));
  answer.epoch = static_cast<int>(query.integer(1));
  answer.state = static_cast<std::uint8_t>(query.integer(2));
  answer.label = query.label(3);
  answer.raw = query.text(4);
  answer.request_hash = query.text(5);
  answer.tokens_in = query.integer(6);
  answer.tokens_out = query.integer(7);
  answer.cost = query.real(8);
  answer.demonstrations = query.text(9);
  return answer;
}

}  // namespace

Answers::Answers(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

void Answers::add(std::int64_t run, const AnswerRecord& answer) {
  add_all(run, {answer});
}

void Answers::add_all(std::int64_t run, const std::vector<AnswerRecord>& answers) {
  StoreTransaction transaction(*connection_);
  Query insert(*connection_,
               "INSERT INTO answer(run, row_index, epoch, state, label, raw, request_hash, "
               "tokens_in, tokens_out, cost, demonstrations) "
               "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(run, row_index) DO UPDATE SET "
               "epoch = excluded.epoch, state = excluded.state, label = excluded.label, "
               "raw = excluded.raw, request_hash = excluded.request_hash, "
               "tokens_in = tokens_in + excluded.tokens_in, "
               "tokens_out = tokens_out + excluded.tokens_out, cost = cost + excluded.cost, "
               "demonstrations = excluded.demonstrations WHERE state = 2");
  for (const AnswerRecord& answer : answers) {
    insert.bind(1, run)
        .bind(2, static_cast<std::int64_t>(answer.index))
        .bind(3, static_cast<std::int64_t>(answer.epoch))
        .bind(4, static_cast<std::int64_t>(answer.state))
        .bind_label(5, answer.label)
        .bind_text(6, answer.raw)
        .bind_text(7, answer.request_hash)
        .bind(8, answer.tokens_in)
        .bind(9, answer.tokens_out)
        .bind(10, answer.cost)
        .bind_text(11, answer.demonstrations)
        .run();
    if (connection_->database().getChanges() == 0) {
      throw Error(
          fmt::format("Run {} has an answer for row number {} already; a row is asked once.", run,
                      answer.index));
    }
  }
  transaction.commit();
}

std::vector<AnswerRecord> Answers::all(std::int64_t run) const {
  std::vector<AnswerRecord> answers;
  Query query(*connection_, (std::string(kSelect) + "ORDER BY id").c_str());
  query.bind(1, run);
  while (query.step()) {
    answers.push_back(read_answer(query));
  }
  return answers;
}

std::optional<AnswerRecord> Answers::find(std::int64_t run, std::uint32_t index) const {
  Query query(*connection_, (std::string(kSelect) + "AND row_index = ?").c_str());
  query.bind(1, run).bind(2, static_cast<std::int64_t>(index));
  return query.step() ? std::optional(read_answer(query)) : std::nullopt;
}

AnswerTotals Answers::totals(std::int64_t run) const {
  Query query(*connection_,
              "SELECT count(*), count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = "
              "1), count(*) FILTER (WHERE state = 2), coalesce(sum(tokens_in), 0), "
              "coalesce(sum(tokens_out), 0), total(cost) FROM answer WHERE run = ?");
  query.bind(1, run);
  query.step();
  return {query.integer(0), query.integer(1), query.integer(2), query.integer(3),
          query.integer(4), query.integer(5), query.real(6)};
}

void Answers::drop_after_epoch(std::int64_t run, int epoch) {
  Query query(*connection_, "DELETE FROM answer WHERE run = ? AND epoch > ?");
  query.bind(1, run).bind(2, static_cast<std::int64_t>(epoch)).run();
}

}  // namespace noiseal
