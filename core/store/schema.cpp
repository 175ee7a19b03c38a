// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <array>

namespace noiseal {
namespace {

// Version 1, part one: what was imported.
constexpr const char* kData = R"sql(
CREATE TABLE label(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL DEFAULT '',
  colour TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE source(
  id INTEGER PRIMARY KEY,
  role INTEGER NOT NULL CHECK(role BETWEEN 0 AND 2),
  file_name TEXT NOT NULL,
  format TEXT NOT NULL,
  header BLOB NOT NULL,
  tail BLOB NOT NULL,
  records INTEGER NOT NULL
) STRICT;

-- A source's records, byte for byte, whole records in each chunk; first: offset of its first byte.
CREATE TABLE source_chunk(
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source(id),
  first INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE(source, first)
) STRICT;

-- place, size: where the record's bytes lie in the source. file_label is never changed.
CREATE TABLE row(
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source(id),
  ordinal INTEGER NOT NULL,
  line INTEGER NOT NULL,
  place INTEGER NOT NULL,
  size INTEGER NOT NULL,
  split INTEGER NOT NULL CHECK(split BETWEEN 0 AND 2),
  given INTEGER REFERENCES label(id),
  gold INTEGER REFERENCES label(id),
  file_label INTEGER REFERENCES label(id),
  external_id TEXT,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX row_outside_train ON row(split) WHERE split <> 0;

-- Records that are no rows: set aside for a reason, or, without one, empty lines.
CREATE TABLE bad_record(
  source INTEGER NOT NULL REFERENCES source(id),
  ordinal INTEGER NOT NULL,
  line INTEGER NOT NULL,
  place INTEGER NOT NULL,
  size INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY(source, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE noise(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  type TEXT NOT NULL,
  rate REAL NOT NULL,
  seed INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  details TEXT NOT NULL
) STRICT;
)sql";

// Version 1, part two: training runs.
constexpr const char* kRuns = R"sql(
CREATE TABLE run(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  created TEXT NOT NULL,
  state INTEGER NOT NULL CHECK(state BETWEEN 0 AND 5),
  seed INTEGER NOT NULL,
  recipe TEXT NOT NULL,
  program_version TEXT NOT NULL,
  facts TEXT NOT NULL,
  labels TEXT NOT NULL,
  last_epoch INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;

-- Row ids in the run's order, little-endian 64-bit.
CREATE TABLE run_rows(
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL,
  ids BLOB NOT NULL,
  PRIMARY KEY(run, chunk)
) STRICT;

CREATE TABLE epoch(
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  phase TEXT NOT NULL,
  figures TEXT NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY(run, epoch)
) STRICT, WITHOUT ROWID;

-- type: 0 float32, 1 uint16, 2 uint8, 3 int32. Chunk before epoch in the key: a row's biography
-- is one range.
CREATE TABLE signal(
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  model TEXT NOT NULL,
  signal TEXT NOT NULL,
  type INTEGER NOT NULL CHECK(type BETWEEN 0 AND 3),
  bytes BLOB NOT NULL,
  UNIQUE(run, chunk, epoch, model, signal)
) STRICT;

CREATE TABLE row_score(
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  row INTEGER NOT NULL,
  score REAL NOT NULL,
  rank INTEGER NOT NULL,
  "set" INTEGER NOT NULL,
  suggestion INTEGER,
  p_strong REAL NOT NULL,
  p_weak REAL NOT NULL,
  annotator_label INTEGER,
  accepted INTEGER NOT NULL,
  PRIMARY KEY(run, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_score_rank ON row_score(run, rank);
CREATE INDEX row_score_set ON row_score(run, "set", rank);
CREATE INDEX row_score_suggestion ON row_score(run, suggestion, rank);

CREATE TABLE answer(
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  row_index INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK(state BETWEEN 0 AND 2),
  label INTEGER,
  raw TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  tokens_in INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL,
  cost REAL NOT NULL,
  demonstrations TEXT NOT NULL,
  UNIQUE(run, row_index)
) STRICT;

CREATE TABLE checkpoint(
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  UNIQUE(run, kind)
) STRICT;

CREATE TABLE checkpoint_piece(
  id INTEGER PRIMARY KEY,
  checkpoint INTEGER NOT NULL REFERENCES checkpoint(id) ON DELETE CASCADE,
  part TEXT NOT NULL,
  piece INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE(checkpoint, part, piece)
) STRICT;

CREATE TABLE notice(
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  name TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX notice_run ON notice(run);
)sql";

// Version 1, part three: what reviewers did.
constexpr const char* kDecisions = R"sql(
CREATE TABLE decision(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  row INTEGER NOT NULL REFERENCES row(id),
  reviewer TEXT NOT NULL,
  time TEXT NOT NULL,
  kind INTEGER NOT NULL CHECK(kind BETWEEN 0 AND 7),
  from_label INTEGER REFERENCES label(id),
  to_label INTEGER REFERENCES label(id),
  note TEXT NOT NULL,
  milliseconds INTEGER NOT NULL,
  context TEXT NOT NULL,
  undoes INTEGER UNIQUE REFERENCES decision(id),
  batch INTEGER
) STRICT;
CREATE INDEX decision_row ON decision(row);
CREATE INDEX decision_batch ON decision(batch) WHERE batch IS NOT NULL;

CREATE TRIGGER decision_never_changed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decision_never_removed BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
-- INSERT OR REPLACE removes without firing the trigger above.
CREATE TRIGGER decision_never_replaced BEFORE INSERT ON decision
WHEN EXISTS(SELECT 1 FROM decision WHERE id = NEW.id OR undoes = NEW.undoes)
BEGIN SELECT RAISE(ABORT, 'decisions are never replaced'); END;

-- Follows from decision: the row's newest one that was not taken back.
CREATE TABLE current_decision(
  row INTEGER PRIMARY KEY REFERENCES row(id),
  decision INTEGER REFERENCES decision(id),
  kind INTEGER,
  label INTEGER REFERENCES label(id),
  flagged INTEGER NOT NULL
) STRICT;
)sql";

// Version 2: random samples of rows that are reviewed to measure something: how often suggestions
// are right, how many errors are left.
constexpr const char* kSamples = R"sql(
-- purpose: 0 suggestions that may be accepted unseen, 1 errors that are left.
-- population: undecided rows that it was drawn from. after_decision: the newest decision then.
-- batch: the step that accepted the rest; NULL before.
CREATE TABLE review_sample(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  purpose INTEGER NOT NULL CHECK(purpose BETWEEN 0 AND 1),
  run INTEGER NOT NULL,
  created TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  threshold REAL,
  seed INTEGER NOT NULL,
  population INTEGER NOT NULL,
  after_decision INTEGER NOT NULL,
  batch INTEGER
) STRICT;

CREATE TABLE review_sample_row(
  sample INTEGER NOT NULL REFERENCES review_sample(id),
  place INTEGER NOT NULL,
  row INTEGER NOT NULL REFERENCES row(id),
  suggestion INTEGER REFERENCES label(id),
  PRIMARY KEY(sample, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_sample_row_row ON review_sample_row(row);
)sql";

// Version 3: lists by given label; labels that were merged into another one.
constexpr const char* kLists = R"sql(
CREATE INDEX row_given ON row(given);
ALTER TABLE label ADD COLUMN merged_into INTEGER REFERENCES label(id);
)sql";

// Version 4: experiments.
constexpr const char* kExperiments = R"sql(
-- plan: JSON with the arms' recipes and the seeds.
CREATE TABLE experiment(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  created TEXT NOT NULL,
  state INTEGER NOT NULL CHECK(state BETWEEN 0 AND 4),
  plan TEXT NOT NULL,
  program_version TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;

-- One run of an arm. key: what its outcome follows from; reused: it was there under that key.
CREATE TABLE experiment_outcome(
  id INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiment(id) ON DELETE CASCADE,
  arm INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  key TEXT NOT NULL,
  reused INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  UNIQUE(experiment, arm, seed)
) STRICT;
CREATE INDEX experiment_outcome_key ON experiment_outcome(key);

-- A language model's answers that experiments have paid for.
CREATE TABLE experiment_answer(
  request_hash TEXT PRIMARY KEY,
  state INTEGER NOT NULL CHECK(state BETWEEN 0 AND 1),
  label INTEGER REFERENCES label(id),
  raw TEXT NOT NULL,
  tokens_in INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL,
  cost REAL NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

const std::string& first_version() {
  static const std::string sql = std::string(kData) + kRuns + kDecisions;
  return sql;
}

}  // namespace

std::span<const Migration> migrations() {
  static const std::array<Migration, 4> steps = {
      {{1, first_version().c_str()}, {2, kSamples}, {3, kLists}, {4, kExperiments}}};
  return steps;
}

int newest_version() {
  return migrations().back().version;
}

void migrate(SQLite::Database& database, std::span<const Migration> steps) {
  const int present = database.execAndGet("PRAGMA user_version").getInt();
  for (const Migration& step : steps) {
    if (step.version <= present) {
      continue;
    }
    SQLite::Transaction transaction(database);
    database.exec(step.sql);
    database.exec(fmt::format("PRAGMA user_version = {}", step.version));
    database.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
    transaction.commit();
  }
}

}  // namespace noiseal
