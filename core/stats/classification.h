// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/stats/matrix.h"

namespace noiseal {

/// Figures that compare two labellings of the same rows. Labels are indices 0 .. n_labels-1; rows
/// where either is negative (unknown) are left out. Throws Error when the lengths differ or a label
/// is n_labels or more.

/// Counts [n_labels, n_labels]: rows are `a` (given, or truth), columns `b` (suggested, predicted).
Matrix<std::uint64_t> confusion(std::span<const std::int32_t> a, std::span<const std::int32_t> b,
                                std::size_t n_labels);

/// All figures below from a confusion matrix; nullopt when it counts no row.
std::optional<double> accuracy(const Matrix<std::uint64_t>& confusion);
/// Mean over the labels of F1; labels that occur neither in truth nor in prediction are left out,
/// a label with no true positive counts 0 (scikit-learn's f1_score(average="macro")).
std::optional<double> macro_f1(const Matrix<std::uint64_t>& confusion);
/// Cohen's kappa: agreement beyond chance; nullopt also where chance agreement is 1.
std::optional<double> cohens_kappa(const Matrix<std::uint64_t>& confusion);
/// Rows divided by their sums: P(b | a). A row without counts stays 0.
Matrix<double> row_shares(const Matrix<std::uint64_t>& confusion);

/// Index of the largest value of each row, the lowest on ties. [n_rows]
std::vector<std::int32_t> argmax_rows(const MatrixF& probabilities);

}  // namespace noiseal
