// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/weighted_draw.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/base/rng.h"

namespace noiseal {
namespace {

/// Products of decimal shares miss whole numbers by less than this.
constexpr double kRoundOff = 1e-9;

Rng stream(const DrawKey& key, std::uint64_t row) {
  return Rng({key.seed, static_cast<std::uint64_t>(key.purpose), row});
}

double floor_of(double quota) {
  return std::floor(quota + kRoundOff * std::max(1.0, quota));
}

double remainder_of(double quota) {
  const double remainder = quota - floor_of(quota);
  return remainder > kRoundOff * std::max(1.0, quota) ? remainder : 0.0;
}

/// Each row's chance in systematic sampling of n rows: sums to n, none above 1.
std::vector<double> inclusion_chances(std::span<const double> weights, std::size_t n) {
  std::vector<double> chances(weights.begin(), weights.end());
  std::vector<bool> certain(weights.size(), false);
  std::size_t n_certain = 0;
  while (n_certain < n) {
    double rest = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      rest += certain[i] ? 0.0 : weights[i];
    }
    const double factor = rest > 0 ? static_cast<double>(n - n_certain) / rest : 0.0;
    bool found = false;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double chance = certain[i] ? 1.0 : weights[i] * factor;
      chances[i] = std::min(1.0, chance);
      if (!certain[i] && chance >= 1.0) {
        certain[i] = found = true;
        ++n_certain;
      }
    }
    if (!found) {
      return chances;
    }
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    chances[i] = certain[i] ? 1.0 : 0.0;
  }
  return chances;
}

}  // namespace

std::size_t share_of(double share, std::size_t n) {
  const double exact = share * static_cast<double>(n);
  return std::min(n, static_cast<std::size_t>(std::floor(exact + 0.5 + kRoundOff * (1 + exact))));
}

std::size_t whole_part(double quota) {
  return static_cast<std::size_t>(floor_of(quota));
}

bool has_remainder(double quota) {
  return remainder_of(quota) > 0;
}

std::vector<std::size_t> largest_remainder(std::span<const double> quotas, std::size_t total,
                                           const DrawKey& ties, const RoundingLimit& limit) {
  std::vector<std::size_t> counts(quotas.size());
  std::vector<std::size_t> order;
  std::transform(quotas.begin(), quotas.end(), counts.begin(), whole_part);
  for (std::size_t i = 0; i < quotas.size(); ++i) {
    if (has_remainder(quotas[i])) {
      order.push_back(i);
    }
  }
  put_in_random_order(order, ties);
  // Remainders that differ by round-off alone are equal.
  const auto coarse = [&](std::size_t i) { return std::round(remainder_of(quotas[i]) * 1e6); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return coarse(a) > coarse(b); });
  std::size_t sum = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
  std::size_t limited_up = 0;
  for (const std::size_t i : order) {
    const bool limited = !limit.limited.empty() && limit.limited[i];
    if (sum < total && (!limited || limited_up < limit.most_rounded_up)) {
      ++counts[i];
      ++sum;
      limited_up += limited ? 1U : 0U;
    }
  }
  return counts;
}

void put_in_random_order(std::span<std::size_t> rows, const DrawKey& key) {
  std::vector<std::pair<std::uint64_t, std::size_t>> drawn;
  drawn.reserve(rows.size());
  for (const std::size_t row : rows) {
    drawn.emplace_back(stream(key, row)(), row);
  }
  std::sort(drawn.begin(), drawn.end());
  std::transform(drawn.begin(), drawn.end(), rows.begin(),
                 [](const auto& entry) { return entry.second; });
}

std::vector<std::size_t> draw_by_weight(std::span<const std::size_t> rows,
                                        std::span<const double> weights, std::size_t n,
                                        const DrawKey& key) {
  struct Ticket {
    double time;   ///< of an exponential clock that runs at the row's weight
    double plain;  ///< order of rows of weight 0
    std::size_t row;
    bool operator<(const Ticket& other) const {
      return std::tie(time, plain, row) < std::tie(other.time, other.plain, other.row);
    }
  };
  std::vector<Ticket> tickets;
  tickets.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double plain = -std::log(1.0 - stream(key, rows[i]).uniform());
    const double time =
        weights[i] > 0 ? plain / weights[i] : std::numeric_limits<double>::infinity();
    tickets.push_back({time, plain, rows[i]});
  }
  std::sort(tickets.begin(), tickets.end());
  std::vector<std::size_t> drawn;
  for (std::size_t i = 0; i < std::min(n, tickets.size()); ++i) {
    drawn.push_back(tickets[i].row);
  }
  return drawn;
}

std::vector<std::size_t> draw_systematic(std::span<const std::size_t> rows,
                                         std::span<const double> weights, std::size_t n,
                                         const DrawKey& start) {
  const std::vector<double> chances = inclusion_chances(weights, n);
  double mark = stream(start, 0).uniform();
  double passed = 0;
  std::vector<std::size_t> drawn;
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    passed += chances[i];
    if (drawn.size() < n && mark < passed) {
      drawn.push_back(rows[i]);
      mark += 1.0;
    } else {
      left.push_back(rows[i]);
    }
  }
  // Round-off in the sum, or fewer rows with a chance than are wanted.
  for (std::size_t i = 0; drawn.size() < n && i < left.size(); ++i) {
    drawn.push_back(left[i]);
  }
  return drawn;
}

}  // namespace noiseal
