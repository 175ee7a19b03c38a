// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/text_index.h"

#include <algorithm>

#include "core/store/connection.h"
#include "core/store/like_pattern.h"
#include "core/store/settings.h"

namespace noiseal {
namespace {

constexpr const char* kBuiltKey = "text_index.built";
constexpr const char* kReachedKey = "text_index.reached";  ///< the last row id that is indexed
constexpr std::size_t kRowsPerPiece = 5'000;
/// A piece merges so many pages of what earlier pieces wrote, whatever has piled up: left to
/// itself, FTS5 merges much at once now and then, and who waits for that piece waits long.
constexpr std::size_t kRowsPerMergedPage = 4;
constexpr std::size_t kLeastMergedPages = 16;

/// While it lives, commits don't wait for the disk. What they wrote is lost at most, and made
/// again; the next commit of anything else brings it to the disk too.
class WithoutWaiting {
 public:
  explicit WithoutWaiting(StoreConnection& connection) : connection_(connection) {
    Query waits(connection_, "PRAGMA synchronous");
    // With another journal (on a network) less would not be safe.
    lowered_ = waits.step() && waits.integer(0) == kFull && !connection_.on_network();
    waits.reset();
    if (lowered_) {
      connection_.execute("PRAGMA synchronous = NORMAL");
    }
  }
  ~WithoutWaiting() {
    try {
      if (lowered_) {
        connection_.execute("PRAGMA synchronous = FULL");
      }
    } catch (const Error&) {  // setting it touches no file
      lowered_ = false;
    }
  }
  WithoutWaiting(const WithoutWaiting&) = delete;
  WithoutWaiting& operator=(const WithoutWaiting&) = delete;

 private:
  static constexpr std::int64_t kFull = 2;
  StoreConnection& connection_;
  bool lowered_ = false;
};

void create_index(StoreConnection& connection) {
  connection.execute("DROP TABLE IF EXISTS row_text");
  connection.execute(
      "CREATE VIRTUAL TABLE row_text USING fts5(text, content='row', content_rowid='id', "
      "tokenize='trigram')");
  connection.execute("INSERT INTO row_text(row_text, rank) VALUES('automerge', 0)");
  connection.execute("INSERT INTO row_text(row_text, rank) VALUES('crisismerge', 1900)");
  connection.execute("INSERT INTO row_text(row_text, rank) VALUES('usermerge', 16)");
}

/// One FTS5 phrase: quotes within are doubled.
std::string phrase(const std::string& words) {
  std::string quoted = "\"";
  for (const char byte : words) {
    quoted += byte;
    if (byte == '"') {
      quoted += '"';
    }
  }
  return quoted + '"';
}

std::size_t characters(const std::string& utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  }));
}

std::int64_t row_count(StoreConnection& connection) {
  Query query(connection, "SELECT coalesce(max(id), 0) FROM row");
  query.step();
  return query.integer(0);
}

}  // namespace

TextIndex::TextIndex(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

bool TextIndex::built() const {
  return Settings(connection_).get(kBuiltKey).has_value();
}

TextIndexProgress TextIndex::build_piece(std::size_t rows) {
  const WithoutWaiting without_waiting(*connection_);
  StoreTransaction transaction(*connection_);
  Settings settings(connection_);
  const std::int64_t all = row_count(*connection_);
  std::int64_t reached = 0;
  if (settings.get(kBuiltKey)) {
    reached = all;
  } else if (const auto stored = settings.get(kReachedKey)) {
    reached = std::stoll(*stored);
  } else {
    create_index(*connection_);
  }
  if (reached < all) {
    const std::int64_t to = std::min(all, reached + static_cast<std::int64_t>(rows));
    Query insert(*connection_,
                 "INSERT INTO row_text(rowid, text) SELECT id, text FROM row WHERE id > ? AND "
                 "id <= ?");
    insert.bind(1, reached).bind(2, to).run();
    Query merge(*connection_, "INSERT INTO row_text(row_text, rank) VALUES('merge', ?)");
    merge.bind(1, static_cast<std::int64_t>(std::max(kLeastMergedPages, rows / kRowsPerMergedPage)))
        .run();
    reached = to;
    settings.set(kReachedKey, std::to_string(reached));
  }
  if (reached >= all) {
    settings.set(kBuiltKey, "1");
  }
  transaction.commit();
  return {static_cast<std::size_t>(reached), static_cast<std::size_t>(all)};
}

void TextIndex::build(const std::function<void(std::size_t, std::size_t)>& progress,
                      const Control& control) {
  TextIndexProgress reached;
  do {
    control.check_point();
    reached = build_piece(kRowsPerPiece);
    if (progress) {
      progress(reached.done, reached.all);
    }
  } while (!reached.built());
}

std::vector<std::int64_t> TextIndex::find(const std::string& words, std::size_t limit) const {
  std::vector<std::int64_t> ids;
  const bool indexed = characters(words) >= 3 && built();
  const std::string pattern = indexed ? phrase(words) : like_pattern(words);
  Query query(*connection_,
              indexed ? "SELECT rowid FROM row_text WHERE row_text MATCH ? ORDER BY rowid LIMIT ?"
                      : "SELECT id FROM row WHERE text LIKE ? ESCAPE '\\' ORDER BY id LIMIT ?");
  query.bind_text(1, pattern);
  query.bind(2, static_cast<std::int64_t>(std::min<std::size_t>(limit, 1U << 30U)));
  while (query.step()) {
    ids.push_back(query.integer(0));
  }
  return ids;
}

}  // namespace noiseal
