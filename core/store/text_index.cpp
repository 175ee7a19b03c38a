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
  StoreTransaction transaction(*connection_);
  Settings settings(connection_);
  const std::int64_t all = row_count(*connection_);
  std::int64_t reached = 0;
  if (settings.get(kBuiltKey)) {
    reached = all;
  } else if (const auto stored = settings.get(kReachedKey)) {
    reached = std::stoll(*stored);
  } else {
    connection_->execute("DROP TABLE IF EXISTS row_text");
    connection_->execute(
        "CREATE VIRTUAL TABLE row_text USING fts5(text, content='row', content_rowid='id', "
        "tokenize='trigram')");
  }
  if (reached < all) {
    const std::int64_t to = std::min(all, reached + static_cast<std::int64_t>(rows));
    Query insert(*connection_,
                 "INSERT INTO row_text(rowid, text) SELECT id, text FROM row WHERE id > ? AND "
                 "id <= ?");
    insert.bind(1, reached).bind(2, to).run();
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
