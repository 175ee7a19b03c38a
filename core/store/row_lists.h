// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/store/sources.h"

namespace noiseal {

class StoreConnection;

/// Which rows a list shows: those that meet every condition that is set.
struct RowFilter {
  std::optional<Split> split;
  std::optional<std::int32_t> given;  ///< label index
  std::optional<std::int64_t> run;    ///< whose sets and scores count
  std::optional<std::uint8_t> set;    ///< RowSet 0 R, 1 H, 2 P, 3 unused, of that run
  std::string words;                  ///< the text contains them as written, in any case
  bool wrong_given_only = false;      ///< gold is known and differs from the given label

  friend bool operator==(const RowFilter&, const RowFilter&) = default;
};

enum class RowOrder : std::uint8_t {
  number,  ///< row id
  given,   ///< name of the given label, then row id
  score,   ///< error score of the filter's run, most suspicious first
};

/// A row as a list shows it.
struct ListedRow {
  std::int64_t id = 0;
  std::string external_id;  ///< empty: none
  std::int64_t line = 0;    ///< 1-based, in its source
  Split split = Split::train;
  std::int32_t given = -1;
  std::int32_t gold = -1;
  std::string text;  ///< its first characters
  /// Of the run asked for, where it has a score for the row.
  std::optional<double> score;
  std::optional<std::uint8_t> set;
  std::int32_t suggestion = -1;
};

/// Rows by label of one split: position = label index.
struct LabelCounts {
  std::vector<std::int64_t> given;
  std::vector<std::int64_t> gold;
};

/// Lists of rows for windows: all ids first, then a page of rows at a time.
class RowLists {
 public:
  explicit RowLists(std::shared_ptr<StoreConnection> connection);

  /// Ids of every row that meets the filter, in order. Without a condition none is read.
  [[nodiscard]] std::vector<std::int64_t> ids(const RowFilter& filter, RowOrder order) const;
  /// The named rows in the order asked for; text_characters: how much of each text.
  [[nodiscard]] std::vector<ListedRow> rows(std::span<const std::int64_t> ids,
                                            std::optional<std::int64_t> run,
                                            int text_characters = 300) const;
  [[nodiscard]] LabelCounts label_counts(Split split) const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
