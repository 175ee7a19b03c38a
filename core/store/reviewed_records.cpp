// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/reviewed_records.h"

#include "core/store/connection.h"
#include "core/store/record_merge.h"

namespace noiseal {
namespace {

constexpr const char* kRowsWithReview =
    "SELECT r.ordinal, r.line, r.place, r.size, r.id, r.given, r.file_label, r.external_id, "
    "c.decision, c.kind, c.label, c.flagged, d.reviewer, d.time, d.note, "
    "s.score, s.rank, s.\"set\", s.suggestion, s.p_strong, s.p_weak, s.annotator_label, "
    "s.accepted, "
    "d.context, d.milliseconds "
    "FROM row r "
    "LEFT JOIN current_decision c ON c.row = r.id AND c.decision IS NOT NULL "
    "LEFT JOIN decision d ON d.id = c.decision "
    "LEFT JOIN row_score s ON s.run = ?1 AND s.row = r.id "
    "WHERE r.source = ?2 ORDER BY r.id";

std::optional<CurrentDecision> read_decision(Query& query, std::int64_t row) {
  if (query.is_null(8)) {
    return std::nullopt;
  }
  CurrentDecision decision;
  decision.row = row;
  decision.decision = query.integer(8);
  decision.kind = static_cast<DecisionKind>(query.integer(9));
  decision.label = query.label(10);
  decision.flagged = query.integer(11) != 0;
  decision.reviewer = query.text(12);
  decision.time = query.text(13);
  decision.note = query.text(14);
  decision.context = query.text(23);
  decision.milliseconds = query.integer(24);
  return decision;
}

std::optional<RowScore> read_score(Query& query, std::int64_t row) {
  if (query.is_null(15)) {
    return std::nullopt;
  }
  RowScore score;
  score.row = row;
  score.score = query.real(15);
  score.rank = query.integer(16);
  score.set = static_cast<std::uint8_t>(query.integer(17));
  score.suggestion = query.label(18);
  score.p_strong = query.real(19);
  score.p_weak = query.real(20);
  score.annotator_label = query.label(21);
  score.accepted = query.integer(22) != 0;
  return score;
}

}  // namespace

void for_each_reviewed_record(const Project& project, std::int64_t source,
                              std::optional<std::int64_t> run,
                              const std::function<void(const ReviewedRecord&)>& visit) {
  StoreConnection& connection = *project.connection_;
  Query rows(connection, kRowsWithReview);
  run ? rows.bind(1, *run) : rows.bind_null(1);
  rows.bind(2, source);
  merge_records(connection, source, rows, [&](const RecordView& record) {
    ReviewedRecord reviewed;
    reviewed.record = record;
    if (record.row) {
      reviewed.given = rows.label(5);
      reviewed.file_label = rows.label(6);
      reviewed.external_id = rows.is_null(7) ? std::string() : rows.text(7);
      reviewed.decision = read_decision(rows, *record.row);
      reviewed.score = read_score(rows, *record.row);
    }
    visit(reviewed);
  });
}

}  // namespace noiseal
