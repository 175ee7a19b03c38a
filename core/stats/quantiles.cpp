// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/quantiles.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace noiseal {
namespace {

std::vector<float> without_nan(std::span<const float> values) {
  std::vector<float> kept;
  kept.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept),
               [](float value) { return !std::isnan(value); });
  return kept;
}

/// Reorders `values` (not empty).
double quantile_in_place(std::vector<float>& values, double q) {
  const double position = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const double part = position - static_cast<double>(below);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), middle, values.end());
  const auto low = static_cast<double>(*middle);
  if (part == 0) {
    return low;
  }
  const auto high = static_cast<double>(*std::min_element(middle + 1, values.end()));
  return low + part * (high - low);
}

}  // namespace

std::optional<double> quantile(std::span<const float> values, double q) {
  if (!(q >= 0 && q <= 1)) {
    throw Error("A quantile is asked for with a share from 0 to 1.");
  }
  std::vector<float> kept = without_nan(values);
  if (kept.empty()) {
    return std::nullopt;
  }
  return quantile_in_place(kept, q);
}

std::optional<QuartileBand> quartile_band(std::span<const float> values) {
  std::vector<float> kept = without_nan(values);
  if (kept.empty()) {
    return std::nullopt;
  }
  QuartileBand band;
  band.lower = quantile_in_place(kept, 0.25);
  band.median = quantile_in_place(kept, 0.5);
  band.upper = quantile_in_place(kept, 0.75);
  return band;
}

std::optional<Summary> summarise(std::span<const double> values) {
  Summary summary;
  double sum = 0;
  for (const double value : values) {
    if (std::isnan(value)) {
      continue;
    }
    const bool first = summary.count == 0;
    summary.lowest = first ? value : std::min(summary.lowest, value);
    summary.highest = first ? value : std::max(summary.highest, value);
    sum += value;
    ++summary.count;
  }
  if (summary.count == 0) {
    return std::nullopt;
  }
  summary.mean = sum / static_cast<double>(summary.count);
  double squares = 0;
  for (const double value : values) {
    if (!std::isnan(value)) {
      squares += (value - summary.mean) * (value - summary.mean);
    }
  }
  if (summary.count > 1) {
    summary.standard_deviation = std::sqrt(squares / static_cast<double>(summary.count - 1));
  }
  return summary;
}

}  // namespace noiseal
