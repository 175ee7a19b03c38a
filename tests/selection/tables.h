// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include "core/base/rng.h"
#include "core/stats/matrix.h"

namespace noiseal::test {

/// A matrix written out row by row.
inline MatrixF table(std::initializer_list<std::initializer_list<float>> rows) {
  MatrixF matrix(rows.size(), rows.begin()->size());
  std::size_t i = 0;
  for (const auto& row : rows) {
    std::copy(row.begin(), row.end(), matrix.row(i++).begin());
  }
  return matrix;
}

/// Random rows that sum to 1; `sharpness` 1 is flat, 8 makes one label stand out.
inline MatrixF random_probabilities(Rng& rng, std::size_t rows, std::size_t labels,
                                    double sharpness) {
  MatrixF matrix(rows, labels);
  for (std::size_t i = 0; i < rows; ++i) {
    float sum = 0;
    for (float& value : matrix.row(i)) {
      value = static_cast<float>(rng.gamma(1.0 / sharpness)) + 1e-6F;
      sum += value;
    }
    for (float& value : matrix.row(i)) {
      value /= sum;
    }
  }
  return matrix;
}

inline std::vector<std::int32_t> random_labels(Rng& rng, std::size_t rows, std::size_t labels) {
  std::vector<std::int32_t> given(rows);
  for (std::int32_t& label : given) {
    label = static_cast<std::int32_t>(rng.below(labels));
  }
  return given;
}

}  // namespace noiseal::test
