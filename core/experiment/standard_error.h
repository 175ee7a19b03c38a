// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace noiseal {

/// Standard error of a share that was measured on so many rows: sqrt(p (1 - p) / n); of an average
/// precision, with n positives, an approximation (Boyd et al. 2013). 0 where there are no rows.
double error_of_share(double share, double rows);

/// Standard error of an area under the ROC curve (Hanley and McNeil 1982); 0 where a kind is
/// missing.
double error_of_roc_auc(double area, std::uint64_t positives, std::uint64_t negatives);

}  // namespace noiseal
