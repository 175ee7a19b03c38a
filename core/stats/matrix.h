// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace noiseal {

/// A dense row-major matrix of values, [rows, columns]. The form in which probabilities
/// [n_rows, n_labels] and pooled vectors [n_rows, n_dimensions] travel between parts.
template <typename T>
class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t columns, T value = T{})
      : rows_(rows), columns_(columns), values_(rows * columns, value) {}

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] bool empty() const { return values_.empty(); }

  T& operator()(std::size_t row, std::size_t column) { return values_[row * columns_ + column]; }
  const T& operator()(std::size_t row, std::size_t column) const {
    return values_[row * columns_ + column];
  }
  std::span<T> row(std::size_t row) { return {values_.data() + row * columns_, columns_}; }
  [[nodiscard]] std::span<const T> row(std::size_t row) const {
    return {values_.data() + row * columns_, columns_};
  }
  std::span<T> values() { return values_; }
  [[nodiscard]] std::span<const T> values() const { return values_; }

  friend bool operator==(const Matrix&, const Matrix&) = default;

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<T> values_;
};

using MatrixF = Matrix<float>;

}  // namespace noiseal
