// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/ordering.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace noiseal {
namespace {

/// Higher score first, then the lower row; NaN as the lowest score.
struct ByScore {
  std::span<const float> scores;
  [[nodiscard]] float score(std::uint32_t row) const {
    return std::isnan(scores[row]) ? -std::numeric_limits<float>::infinity() : scores[row];
  }
  bool operator()(std::uint32_t a, std::uint32_t b) const {
    return score(a) != score(b) ? score(a) > score(b) : a < b;
  }
};

float length(std::span<const float> vector) {
  double squares = 0;
  for (const float value : vector) {
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  return static_cast<float>(std::sqrt(squares));
}

/// Four sums side by side: an order of addition that the compiler may vectorise.
float dot(std::span<const float> a, std::span<const float> b) {
  float sums[4] = {0, 0, 0, 0};
  std::size_t d = 0;
  for (; d + 4 <= a.size(); d += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      sums[lane] += a[d + lane] * b[d + lane];
    }
  }
  for (; d < a.size(); ++d) {
    sums[0] += a[d] * b[d];
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

std::vector<std::uint32_t> spread_order(std::span<const std::uint32_t> rows,
                                        std::span<const float> scores,
                                        std::span<const std::int32_t> labels) {
  const ByScore by_score{scores};
  std::map<std::int32_t, std::vector<std::uint32_t>> queues;
  for (const std::uint32_t row : rows) {
    queues[labels[row]].push_back(row);
  }
  for (auto& [label, queue] : queues) {
    std::sort(queue.begin(), queue.end(), by_score);
  }
  std::vector<std::uint32_t> order;
  order.reserve(rows.size());
  for (std::size_t turn = 0; order.size() < rows.size(); ++turn) {
    const auto begin = static_cast<std::ptrdiff_t>(order.size());
    for (const auto& [label, queue] : queues) {
      if (turn < queue.size()) {
        order.push_back(queue[turn]);
      }
    }
    std::sort(order.begin() + begin, order.end(), by_score);
  }
  return order;
}

std::vector<std::uint32_t> farthest_first_order(std::span<const std::uint32_t> rows,
                                                std::span<const float> scores,
                                                const MatrixF& vectors, std::size_t count,
                                                const Control* control) {
  // Sorted by score, so that the first of equally far rows is the one to take.
  std::vector<std::uint32_t> waiting(rows.begin(), rows.end());
  std::sort(waiting.begin(), waiting.end(), ByScore{scores});
  std::vector<float> lengths(waiting.size());
  std::transform(waiting.begin(), waiting.end(), lengths.begin(),
                 [&](std::uint32_t row) { return length(vectors.row(row)); });
  std::vector<float> nearest(waiting.size(), -2.0F);  // highest cosine to a taken row
  std::vector<bool> taken(waiting.size(), false);
  std::vector<std::uint32_t> order;
  std::size_t next = 0;
  while (order.size() < std::min(count, waiting.size())) {
    if (control != nullptr) {
      control->check_point();
    }
    taken[next] = true;
    order.push_back(waiting[next]);
    const std::size_t newest = next;
    float farthest = std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (taken[i]) {
        continue;
      }
      const float scale = lengths[i] * lengths[newest];
      const float cosine =
          scale > 0 ? dot(vectors.row(waiting[i]), vectors.row(waiting[newest])) / scale : 0.0F;
      nearest[i] = std::max(nearest[i], cosine);
      if (nearest[i] < farthest) {
        farthest = nearest[i];
        next = i;
      }
    }
  }
  return order;
}

}  // namespace noiseal
