// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/control.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// "Error score spread over labels": the rows in turns over their labels. Each turn takes from
/// every label that still has rows its highest-scored one, within a turn by score; ties by the
/// lower row. So every label is seen early, and the worst rows of each come first.
/// rows: which to order; scores, labels: [n_rows of the corpus], indexed by row.
std::vector<std::uint32_t> spread_order(std::span<const std::uint32_t> rows,
                                        std::span<const float> scores,
                                        std::span<const std::int32_t> labels);

/// Farthest-first traversal (Gonzalez 1985) in cosine distance: begins with the highest-scored
/// row, then always the row farthest from all taken ones (ties: higher score, then lower row).
/// Orders at most `count` rows; time is count x rows x dimensions. control may be null.
std::vector<std::uint32_t> farthest_first_order(std::span<const std::uint32_t> rows,
                                                std::span<const float> scores,
                                                const MatrixF& vectors, std::size_t count,
                                                const Control* control);

}  // namespace noiseal
