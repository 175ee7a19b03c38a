// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace noiseal {

/// Seeded draws of rows and counts. Every row's number comes from (seed, purpose, row) alone.

/// Keeps the random numbers of one seed apart by what they are for.
enum class DrawPurpose : std::uint64_t {
  split_ties = 0x5350'4c49'5400,
  split_rows,
  noise_ties = 0x4e4f'4953'4500,
  noise_rows,
  noise_label,
  noise_row_rate,
  noise_start,
  noise_projection,
};

struct DrawKey {
  std::uint64_t seed = 1;
  DrawPurpose purpose = DrawPurpose::noise_rows;
};

/// round(share x n), halves up; shares that stand for a decimal number give its exact product.
std::size_t share_of(double share, std::size_t n);

/// The greatest whole number in a quota, and whether something is left; round-off is neither.
std::size_t whole_part(double quota);
bool has_remainder(double quota);

/// Quotas of which only some may be rounded up.
struct RoundingLimit {
  std::vector<bool> limited;        ///< empty: none of them
  std::size_t most_rounded_up = 0;  ///< of the limited ones
};

/// Whole numbers with the given total, each its quota's floor or ceiling: the largest remainders
/// go up, equal ones in random order. A total out of reach gives the nearest possible one.
std::vector<std::size_t> largest_remainder(std::span<const double> quotas, std::size_t total,
                                           const DrawKey& ties, const RoundingLimit& limit = {});

/// Sorts rows into a random order.
void put_in_random_order(std::span<std::size_t> rows, const DrawKey& key);

/// Draws n of the rows without replacement; at each draw a row's chance is proportional to its
/// weight (Efraimidis and Spirakis 2006). Rows of weight 0 come last. weights: one for each of
/// rows, at least 0.
std::vector<std::size_t> draw_by_weight(std::span<const std::size_t> rows,
                                        std::span<const double> weights, std::size_t n,
                                        const DrawKey& key);

/// Draws n of the rows by systematic sampling: a row's chance is its weight times one factor for
/// all, or 1 where that is more. rows: in random order already; n at most their number.
std::vector<std::size_t> draw_systematic(std::span<const std::size_t> rows,
                                         std::span<const double> weights, std::size_t n,
                                         const DrawKey& start);

}  // namespace noiseal
