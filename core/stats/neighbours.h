// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/control.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// A row found near another one.
struct Neighbour {
  std::uint32_t row = 0;
  float similarity = 0;  ///< cosine, -1..1; 0 where a vector is zero
  friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

/// Nearest rows of many queries, nearest first; ties by the lower row.
struct NeighbourLists {
  std::vector<Neighbour> neighbours;
  std::vector<std::size_t> offsets{0};  ///< [n_queries + 1]

  [[nodiscard]] std::size_t size() const { return offsets.size() - 1; }
  [[nodiscard]] std::span<const Neighbour> of(std::size_t query) const {
    return {neighbours.data() + offsets[query], offsets[query + 1] - offsets[query]};
  }
};

struct NeighbourOptions {
  std::size_t k = 10;                ///< at most so many; fewer where there are not enough
  unsigned threads = 1;              ///< the result does not depend on it
  const Control* control = nullptr;  ///< checked between blocks of queries; may be null
};

/// Exact k nearest candidates of each query by cosine, a query never its own neighbour.
/// vectors [n_rows, n_dimensions]; queries and candidates are rows of it. Memory: a copy of the
/// candidates' vectors. Throws Error when a row is out of range.
NeighbourLists nearest_by_cosine(const MatrixF& vectors, std::span<const std::uint32_t> queries,
                                 std::span<const std::uint32_t> candidates,
                                 const NeighbourOptions& options);

}  // namespace noiseal
