// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/classification.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"

namespace noiseal {
namespace {

/// Row sums, column sums, diagonal and total of a confusion matrix.
struct Margins {
  std::vector<double> rows;
  std::vector<double> columns;
  std::vector<double> diagonal;
  double total = 0;
};

Margins margins_of(const Matrix<std::uint64_t>& counts) {
  const std::size_t n = counts.rows();
  Margins margins{std::vector<double>(n), std::vector<double>(n), std::vector<double>(n), 0};
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      const auto count = static_cast<double>(counts(a, b));
      margins.rows[a] += count;
      margins.columns[b] += count;
      margins.total += count;
    }
    margins.diagonal[a] = static_cast<double>(counts(a, a));
  }
  return margins;
}

}  // namespace

Matrix<std::uint64_t> confusion(std::span<const std::int32_t> a, std::span<const std::int32_t> b,
                                std::size_t n_labels) {
  if (a.size() != b.size()) {
    throw Error("Two labellings can be compared only when both have a label for every row.");
  }
  Matrix<std::uint64_t> counts(n_labels, n_labels, 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] < 0 || b[i] < 0) {
      continue;
    }
    const auto row = static_cast<std::size_t>(a[i]);
    const auto column = static_cast<std::size_t>(b[i]);
    if (row >= n_labels || column >= n_labels) {
      throw Error("Row " + std::to_string(i) + " carries a label that is not in the label set.");
    }
    ++counts(row, column);
  }
  return counts;
}

std::optional<double> accuracy(const Matrix<std::uint64_t>& confusion) {
  const Margins margins = margins_of(confusion);
  if (margins.total == 0) {
    return std::nullopt;
  }
  double right = 0;
  for (const double count : margins.diagonal) {
    right += count;
  }
  return right / margins.total;
}

std::optional<double> macro_f1(const Matrix<std::uint64_t>& confusion) {
  const Margins margins = margins_of(confusion);
  if (margins.total == 0) {
    return std::nullopt;
  }
  double sum = 0;
  double labels = 0;
  for (std::size_t k = 0; k < margins.rows.size(); ++k) {
    const double seen = margins.rows[k] + margins.columns[k];
    if (seen > 0) {
      sum += 2 * margins.diagonal[k] / seen;
      labels += 1;
    }
  }
  return sum / labels;
}

std::optional<double> cohens_kappa(const Matrix<std::uint64_t>& confusion) {
  const Margins margins = margins_of(confusion);
  if (margins.total == 0) {
    return std::nullopt;
  }
  double observed = 0;
  double chance = 0;
  for (std::size_t k = 0; k < margins.rows.size(); ++k) {
    observed += margins.diagonal[k] / margins.total;
    chance += margins.rows[k] / margins.total * (margins.columns[k] / margins.total);
  }
  if (chance >= 1) {
    return std::nullopt;
  }
  return (observed - chance) / (1 - chance);
}

Matrix<double> row_shares(const Matrix<std::uint64_t>& confusion) {
  const Margins margins = margins_of(confusion);
  Matrix<double> shares(confusion.rows(), confusion.columns(), 0);
  for (std::size_t a = 0; a < confusion.rows(); ++a) {
    for (std::size_t b = 0; b < confusion.columns() && margins.rows[a] > 0; ++b) {
      shares(a, b) = static_cast<double>(confusion(a, b)) / margins.rows[a];
    }
  }
  return shares;
}

std::vector<std::int32_t> argmax_rows(const MatrixF& probabilities) {
  std::vector<std::int32_t> best(probabilities.rows());
  for (std::size_t i = 0; i < probabilities.rows(); ++i) {
    const auto p = probabilities.row(i);
    best[i] = static_cast<std::int32_t>(std::max_element(p.begin(), p.end()) - p.begin());
  }
  return best;
}

}  // namespace noiseal
