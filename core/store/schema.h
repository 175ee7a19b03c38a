// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace SQLite {
class Database;
}

namespace noiseal {

/// Stands at byte 68 of every project file ("NsAL"); `file` and other programs know it by this.
inline constexpr std::int32_t kApplicationId = 0x4E73414C;

/// One step of the file format: the SQL that turns version - 1 into version.
struct Migration {
  int version;
  const char* sql;
};

/// All steps in order, from an empty file to the newest format. Steps that were released are
/// never edited: a change of the format is a new step, with a test of its own.
std::span<const Migration> migrations();

/// The newest version that this program knows.
int newest_version();

/// Applies the steps that are newer than the file's user_version, each in a transaction of its
/// own, and sets application_id. Throws what SQLiteCpp throws.
void migrate(SQLite::Database& database, std::span<const Migration> steps);

}  // namespace noiseal
