// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "core/store/file_system.h"
#include "core/store/schema.h"

namespace noiseal {
namespace {

constexpr int kBusyMilliseconds = 10'000;

void check_is_a_file(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  if (!std::filesystem::exists(status)) {
    throw Error(
        fmt::format("There is no project {}; check the name, or make it with \"noiseal import\".",
                    file.string()));
  }
  if (std::filesystem::is_directory(status)) {
    throw Error(fmt::format("{} is a folder, not a project; name a .noiseal file.", file.string()));
  }
  if (access(file.c_str(), R_OK) != 0) {
    throw Error(
        fmt::format("The project {} can't be read; change its permissions.", file.string()));
  }
}

/// For messages: a file that is being built is called by the name that it will have, without the
/// dot and the ending that ProjectBuilder gives it until it is complete.
std::string shown_name(const std::filesystem::path& file, ConnectionKind kind) {
  constexpr std::string_view kUnfinished = ".part";
  const std::string name = file.filename().string();
  if (kind != ConnectionKind::build || !name.starts_with('.') || !name.ends_with(kUnfinished)) {
    return file.string();
  }
  return (file.parent_path() / name.substr(1, name.size() - 1 - kUnfinished.size())).string();
}

}  // namespace

StoreConnection::StoreConnection(std::filesystem::path file, ConnectionKind kind,
                                 std::shared_ptr<const WriterLock> lock)
    : file_(std::move(file)), kind_(kind), lock_(std::move(lock)) {
  try {
    open();
  } catch (const SQLite::Exception& failure) {
    throw error(failure);
  }
}

StoreConnection::~StoreConnection() = default;

void StoreConnection::open() {
  on_network_ = on_network_file_system(file_);
  if (kind_ == ConnectionKind::build) {
    database_ = std::make_unique<SQLite::Database>(
        file_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
    set_up();
    return;
  }
  check_is_a_file(file_);
  if (kind_ == ConnectionKind::read || kind_ == ConnectionKind::check) {
    open_read();
    return;
  }
  if (access(file_.c_str(), W_OK) != 0) {
    throw Error(fmt::format("The project {} is read-only; change its permissions or copy it.",
                            file_.string()));
  }
  database_ =
      std::make_unique<SQLite::Database>(file_.string(), SQLite::OPEN_READWRITE, kBusyMilliseconds);
  check_format();
  set_up();
}

/// Only a connection that may write removes SQLite's side files when it is the last one to close;
/// a project is one file. A project in a folder that can't be written has no place for them; with
/// no writer about it is read as it lies.
void StoreConnection::open_read() {
  const auto connect = [&](const std::string& name, int flags) {
    database_ = std::make_unique<SQLite::Database>(name, flags, kBusyMilliseconds);
    database_->exec("PRAGMA query_only = ON");
    check_format();
  };
  const bool may_write = access(file_.c_str(), W_OK) == 0 &&
                         access(std::filesystem::absolute(file_).parent_path().c_str(), W_OK) == 0;
  try {
    connect(file_.string(), may_write ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY);
  } catch (const SQLite::Exception& failure) {
    const bool no_side_files =
        failure.getErrorCode() == SQLITE_CANTOPEN || failure.getErrorCode() == SQLITE_READONLY;
    if (!no_side_files || std::filesystem::exists(file_.string() + "-wal")) {
      throw;
    }
    std::string name = "file:";
    for (const char byte : std::filesystem::absolute(file_).string()) {
      name += byte == '%' || byte == '?' || byte == '#'
                  ? fmt::format("%{:02X}", static_cast<unsigned char>(byte))
                  : std::string(1, byte);
    }
    connect(name + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI);
  }
}

void StoreConnection::check_format() {
  int application = 0;
  int version = 0;
  try {
    application = database_->execAndGet("PRAGMA application_id").getInt();
    version = database_->execAndGet("PRAGMA user_version").getInt();
    database_->execAndGet("SELECT count(*) FROM sqlite_schema");  // reads page 1 for good
  } catch (const SQLite::Exception& failure) {
    if (failure.getErrorCode() != SQLITE_NOTADB) {
      throw;
    }
  }
  if (application != kApplicationId || version < 1) {
    throw Error(fmt::format(
        "{} is not a NoiseAL project; name a .noiseal file, or make one with \"noiseal import\".",
        file_.string()));
  }
  if (version > newest_version()) {
    throw Error(
        fmt::format("The project {} was written by a newer version of this program (format "
                    "{}, this one knows up to {}); update the program.",
                    file_.string(), version, newest_version()));
  }
  if (version < newest_version() && kind_ == ConnectionKind::read) {
    throw Error(
        fmt::format("The project {} has an older format; open it once for writing, e.g. "
                    "with \"noiseal compact\", to bring it up to date.",
                    file_.string()));
  }
}

void StoreConnection::set_up() {
  SQLite::Database& database = *database_;
  if (kind_ == ConnectionKind::build) {
    database.exec("PRAGMA page_size = 8192");
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("PRAGMA journal_mode = OFF");
    database.exec("PRAGMA synchronous = OFF");
    database.exec("PRAGMA cache_size = -32768");
  } else if (on_network_) {
    // A file that was in WAL mode is brought out of it without shared memory.
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.execAndGet("PRAGMA journal_mode = DELETE");
    database.exec("PRAGMA locking_mode = NORMAL");
    database.exec("PRAGMA synchronous = FULL");
  } else {
    database.execAndGet("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec("PRAGMA journal_size_limit = 67108864");
  }
  migrate(database, migrations());
  database.exec(kind_ == ConnectionKind::build ? "PRAGMA foreign_keys = OFF"
                                               : "PRAGMA foreign_keys = ON");
}

void StoreConnection::execute(const std::string& sql) {
  try {
    database_->exec(sql);
  } catch (const SQLite::Exception& failure) {
    throw error(failure);
  }
}

void StoreConnection::interrupt_when(const Control& control) {
  constexpr int kStepsBetweenLooks = 20'000;  // of SQLite's machine, well under a millisecond
  stop_ = control;
  sqlite3_progress_handler(
      database_->getHandle(), kStepsBetweenLooks,
      [](void* stop) { return static_cast<const Control*>(stop)->stop_requested() ? 1 : 0; },
      &stop_);
}

Error StoreConnection::error(const std::exception& failure) const {
  const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&failure);
  const std::string name = shown_name(file_, kind_);
  switch (sqlite != nullptr ? sqlite->getErrorCode() : SQLITE_ERROR) {
    case SQLITE_FULL:
      return Error(
          fmt::format("The disk that holds {} is full; make room and try again, what was stored "
                      "before is safe.",
                      name));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error(
          fmt::format("The project {} is in use by another program; close it there.", name));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error(fmt::format("The project {} is damaged; restore it from a copy.", name));
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return Error(fmt::format(
          "The project {} is read-only here; change its permissions or copy it.", name));
    case SQLITE_CANTOPEN:
      return Error(fmt::format(
          "The project {} could not be opened; check that its folder exists and is writable.",
          name));
    case SQLITE_IOERR:
      return Error(
          fmt::format("Reading or writing {} failed; check that the disk is neither full "
                      "nor failing, what was stored before is safe.",
                      name));
    case SQLITE_INTERRUPT:  // asked for: interrupt_when
      throw Interrupted();
    case SQLITE_TOOBIG:
      return Error(fmt::format("A value is too large for the project {} (over 1 GB).", name));
    default:
      return Error(fmt::format("The project {} refused a change ({}); please report this.", name,
                               failure.what()));
  }
}

void StoreConnection::load_labels() {
  label_ids_.clear();
  label_indices_.clear();
  Query query(*this,
              "SELECT id FROM label WHERE merged_into IS NULL ORDER BY name");  // BINARY collation:
                                                                                // byte order
  while (query.step()) {
    label_indices_.emplace(query.integer(0), static_cast<std::int32_t>(label_ids_.size()));
    label_ids_.push_back(query.integer(0));
  }
  labels_loaded_ = true;
}

std::optional<std::int64_t> StoreConnection::label_id(std::int32_t index) {
  if (index < 0) {
    return std::nullopt;
  }
  if (!labels_loaded_) {
    load_labels();
  }
  if (static_cast<std::size_t>(index) >= label_ids_.size()) {
    throw Error(fmt::format("The project {} has {} labels, there is none with number {}.",
                            file_.string(), label_ids_.size(), index));
  }
  return label_ids_[static_cast<std::size_t>(index)];
}

std::int32_t StoreConnection::label_index(std::int64_t id) {
  if (!labels_loaded_) {
    load_labels();
  }
  auto found = label_indices_.find(id);
  if (found == label_indices_.end()) {  // a reader, and the writer added it
    load_labels();
    found = label_indices_.find(id);
  }
  return found != label_indices_.end() ? found->second : -1;
}

}  // namespace noiseal
