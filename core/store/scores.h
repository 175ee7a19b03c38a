// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace noiseal {

class StoreConnection;

/// What a run says about a row: the table that lists sort and filter by.
struct RowScore {
  std::int64_t row = 0;               ///< row id
  double score = 0;                   ///< error score, high when the given label is likely wrong
  std::int64_t rank = 0;              ///< 1-based place in the queue
  std::uint8_t set = 3;               ///< RowSet of the last selection: 0 R, 1 H, 2 P, 3 unused
  std::int32_t suggestion = -1;       ///< label index; -1: none
  double p_strong = 0;                ///< strong model's probability of the given label, last epoch
  double p_weak = 0;                  ///< weak model's
  std::int32_t annotator_label = -1;  ///< the annotator's answer; -1: none
  bool accepted = false;              ///< its answer was accepted
};

/// Scores of rows by run. Indexed by rank, by set and by suggestion.
class Scores {
 public:
  explicit Scores(std::shared_ptr<StoreConnection> connection);

  /// Replaces the run's scores; one transaction of its own unless one is open.
  void replace(std::int64_t run, std::span<const RowScore> scores);
  [[nodiscard]] std::optional<RowScore> get(std::int64_t run, std::int64_t row) const;
  [[nodiscard]] std::size_t count(std::int64_t run) const;
  /// Visits all in order of rank; return false from visit to end.
  void for_each_by_rank(std::int64_t run, const std::function<bool(const RowScore&)>& visit) const;
  /// Visits all in order of row id.
  void for_each_by_row(std::int64_t run, const std::function<bool(const RowScore&)>& visit) const;
  /// At most limit rows whose rank is greater than after_rank, in order of rank.
  [[nodiscard]] std::vector<RowScore> page(std::int64_t run, std::int64_t after_rank,
                                           std::size_t limit) const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
