// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/data/label_set.h"

namespace noiseal {

/// Noise models of METHOD.md section 7 as pure functions: gold labels in, given labels out. They
/// are for the training rows; a second call with the same gold labels and seed gives the same.
/// Draws are functions of (seed, row) and (seed, class), never of the order of calls.
///
/// gold: [n_rows], 0 .. n_labels-1; a row without gold label (-1) keeps -1 and is not counted.
/// "Exact rate": exactly round(rate x N) of the N rows with gold get another label. Where rows are
/// chosen at random they are chosen by class, largest remainder, so that every class's own rate is
/// the rate, too, within one row. All throw UsageError on values out of range.
struct NoiseOptions {
  std::size_t n_labels = 0;  ///< at least 2
  double rate = 0.4;         ///< 0..1
  std::uint64_t seed = 1;
};

/// The new label is uniform over the other n_labels - 1.
std::vector<std::int32_t> symmetric_noise(std::span<const std::int32_t> gold,
                                          const NoiseOptions& options);
/// y -> (y + 1) mod n_labels.
std::vector<std::int32_t> asymmetric_noise(std::span<const std::int32_t> gold,
                                           const NoiseOptions& options);
/// y -> (y - 1) mod n_labels.
std::vector<std::int32_t> pair_noise(std::span<const std::int32_t> gold,
                                     const NoiseOptions& options);

/// transition: [n_labels, n_labels] row-major, transition[gold][given], rows sum to 1. Of the n_k
/// rows of class k exactly n_k x transition[k][j], rounded by largest remainder, get label j.
/// options.rate is not used.
std::vector<std::int32_t> matrix_noise(std::span<const std::int32_t> gold,
                                       std::span<const double> transition,
                                       const NoiseOptions& options);

/// Instance A: a small model's probabilities [n_rows, n_labels] row-major. A chosen row gets the
/// model's most probable label other than its gold label. Rows are drawn without replacement with
/// a chance proportional to the model's uncertainty (1 - (p1 - p2)^2) / 2, p1 and p2 its two
/// highest probabilities (the type-I noise of Zhang et al. 2021, "Learning with feature-dependent
/// label noise"), over all classes together.
std::vector<std::int32_t> instance_a_noise(std::span<const std::int32_t> gold,
                                           std::span<const float> probabilities,
                                           const NoiseOptions& options);

/// Instance B: the rows' vectors [n_rows, n_dimensions] row-major (Xia et al. 2020, "Part-dependent
/// label noise"). Each row has a rate of its own, normal around the rate (sd 0.1) cut to [0, 1];
/// exactly round(rate x N) rows are drawn by systematic sampling in random order, in which a row's
/// chance is its own rate times one factor close to 1. The new label is drawn from the softmax of
/// a random projection of the row's vector (scaled to unit length; one projection per gold class)
/// over the labels other than gold.
std::vector<std::int32_t> instance_b_noise(std::span<const std::int32_t> gold,
                                           std::span<const float> vectors,
                                           const NoiseOptions& options);

/// Reads a noise matrix, [n_labels, n_labels] row-major, from a CSV file: numbers alone, in the
/// order of the label set, or with label names in a header line and, if wanted, in front of each
/// row (then in any order). Rows are normalised to sum 1. Throws Error that names file, line and
/// what is wrong: size, unknown or repeated label, not a number, negative, a row of zeros.
std::vector<double> read_noise_matrix(const std::filesystem::path& file, const LabelSet& labels);

}  // namespace noiseal
