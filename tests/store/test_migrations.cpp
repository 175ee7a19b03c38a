// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "core/store/schema.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

SQLite::Database empty_database() {
  return SQLite::Database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
}

int version_of(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt();
}

TEST(Migrations, AreNumberedFromOneWithoutGaps) {
  int expected = 1;
  for (const Migration& step : migrations()) {
    EXPECT_EQ(step.version, expected++);
  }
  EXPECT_EQ(newest_version(), expected - 1);
}

TEST(Migrations, StepOneMakesEveryTable) {
  SQLite::Database database = empty_database();
  migrate(database, migrations().first(1));
  EXPECT_EQ(version_of(database), 1);
  EXPECT_EQ(database.execAndGet("PRAGMA application_id").getInt(), kApplicationId);
  std::set<std::string> tables;
  SQLite::Statement query(database,
                          "SELECT name, strict FROM pragma_table_list WHERE schema = "
                          "'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'");
  while (query.executeStep()) {
    tables.insert(query.getColumn(0).getString());
    EXPECT_EQ(query.getColumn(1).getInt(), 1) << query.getColumn(0).getString() << " is not STRICT";
  }
  const std::set<std::string> expected = {"answer",
                                          "bad_record",
                                          "checkpoint",
                                          "checkpoint_piece",
                                          "current_decision",
                                          "decision",
                                          "epoch",
                                          "label",
                                          "noise",
                                          "notice",
                                          "row",
                                          "row_score",
                                          "run",
                                          "run_rows",
                                          "setting",
                                          "signal",
                                          "source",
                                          "source_chunk"};
  EXPECT_EQ(tables, expected);
}

TEST(Migrations, StepTwoAddsTheSamplesAndKeepsTheDecisions) {
  SQLite::Database database = empty_database();
  migrate(database, migrations().first(1));
  database.exec(
      "INSERT INTO label(id, name) VALUES(1, 'a');"
      "INSERT INTO source VALUES(1, 0, 'f.csv', '{}', x'', x'', 1);"
      "INSERT INTO row VALUES(1, 1, 0, 2, 0, 9, 0, 1, NULL, 1, NULL, 'one');"
      "INSERT INTO decision(row, reviewer, time, kind, note, milliseconds, context) "
      "VALUES(1, 'Ada', 'then', 1, 'n', 7, '{}');"
      "INSERT INTO current_decision VALUES(1, 1, 1, 1, 0)");
  migrate(database, migrations().first(2));
  EXPECT_EQ(version_of(database), 2);
  EXPECT_EQ(database.execAndGet("SELECT note FROM decision").getString(), "n");
  EXPECT_EQ(database.execAndGet("SELECT label FROM current_decision").getInt(), 1);
  database.exec(
      "INSERT INTO review_sample(purpose, run, created, reviewer, threshold, seed, population, "
      "after_decision) VALUES(0, 1, 'now', 'Ada', 0.5, 1, 10, 1);"
      "INSERT INTO review_sample_row VALUES(1, 0, 1, 1)");
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM review_sample_row").getInt(), 1);
}

TEST(Migrations, StepFourAddsTheExperimentsAndKeepsTheRuns) {
  SQLite::Database database = empty_database();
  migrate(database, migrations().first(3));
  database.exec(
      "INSERT INTO label(id, name) VALUES(1, 'a');"
      "INSERT INTO run(name, created, state, seed, recipe, program_version, facts, labels, "
      "last_epoch, note) VALUES('r', 'then', 4, 1, '{}', '0.1.0', '{}', '[]', 6, '')");
  migrate(database, migrations().first(4));
  EXPECT_EQ(version_of(database), 4);
  EXPECT_EQ(database.execAndGet("SELECT last_epoch FROM run").getInt(), 6);
  database.exec(
      "PRAGMA foreign_keys = ON;"
      "INSERT INTO experiment(name, created, state, plan, program_version, note) "
      "VALUES('rules', 'now', 0, '{}', '0.1.0', '');"
      "INSERT INTO experiment_outcome(experiment, arm, seed, key, reused, outcome) "
      "VALUES(1, 0, 1, 'k', 0, '{}');"
      "INSERT INTO experiment_answer VALUES('hash', 0, 1, 'a', 100, 2, 0.01)");
  EXPECT_THROW(database.exec("INSERT INTO experiment_outcome(experiment, arm, seed, key, reused, "
                             "outcome) VALUES(1, 0, 1, 'k', 0, '{}')"),
               SQLite::Exception);
  database.exec("DELETE FROM experiment");
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM experiment_outcome").getInt(), 0);
  EXPECT_EQ(database.execAndGet("SELECT label FROM experiment_answer").getInt(), 1);
}

TEST(Migrations, ApplyOnlyWhatIsNewerAndKeepTheData) {
  const std::array<Migration, 3> steps = {{{1, "CREATE TABLE a(x INTEGER) STRICT"},
                                           {2, "ALTER TABLE a ADD COLUMN y INTEGER DEFAULT 7"},
                                           {3, "UPDATE a SET y = y + x"}}};
  SQLite::Database database = empty_database();
  migrate(database, std::span(steps).first(1));
  database.exec("INSERT INTO a VALUES(1)");
  migrate(database, steps);
  EXPECT_EQ(version_of(database), 3);
  EXPECT_EQ(database.execAndGet("SELECT y FROM a").getInt(), 8);
  migrate(database, steps);
  EXPECT_EQ(database.execAndGet("SELECT y FROM a").getInt(), 8);
}

TEST(Migrations, AStepThatFailsLeavesTheStepBeforeIt) {
  const std::array<Migration, 2> steps = {
      {{1, "CREATE TABLE a(x)"}, {2, "CREATE TABLE b(x); CREATE TABLE a(x)"}}};
  SQLite::Database database = empty_database();
  EXPECT_THROW(migrate(database, steps), SQLite::Exception);
  EXPECT_EQ(version_of(database), 1);
  EXPECT_TRUE(database.tableExists("a"));
  EXPECT_FALSE(database.tableExists("b"));
}

}  // namespace
}  // namespace noiseal
