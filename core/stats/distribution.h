// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace noiseal {

/// Two-sample Kolmogorov-Smirnov distance: the largest gap between the two samples' distribution
/// functions, in [0, 1]. NaN is left out; nullopt when a sample is empty.
std::optional<double> ks_distance(std::span<const float> a, std::span<const float> b);

struct MixtureOptions {
  int max_iterations = 100;
  double tolerance = 1e-6;       ///< stop when the mean log-likelihood gains less, nats
  double variance_floor = 1e-6;  ///< in squared units of the values
};

/// Two Gaussians in one dimension, fitted by expectation-maximisation; component 0 has the lower
/// mean.
struct GaussianMixture {
  double mean[2] = {0, 0};
  double variance[2] = {1, 1};
  double weight[2] = {1, 0};
  int iterations = 0;
  bool converged = false;
  bool one_cluster = false;  ///< values (nearly) all equal: nothing to separate

  /// Posterior of the component with the lower mean; 1 where there is one cluster.
  [[nodiscard]] double posterior_low(double value) const;
  /// Mixture density, for the chart's curve.
  [[nodiscard]] double density(double value) const;
};

/// Deterministic: starts from the halves below and above the mean of the values (two-means).
/// Throws Error when a value is not finite or there are none.
GaussianMixture fit_two_gaussians(std::span<const float> values,
                                  const MixtureOptions& options = {});

}  // namespace noiseal
