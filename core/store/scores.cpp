// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/scores.h"

#include <string>

#include "core/store/connection.h"

namespace noiseal {
namespace {

std::string select_score(const char* rest) {
  return std::string(
             "SELECT row, score, rank, \"set\", suggestion, p_strong, p_weak, annotator_label, "
             "accepted FROM row_score WHERE run = ? ") +
         rest;
}

RowScore read_score(Query& query) {
  RowScore score;
  score.row = query.integer(0);
  score.score = query.real(1);
  score.rank = query.integer(2);
  score.set = static_cast<std::uint8_t>(query.integer(3));
  score.suggestion = query.label(4);
  score.p_strong = query.real(5);
  score.p_weak = query.real(6);
  score.annotator_label = query.label(7);
  score.accepted = query.integer(8) != 0;
  return score;
}

void visit_scores(Query& query, const std::function<bool(const RowScore&)>& visit) {
  while (query.step()) {
    if (!visit(read_score(query))) {
      return;
    }
  }
}

}  // namespace

Scores::Scores(std::shared_ptr<StoreConnection> connection) : connection_(std::move(connection)) {}

void Scores::replace(std::int64_t run, std::span<const RowScore> scores) {
  StoreTransaction transaction(*connection_);
  Query remove(*connection_, "DELETE FROM row_score WHERE run = ?");
  remove.bind(1, run).run();
  Query insert(
      *connection_,
      "INSERT INTO row_score(run, row, score, rank, \"set\", suggestion, p_strong, p_weak, "
      "annotator_label, accepted) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const RowScore& score : scores) {
    insert.bind(1, run)
        .bind(2, score.row)
        .bind(3, score.score)
        .bind(4, score.rank)
        .bind(5, static_cast<std::int64_t>(score.set))
        .bind_label(6, score.suggestion)
        .bind(7, score.p_strong)
        .bind(8, score.p_weak)
        .bind_label(9, score.annotator_label)
        .bind(10, static_cast<std::int64_t>(score.accepted))
        .run();
  }
  transaction.commit();
}

std::optional<RowScore> Scores::get(std::int64_t run, std::int64_t row) const {
  Query query(*connection_, select_score("AND row = ?").c_str());
  query.bind(1, run).bind(2, row);
  return query.step() ? std::optional(read_score(query)) : std::nullopt;
}

std::size_t Scores::count(std::int64_t run) const {
  Query query(*connection_, "SELECT count(*) FROM row_score WHERE run = ?");
  query.bind(1, run);
  query.step();
  return static_cast<std::size_t>(query.integer(0));
}

void Scores::for_each_by_rank(std::int64_t run,
                              const std::function<bool(const RowScore&)>& visit) const {
  Query query(*connection_, select_score("ORDER BY rank").c_str());
  query.bind(1, run);
  visit_scores(query, visit);
}

void Scores::for_each_by_row(std::int64_t run,
                             const std::function<bool(const RowScore&)>& visit) const {
  Query query(*connection_, select_score("ORDER BY row").c_str());
  query.bind(1, run);
  visit_scores(query, visit);
}

std::vector<RowScore> Scores::page(std::int64_t run, std::int64_t after_rank,
                                   std::size_t limit) const {
  std::vector<RowScore> scores;
  Query query(*connection_, select_score("AND rank > ? ORDER BY rank LIMIT ?").c_str());
  query.bind(1, run).bind(2, after_rank).bind(3, static_cast<std::int64_t>(limit));
  while (query.step()) {
    scores.push_back(read_score(query));
  }
  return scores;
}

}  // namespace noiseal
