// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/distribution.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace noiseal {
namespace {

std::vector<float> sorted_without_nan(std::span<const float> values) {
  std::vector<float> kept;
  kept.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept),
               [](float value) { return !std::isnan(value); });
  std::sort(kept.begin(), kept.end());
  return kept;
}

double log_normal_density(double value, double mean, double variance) {
  const double distance = value - mean;
  return -0.5 * (std::log(2 * std::numbers::pi * variance) + distance * distance / variance);
}

/// Sums over the values, each weighted by its share in the component.
struct ComponentSums {
  double share = 0;
  double value = 0;
};

/// A component from a hard split at `cut`: the start of the fit.
void start_from_halves(GaussianMixture& mixture, std::span<const float> values, double cut,
                       double floor) {
  ComponentSums sums[2];
  for (const float value : values) {
    ComponentSums& side = sums[static_cast<double>(value) > cut ? 1 : 0];
    side.share += 1;
    side.value += static_cast<double>(value);
  }
  double squares[2] = {0, 0};
  for (int c = 0; c < 2; ++c) {
    mixture.mean[c] = sums[c].value / sums[c].share;
    mixture.weight[c] = sums[c].share / static_cast<double>(values.size());
  }
  for (const float value : values) {
    const int c = static_cast<double>(value) > cut ? 1 : 0;
    const double distance = static_cast<double>(value) - mixture.mean[c];
    squares[c] += distance * distance;
  }
  for (int c = 0; c < 2; ++c) {
    mixture.variance[c] = std::max(squares[c] / sums[c].share, floor);
  }
}

/// log(weight x density) of both components and the log of their sum.
struct Responsibility {
  double low = 0;             ///< posterior of component 0
  double log_likelihood = 0;  ///< nats
};
Responsibility responsibility(const GaussianMixture& mixture, double value) {
  double logs[2];
  for (int c = 0; c < 2; ++c) {
    logs[c] = std::log(mixture.weight[c]) +
              log_normal_density(value, mixture.mean[c], mixture.variance[c]);
  }
  const double highest = std::max(logs[0], logs[1]);
  const double sum = highest + std::log(std::exp(logs[0] - highest) + std::exp(logs[1] - highest));
  return {std::exp(logs[0] - sum), sum};
}

/// One expectation and maximisation step; returns the mean log-likelihood before it.
double improve(GaussianMixture& mixture, std::span<const float> values, double floor) {
  const auto n = static_cast<double>(values.size());
  std::vector<double> low(values.size());
  double likelihood = 0;
  ComponentSums sums[2];
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = static_cast<double>(values[i]);
    const Responsibility part = responsibility(mixture, value);
    low[i] = part.low;
    likelihood += part.log_likelihood;
    sums[0].share += part.low;
    sums[0].value += part.low * value;
    sums[1].share += 1 - part.low;
    sums[1].value += (1 - part.low) * value;
  }
  for (int c = 0; c < 2; ++c) {
    const double share = std::max(sums[c].share, 1e-12);
    const double mean = sums[c].share > 1e-12 ? sums[c].value / share : mixture.mean[c];
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double distance = static_cast<double>(values[i]) - mean;
      squares += (c == 0 ? low[i] : 1 - low[i]) * distance * distance;
    }
    mixture.mean[c] = mean;
    mixture.variance[c] = std::max(squares / share, floor);
    mixture.weight[c] = share / n;
  }
  return likelihood / n;
}

}  // namespace

std::optional<double> ks_distance(std::span<const float> a, std::span<const float> b) {
  const std::vector<float> x = sorted_without_nan(a);
  const std::vector<float> y = sorted_without_nan(b);
  if (x.empty() || y.empty()) {
    return std::nullopt;
  }
  double distance = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < x.size() && j < y.size()) {
    const float value = std::min(x[i], y[j]);
    while (i < x.size() && x[i] == value) {
      ++i;
    }
    while (j < y.size() && y[j] == value) {
      ++j;
    }
    distance = std::max(distance, std::abs(static_cast<double>(i) / static_cast<double>(x.size()) -
                                           static_cast<double>(j) / static_cast<double>(y.size())));
  }
  return distance;
}

double GaussianMixture::posterior_low(double value) const {
  return one_cluster ? 1.0 : responsibility(*this, value).low;
}

double GaussianMixture::density(double value) const {
  double sum = 0;
  for (int c = 0; c < 2; ++c) {
    if (weight[c] > 0) {
      sum += weight[c] * std::exp(log_normal_density(value, mean[c], variance[c]));
    }
  }
  return sum;
}

GaussianMixture fit_two_gaussians(std::span<const float> values, const MixtureOptions& options) {
  if (values.empty()) {
    throw Error("A mixture can't be fitted to no values; select with another rule.");
  }
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      throw Error("The value of row " + std::to_string(i) +
                  " is not a finite number, so no mixture can be fitted; look for a model that "
                  "predicts NaN.");
    }
    sum += static_cast<double>(values[i]);
  }
  const double mean = sum / static_cast<double>(values.size());
  const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
  const double range = static_cast<double>(*highest) - static_cast<double>(*lowest);
  GaussianMixture mixture;
  if (range * range <= options.variance_floor || !(static_cast<double>(*highest) > mean)) {
    mixture.one_cluster = true;
    mixture.converged = true;
    mixture.mean[0] = mixture.mean[1] = mean;
    mixture.variance[0] = mixture.variance[1] = options.variance_floor;
    return mixture;
  }
  start_from_halves(mixture, values, mean, options.variance_floor);
  double before = -1e300;
  while (mixture.iterations < options.max_iterations && !mixture.converged) {
    const double likelihood = improve(mixture, values, options.variance_floor);
    ++mixture.iterations;
    mixture.converged = std::abs(likelihood - before) < options.tolerance;
    before = likelihood;
  }
  if (mixture.mean[0] > mixture.mean[1]) {
    std::swap(mixture.mean[0], mixture.mean[1]);
    std::swap(mixture.variance[0], mixture.variance[1]);
    std::swap(mixture.weight[0], mixture.weight[1]);
  }
  return mixture;
}

}  // namespace noiseal
