// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace noiseal {

/// The q-quantile, q in [0, 1], linear between order statistics (NumPy's default, Hyndman and Fan
/// type 7). NaN is left out; nullopt when nothing is left.
std::optional<double> quantile(std::span<const float> values, double q);

/// Median and quartiles, as charts draw them.
struct QuartileBand {
  double lower = 0;   ///< 25 %
  double median = 0;  ///< 50 %
  double upper = 0;   ///< 75 %
};
std::optional<QuartileBand> quartile_band(std::span<const float> values);

/// Mean, sample standard deviation (n - 1) and range, for figures over seeds.
struct Summary {
  std::size_t count = 0;
  double mean = 0;
  double standard_deviation = 0;  ///< 0 for one value
  double lowest = 0;
  double highest = 0;
};
/// NaN is left out; nullopt when nothing is left.
std::optional<Summary> summarise(std::span<const double> values);

}  // namespace noiseal
