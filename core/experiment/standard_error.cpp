// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/standard_error.h"

#include <algorithm>
#include <cmath>

namespace noiseal {

double error_of_share(double share, double rows) {
  return rows > 0 ? std::sqrt(std::max(0.0, share * (1 - share)) / rows) : 0;
}

double error_of_roc_auc(double area, std::uint64_t positives, std::uint64_t negatives) {
  if (positives == 0 || negatives == 0) {
    return 0;
  }
  const double n = static_cast<double>(positives);
  const double m = static_cast<double>(negatives);
  const double q1 = area / (2 - area);
  const double q2 = 2 * area * area / (1 + area);
  const double square = area * area;
  const double variance =
      (area * (1 - area) + (n - 1) * (q1 - square) + (m - 1) * (q2 - square)) / (n * m);
  return std::sqrt(std::max(0.0, variance));
}

}  // namespace noiseal
