// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

/// The label names of a project in byte order; a label's index is its place. Says nothing about
/// how many labels a row has.
class LabelSet {
 public:
  LabelSet() = default;
  /// Sorts and removes repetitions.
  explicit LabelSet(std::vector<std::string> names);

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// Throws Error when there is no such label.
  [[nodiscard]] const std::string& name(std::int32_t index) const;
  /// Exact match.
  [[nodiscard]] std::optional<std::int32_t> index(std::string_view name) const;

  friend bool operator==(const LabelSet&, const LabelSet&) = default;

 private:
  std::vector<std::string> names_;
};

/// Labels that differ only by case, space or Unicode form (NFKC), so probably one label.
struct MergeProposal {
  std::vector<std::int32_t> labels;  ///< at least two, by index
  std::int32_t keep = 0;             ///< the most frequent one; ties: the first
};

/// counts: rows of each label, empty when not known.
std::vector<MergeProposal> merge_proposals(const LabelSet& labels,
                                           std::span<const std::size_t> counts = {});

/// Throws Error when there are fewer than two labels: nothing can be learned then.
/// where: the file or column, for the message.
void require_two_labels(const LabelSet& labels, std::string_view where);

}  // namespace noiseal
