// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace noiseal {

/// A confidence interval of a proportion, both ends in [0, 1].
struct Interval {
  double low = 0;
  double high = 1;
};

/// Wilson score interval (Wilson 1927), two-sided. n = 0 gives [0, 1]. Throws Error when
/// successes > n or confidence is not inside (0, 1).
Interval wilson_interval(std::uint64_t successes, std::uint64_t n, double confidence = 0.95);

/// Clopper-Pearson ("exact") interval (1934), two-sided; never covers less than it says.
Interval clopper_pearson_interval(std::uint64_t successes, std::uint64_t n,
                                  double confidence = 0.95);

/// Regularised incomplete beta function I_x(a, b), a, b > 0, x in [0, 1].
double incomplete_beta(double a, double b, double x);

/// Quantile of the standard normal, p inside (0, 1).
double normal_quantile(double p);

}  // namespace noiseal
