// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/store/sources.h"

namespace noiseal {

/// One row of text with its labels (indices, -1 for none).
struct Row {
  std::int64_t id = 0;  ///< 1-based, unique in the project, in the order of import
  std::int64_t source = 0;
  std::int64_t ordinal = 0;  ///< of its record within the source
  std::int64_t line = 0;     ///< 1-based line of the record within the source
  Split split = Split::train;
  std::string text;              ///< UTF-8; several text columns joined
  std::int32_t given = -1;       ///< the label that is audited; noise changes it
  std::int32_t gold = -1;        ///< the reference label where known
  std::int32_t file_label = -1;  ///< the label that the file has: never changed
  std::string external_id;       ///< the file's own id; empty where it has none

  /// What a person calls the row: its own id, else its number.
  [[nodiscard]] std::string shown_id() const {
    return external_id.empty() ? std::to_string(id) : external_id;
  }
};

/// All rows of one split, in order of row id. Position = the row's index in a run.
struct SplitRows {
  std::vector<std::int64_t> ids;
  std::vector<std::string> texts;
  std::vector<std::int32_t> given;  ///< -1: none
  std::vector<std::int32_t> gold;   ///< -1: not known

  [[nodiscard]] std::size_t size() const { return ids.size(); }
};

/// The labels of many rows, without the texts; parallel vectors in order of row id.
struct SplitLabels {
  std::vector<std::int64_t> ids;
  std::vector<std::int32_t> given;
  std::vector<std::int32_t> gold;
  std::vector<std::int32_t> file_label;
};

/// The rows of the project.
class Rows {
 public:
  explicit Rows(std::shared_ptr<StoreConnection> connection);

  [[nodiscard]] std::size_t count(Split split) const;
  /// Every row of a split, texts included.
  [[nodiscard]] SplitRows read_split(Split split) const;
  [[nodiscard]] SplitLabels read_labels(Split split) const;
  /// The named rows, in the order asked for (a run's rows from its stored ids).
  [[nodiscard]] SplitRows read_rows(std::span<const std::int64_t> ids) const;

  /// Throws Error when the project has no such row.
  [[nodiscard]] Row row(std::int64_t id) const;
  /// Visits the rows of a split in order of row id, one at a time.
  void for_each(Split split, const std::function<void(const Row&)>& visit) const;
  /// Visits all rows in order of row id.
  void for_each(const std::function<void(const Row&)>& visit) const;

  /// Row ids by the file's own id; a name that two rows share maps to 0.
  [[nodiscard]] std::unordered_map<std::string, std::int64_t> ids_by_external_id() const;
  [[nodiscard]] bool exists(std::int64_t id) const;

  /// Sets given (and gold where gold is not empty) of many rows in one transaction.
  void set_labels(std::span<const std::int64_t> ids, std::span<const std::int32_t> given,
                  std::span<const std::int32_t> gold = {});
  /// Moves rows to a split in one transaction.
  void set_split(std::span<const std::int64_t> ids, Split split);

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
