// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace noiseal {

/// A part of the data, numbered as in the project file.
enum class DataPart : std::uint8_t { train = 0, valid = 1, test = 2 };

/// The part that a split column's value names, in any case and with space around it: train,
/// training, trn; valid, validation, val, dev, development; test, testing, tst, eval, evaluation,
/// heldout. Nothing for other values.
std::optional<DataPart> part_from_name(std::string_view value);

/// Parts to be drawn out of the training rows.
struct SplitShares {
  double valid = 0;  ///< 0..1
  double test = 0;   ///< 0..1; valid + test below 1
  std::uint64_t seed = 1;
};

/// Draws parts by label: of N rows exactly round(share x N) go to each part, spread over the
/// labels by largest remainder, so that each label's share differs by less than one row. Which
/// rows: a function of (seed, row) alone. labels: of each row, any numbers (-1 is a label of its
/// own). Throws UsageError on shares out of range.
std::vector<DataPart> draw_parts(std::span<const std::int32_t> labels, const SplitShares& shares);

}  // namespace noiseal
