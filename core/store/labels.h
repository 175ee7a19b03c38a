// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

class StoreConnection;

/// One label of the project's set. Everywhere in core/store's interface a label is its index:
/// 0 .. K-1 in byte order of the names, -1 for none. The file keeps stable ids beneath, so
/// decisions and answers keep their meaning when a label is added later.
struct Label {
  std::string name;         ///< UTF-8, as it stands in the data
  std::string description;  ///< may be empty; shown to an LLM
  std::string colour;       ///< "#rrggbb" or empty
};

/// The label set.
class Labels {
 public:
  explicit Labels(std::shared_ptr<StoreConnection> connection);

  /// All labels, position = index.
  [[nodiscard]] std::vector<Label> all() const;
  /// Their names alone, position = index.
  [[nodiscard]] std::vector<std::string> names() const;
  /// The index of a name; nothing when the set has no such label.
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view name) const;

  void set_description(std::int32_t label, const std::string& description);
  void set_colour(std::int32_t label, const std::string& colour);
  /// Every row of the one label gets the other, which alone stays in the set; the merged name still
  /// finds it. Later labels' indices move down by one. A row's file_label is none then, so that an
  /// export writes the new name. Throws Error when the project has runs or decisions.
  void merge(std::int32_t from, std::int32_t into);
  /// Adds a label (no effect when it is there); later labels' indices move up by one.
  std::int32_t add(const std::string& name);

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
