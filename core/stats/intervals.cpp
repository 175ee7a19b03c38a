// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/intervals.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace noiseal {
namespace {

void check(std::uint64_t successes, std::uint64_t n, double confidence) {
  if (successes > n) {
    throw Error("An interval was asked for more successes than trials.");
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw Error("The confidence of an interval must lie between 0 and 1, e.g. 0.95.");
  }
}

/// Continued fraction of the incomplete beta function (Lentz's method; DLMF 8.17.22).
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  const auto not_zero = [](double value) { return std::abs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / not_zero(1 - (a + b) * x / (a + 1));
  double result = d;
  for (int m = 1; m <= 10000; ++m) {
    const double k = m;
    const double even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / not_zero(1 + even * d);
    c = not_zero(1 + even / c);
    result *= d * c;
    const double odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / not_zero(1 + odd * d);
    c = not_zero(1 + odd / c);
    result *= d * c;
    if (std::abs(d * c - 1) < 1e-15) {
      break;
    }
  }
  return result;
}

/// log of the gamma function (Lanczos, g = 7, 9 terms); std::lgamma writes a global variable, so it
/// is not safe with threads. value > 0.
double log_gamma(double value) {
  constexpr double terms[] = {0.99999999999980993,  676.5203681218851,     -1259.1392167224028,
                              771.32342877765313,   -176.61502916214059,   12.507343278686905,
                              -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7};
  const double z = value - 1;
  double sum = terms[0];
  for (int i = 1; i < 9; ++i) {
    sum += terms[i] / (z + i);
  }
  const double t = z + 7.5;
  return 0.91893853320467274178 + (z + 0.5) * std::log(t) - t + std::log(sum);
}

/// x with I_x(a, b) = p, by bisection down to neighbouring doubles.
double beta_quantile(double p, double a, double b) {
  double low = 0;
  double high = 1;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    if (middle == low || middle == high) {
      break;
    }
    (incomplete_beta(a, b, middle) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

double incomplete_beta(double a, double b, double x) {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) {
    throw Error("The incomplete beta function needs a, b > 0 and x from 0 to 1.");
  }
  if (x == 0 || x == 1) {
    return x;
  }
  const double front = std::exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) +
                                b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) {
    return front * beta_fraction(a, b, x) / a;
  }
  return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double normal_quantile(double p) {
  if (!(p > 0 && p < 1)) {
    throw Error("A quantile of the normal distribution needs a share between 0 and 1.");
  }
  double low = -40;
  double high = 40;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    if (middle == low || middle == high) {
      break;
    }
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

Interval wilson_interval(std::uint64_t successes, std::uint64_t n, double confidence) {
  check(successes, n, confidence);
  if (n == 0) {
    return {0, 1};
  }
  const auto total = static_cast<double>(n);
  const double share = static_cast<double>(successes) / total;
  const double z = normal_quantile(0.5 + confidence / 2);
  const double scale = 1 + z * z / total;
  const double centre = (share + z * z / (2 * total)) / scale;
  const double half =
      z * std::sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / scale;
  return {successes == 0 ? 0.0 : std::max(0.0, centre - half),
          successes == n ? 1.0 : std::min(1.0, centre + half)};
}

Interval clopper_pearson_interval(std::uint64_t successes, std::uint64_t n, double confidence) {
  check(successes, n, confidence);
  if (n == 0) {
    return {0, 1};
  }
  const double tail = (1 - confidence) / 2;
  const auto hits = static_cast<double>(successes);
  const auto misses = static_cast<double>(n - successes);
  return {successes == 0 ? 0.0 : beta_quantile(tail, hits, misses + 1),
          successes == n ? 1.0 : beta_quantile(1 - tail, hits + 1, misses)};
}

}  // namespace noiseal
