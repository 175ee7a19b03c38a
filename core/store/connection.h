// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/control.h"
#include "core/base/error.h"
#include "core/store/writer_lock.h"

namespace noiseal {

/// How a connection is opened. Private to core/store, like all of this file.
enum class ConnectionKind {
  read,
  write,
  check,  ///< read, to tell a wrong file from a good one of any older format
  build,  ///< a fresh file that nobody else sees: no journal, no waiting for the disk
};

/// One SQLite connection to a project file and what belongs to it.
class StoreConnection {
 public:
  /// Opens and checks the file; the lock (for write and build) is kept as long as the connection.
  StoreConnection(std::filesystem::path file, ConnectionKind kind,
                  std::shared_ptr<const WriterLock> lock);
  ~StoreConnection();
  StoreConnection(const StoreConnection&) = delete;
  StoreConnection& operator=(const StoreConnection&) = delete;

  [[nodiscard]] SQLite::Database& database() { return *database_; }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] bool writable() const {
    return kind_ == ConnectionKind::write || kind_ == ConnectionKind::build;
  }
  [[nodiscard]] bool on_network() const { return on_network_; }

  /// Runs SQL that returns nothing; errors as Error.
  void execute(const std::string& sql);
  /// A SQLite failure as one sentence about this file.
  [[nodiscard]] Error error(const std::exception& failure) const;

  /// Queries end with Interrupted soon after control is asked to stop.
  void interrupt_when(const Control& control);

  /// Translates between label indices (byte order of names) and the file's label ids.
  [[nodiscard]] std::optional<std::int64_t> label_id(std::int32_t index);
  [[nodiscard]] std::int32_t label_index(std::int64_t id);
  void forget_labels() { labels_loaded_ = false; }

 private:
  friend class StoreTransaction;
  void open();
  void open_read();
  void check_format();
  void set_up();
  void load_labels();

  std::filesystem::path file_;
  ConnectionKind kind_;
  bool on_network_ = false;
  std::shared_ptr<const WriterLock> lock_;
  std::unique_ptr<SQLite::Database> database_;
  Control stop_;  ///< what interrupt_when was last told
  int transaction_depth_ = 0;
  bool transaction_doomed_ = false;
  bool labels_loaded_ = false;
  std::vector<std::int64_t> label_ids_;                           ///< by index
  std::unordered_map<std::int64_t, std::int32_t> label_indices_;  ///< by id
};

/// One prepared statement. Every failure of SQLite leaves it as an Error.
class Query {
 public:
  Query(StoreConnection& connection, const char* sql);

  Query& bind(int place, std::int64_t value);
  Query& bind(int place, double value);
  /// By name, ":run".
  Query& bind(const char* name, std::int64_t value);
  Query& bind_null(int place);
  /// Views must live until the statement is stepped for the last time.
  Query& bind_text(int place, const std::string& text);
  Query& bind_blob(int place, std::string_view bytes);
  /// A label index as the file's id, none as NULL.
  Query& bind_label(int place, std::int32_t index);

  /// To the next result row; false at the end.
  bool step();
  /// Runs to the end and makes the statement ready for other values.
  void run();
  void reset();

  [[nodiscard]] std::int64_t integer(int column);
  [[nodiscard]] double real(int column);
  [[nodiscard]] std::string text(int column);
  [[nodiscard]] std::string_view blob(int column);  ///< valid until the next step
  [[nodiscard]] bool is_null(int column);
  [[nodiscard]] std::int32_t label(int column);  ///< index, -1 for NULL

 private:
  StoreConnection& connection_;
  std::unique_ptr<SQLite::Statement> statement_;
};

/// A transaction that may nest: the outermost one begins and commits. Left without commit(), all
/// is rolled back.
class StoreTransaction {
 public:
  explicit StoreTransaction(StoreConnection& connection);
  ~StoreTransaction();
  StoreTransaction(const StoreTransaction&) = delete;
  StoreTransaction& operator=(const StoreTransaction&) = delete;
  void commit();

 private:
  StoreConnection& connection_;
  bool open_ = true;
};

}  // namespace noiseal
