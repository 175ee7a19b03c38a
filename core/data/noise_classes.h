// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/noise.h"

namespace noiseal {

/// Rows by gold label, [n_labels], each in order of row. Throws UsageError on labels or options out
/// of range.
std::vector<std::vector<std::size_t>> rows_by_gold(std::span<const std::int32_t> gold,
                                                   const NoiseOptions& options);

/// Rows with a gold label, in order. Throws UsageError like rows_by_gold.
std::vector<std::size_t> rows_with_gold(std::span<const std::int32_t> gold,
                                        const NoiseOptions& options);

}  // namespace noiseal
