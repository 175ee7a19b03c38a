// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/histogram.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace noiseal {

Histogram::Histogram(double low, double high, std::size_t bins)
    : low_(low), high_(high), counts_(bins, 0) {
  if (!std::isfinite(low) || !std::isfinite(high) || !(low < high) || bins == 0) {
    throw Error("A histogram needs a finite range with low < high and at least one bin.");
  }
}

double Histogram::bin_width() const {
  return (high_ - low_) / static_cast<double>(counts_.size());
}

double Histogram::bin_begin(std::size_t bin) const {
  return low_ + static_cast<double>(bin) * bin_width();
}

void Histogram::add(double value) {
  if (std::isnan(value)) {
    ++not_a_number_;
    return;
  }
  ++total_;
  if (value < low_ || value > high_) {
    ++outside_;
  }
  const double last = static_cast<double>(counts_.size() - 1);
  const double bin = std::floor((value - low_) / bin_width());
  ++counts_[static_cast<std::size_t>(std::clamp(bin, 0.0, last))];
}

void Histogram::add(std::span<const float> values) {
  for (const float value : values) {
    add(static_cast<double>(value));
  }
}

void Histogram::merge(const Histogram& other) {
  if (other.low_ != low_ || other.high_ != high_ || other.counts_.size() != counts_.size()) {
    throw Error("Histograms of different ranges or bins can't be added; give both the same.");
  }
  for (std::size_t bin = 0; bin < counts_.size(); ++bin) {
    counts_[bin] += other.counts_[bin];
  }
  total_ += other.total_;
  outside_ += other.outside_;
  not_a_number_ += other.not_a_number_;
}

}  // namespace noiseal
