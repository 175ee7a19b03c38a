// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/stats/matrix.h"
#include "core/store/project.h"

namespace noiseal {

/// Noise for the training rows (METHOD.md section 7).
struct NoiseSpec {
  std::string type;   ///< symmetric, asymmetric, pair, matrix, instance-a, instance-b
  double rate = 0.4;  ///< 0..1, share of rows changed; not used by matrix
  std::uint64_t seed = 1;
  MatrixF matrix;           ///< type matrix: [n_labels, n_labels], [gold][given], rows sum to 1
  std::string matrix_file;  ///< its name, for the record
  /// instance-a: a small model's probabilities [n_train, n_labels], rows in order of row id.
  MatrixF probabilities;
  /// instance-b: the rows' vectors [n_train, n_dimensions], rows in order of row id.
  MatrixF vectors;
};

struct NoiseReport {
  std::size_t rows = 0;     ///< training rows
  std::size_t changed = 0;  ///< whose given label differs from gold now
};

/// Injects noise into the given labels of the training rows. Their labels before it are kept as
/// gold where no gold was known; a second call starts from gold again. One transaction. Throws
/// Error when the project has reviewers' decisions, UsageError on a wrong spec.
NoiseReport apply_noise(const Project& project, const NoiseSpec& spec);

}  // namespace noiseal
