// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"

#include <cmath>
#include <numbers>

namespace noiseal {

std::uint64_t Rng::below(std::uint64_t n) {
  const std::uint64_t threshold = (0 - n) % n;
  std::uint64_t draw = (*this)();
  while (draw < threshold) {
    draw = (*this)();
  }
  return draw % n;
}

double Rng::normal() {
  const double u = 1.0 - uniform();
  const double v = uniform();
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
}

double Rng::gamma(double shape) {
  if (shape < 1.0) {
    const double u = 1.0 - uniform();
    return gamma(shape + 1.0) * std::pow(u, 1.0 / shape);
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = normal();
    const double t = 1.0 + c * x;
    if (t <= 0.0) {
      continue;
    }
    const double v = t * t * t;
    const double u = 1.0 - uniform();
    if (std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) {
      return d * v;
    }
  }
}

double Rng::beta(double a, double b) {
  const double x = gamma(a);
  const double y = gamma(b);
  return x / (x + y);
}

}  // namespace noiseal
