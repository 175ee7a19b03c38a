// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/control.h"

namespace noiseal {

class StoreConnection;

/// How far the index is.
struct TextIndexProgress {
  std::size_t done = 0;  ///< rows
  std::size_t all = 0;
  [[nodiscard]] bool built() const { return done >= all; }
};

/// Full-text search over the rows' texts: FTS5, external content, trigrams (works for Chinese and
/// Japanese too), built on demand after the import.
class TextIndex {
 public:
  explicit TextIndex(std::shared_ptr<StoreConnection> connection);

  [[nodiscard]] bool built() const;
  /// Indexes at most so many rows more, in a transaction of its own: other writers wait for one
  /// piece alone. Goes on where an earlier call ended, of this program or another.
  TextIndexProgress build_piece(std::size_t rows);
  /// All of it, piece by piece; progress gets rows done and rows in all. After a stop a later call
  /// goes on.
  void build(const std::function<void(std::size_t, std::size_t)>& progress, const Control& control);
  /// Ids of rows that contain the words as written (any case), at most limit, in order of row id.
  /// Queries under three characters, and a project without index, are answered by a scan.
  [[nodiscard]] std::vector<std::int64_t> find(const std::string& words, std::size_t limit) const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
