// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace noiseal {

/// Counts of values in equal bins over [low, high]. Streaming: memory is the bins alone.
/// Bin b holds low + b w <= x < low + (b + 1) w; x = high falls into the last bin. Values outside
/// are counted in the first or last bin; NaN is counted apart and nowhere else.
class Histogram {
 public:
  /// Throws Error unless low < high (both finite) and bins > 0.
  Histogram(double low, double high, std::size_t bins);

  void add(double value);
  void add(std::span<const float> values);
  /// Adds another histogram's counts; throws Error when range or bins differ.
  void merge(const Histogram& other);

  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }
  [[nodiscard]] const std::vector<std::uint64_t>& counts() const { return counts_; }
  [[nodiscard]] double bin_begin(std::size_t bin) const;
  [[nodiscard]] double bin_width() const;
  /// Values in the bins, those outside the range included.
  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] std::uint64_t outside() const { return outside_; }
  [[nodiscard]] std::uint64_t not_a_number() const { return not_a_number_; }

 private:
  double low_;
  double high_;
  std::vector<std::uint64_t> counts_;
  std::uint64_t total_ = 0;
  std::uint64_t outside_ = 0;
  std::uint64_t not_a_number_ = 0;
};

}  // namespace noiseal
