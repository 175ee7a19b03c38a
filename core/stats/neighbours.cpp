// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/neighbours.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <string>
#include <thread>

#include "core/base/error.h"

// One copy of the inner loop for each generation of processors, chosen at start. Products and sums
// are the same in all of them (no contraction), so the results are too.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#define NOISEAL_VECTORISED \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NOISEAL_VECTORISED
#endif

namespace noiseal {
namespace {

constexpr std::size_t kColumns = 64;  ///< candidates of one block
constexpr std::size_t kQueries = 4;   ///< queries that share a pass over a block

/// Unit vectors of the candidates, in blocks of kColumns, each block stored dimension by
/// dimension: [block][dimension][kColumns]; the last block is filled up with zeros.
struct PackedVectors {
  std::size_t dimensions = 0;
  std::size_t blocks = 0;
  std::vector<float> values;
};

void copy_unit(std::span<const float> vector, std::vector<float>& unit) {
  double squares = 0;
  for (const float value : vector) {
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
  unit.resize(vector.size());
  std::transform(vector.begin(), vector.end(), unit.begin(), [scale](float value) {
    return static_cast<float>(static_cast<double>(value) * scale);
  });
}

PackedVectors pack(const MatrixF& vectors, std::span<const std::uint32_t> rows) {
  PackedVectors packed;
  packed.dimensions = vectors.columns();
  packed.blocks = (rows.size() + kColumns - 1) / kColumns;
  packed.values.assign(packed.blocks * packed.dimensions * kColumns, 0.0F);
  std::vector<float> unit;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    copy_unit(vectors.row(rows[i]), unit);
    float* block = packed.values.data() + i / kColumns * packed.dimensions * kColumns;
    for (std::size_t d = 0; d < packed.dimensions; ++d) {
      block[d * kColumns + i % kColumns] = unit[d];
    }
  }
  return packed;
}

/// dots[q][c] = sum over d of queries[d][q] x block[d][c], in order of d.
NOISEAL_VECTORISED void dot_block(const float* queries, const float* block, std::size_t dimensions,
                                  float* dots) {
  constexpr std::size_t kStrip = 16;
  for (std::size_t begin = 0; begin < kColumns; begin += kStrip) {
    float sums[kQueries][kStrip] = {};
    for (std::size_t d = 0; d < dimensions; ++d) {
      const float* column = block + d * kColumns + begin;
      const float* query = queries + d * kQueries;
      for (std::size_t q = 0; q < kQueries; ++q) {
        for (std::size_t c = 0; c < kStrip; ++c) {
          sums[q][c] += query[q] * column[c];
        }
      }
    }
    for (std::size_t q = 0; q < kQueries; ++q) {
      for (std::size_t c = 0; c < kStrip; ++c) {
        dots[q * kColumns + begin + c] = sums[q][c];
      }
    }
  }
}

bool nearer(const Neighbour& a, const Neighbour& b) {
  return a.similarity != b.similarity ? a.similarity > b.similarity : a.row < b.row;
}

/// The k nearest seen so far: a heap with the farthest in front.
class NearestHeap {
 public:
  explicit NearestHeap(std::size_t k) : k_(k) {}

  void offer(const Neighbour& candidate) {
    if (heap_.size() == k_) {
      if (!nearer(candidate, heap_.front())) {
        return;
      }
      std::pop_heap(heap_.begin(), heap_.end(), nearer);
      heap_.pop_back();
    }
    heap_.push_back(candidate);
    std::push_heap(heap_.begin(), heap_.end(), nearer);
  }
  std::vector<Neighbour> take() {
    std::sort_heap(heap_.begin(), heap_.end(), nearer);
    return std::move(heap_);
  }

 private:
  std::size_t k_;
  std::vector<Neighbour> heap_;
};

/// Answers queries[begin .. begin + kQueries).
void search_group(const MatrixF& vectors, std::span<const std::uint32_t> queries,
                  std::span<const std::uint32_t> candidates, const PackedVectors& packed,
                  std::size_t k, std::size_t begin, std::vector<std::vector<Neighbour>>& found) {
  const std::size_t count = std::min(kQueries, queries.size() - begin);
  std::vector<float> packed_queries(packed.dimensions * kQueries, 0.0F);
  std::vector<float> unit;
  std::vector<NearestHeap> heaps(count, NearestHeap(k));
  for (std::size_t q = 0; q < count; ++q) {
    copy_unit(vectors.row(queries[begin + q]), unit);
    for (std::size_t d = 0; d < packed.dimensions; ++d) {
      packed_queries[d * kQueries + q] = unit[d];
    }
  }
  float dots[kQueries * kColumns];
  for (std::size_t b = 0; b < packed.blocks; ++b) {
    dot_block(packed_queries.data(), packed.values.data() + b * packed.dimensions * kColumns,
              packed.dimensions, dots);
    const std::size_t columns = std::min(kColumns, candidates.size() - b * kColumns);
    for (std::size_t q = 0; q < count; ++q) {
      for (std::size_t c = 0; c < columns; ++c) {
        const std::uint32_t row = candidates[b * kColumns + c];
        if (row != queries[begin + q]) {
          heaps[q].offer({row, std::clamp(dots[q * kColumns + c], -1.0F, 1.0F)});
        }
      }
    }
  }
  for (std::size_t q = 0; q < count; ++q) {
    found[begin + q] = heaps[q].take();
  }
}

void check_rows(std::span<const std::uint32_t> rows, std::size_t n_rows) {
  for (const std::uint32_t row : rows) {
    if (row >= n_rows) {
      throw Error("Row " + std::to_string(row) + " has no vector: there are " +
                  std::to_string(n_rows) + ".");
    }
  }
}

}  // namespace

NeighbourLists nearest_by_cosine(const MatrixF& vectors, std::span<const std::uint32_t> queries,
                                 std::span<const std::uint32_t> candidates,
                                 const NeighbourOptions& options) {
  check_rows(queries, vectors.rows());
  check_rows(candidates, vectors.rows());
  std::vector<std::vector<Neighbour>> found(queries.size());
  if (options.k > 0 && !candidates.empty()) {
    const PackedVectors packed = pack(vectors, candidates);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (;;) {
        const std::size_t begin = next.fetch_add(kQueries);
        if (begin >= queries.size() ||
            (options.control != nullptr && options.control->stop_requested())) {
          return;
        }
        search_group(vectors, queries, candidates, packed, options.k, begin, found);
      }
    };
    {
      const std::size_t groups = (queries.size() + kQueries - 1) / kQueries;
      std::vector<std::jthread> others;
      for (std::size_t t = 1; t < std::min<std::size_t>(options.threads, groups); ++t) {
        others.emplace_back(work);
      }
      work();
    }
    if (options.control != nullptr) {
      options.control->check_point();
    }
  }
  NeighbourLists lists;
  lists.offsets.reserve(queries.size() + 1);
  for (const std::vector<Neighbour>& list : found) {
    lists.neighbours.insert(lists.neighbours.end(), list.begin(), list.end());
    lists.offsets.push_back(lists.neighbours.size());
  }
  return lists;
}

}  // namespace noiseal
