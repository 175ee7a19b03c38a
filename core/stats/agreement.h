// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/stats/intervals.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// How far two people agree on the same items.
struct Agreement {
  std::uint64_t items = 0;
  std::uint64_t agreed = 0;
  double expected = 0;  ///< share of agreement that chance alone would give
  /// Cohen's kappa (1960): (observed - expected) / (1 - expected). Nothing without items, or where
  /// chance alone would agree on all.
  std::optional<double> kappa;
};

/// table: [n_outcomes, n_outcomes], items by what the first and the second person said.
Agreement cohen_agreement(const Matrix<std::uint32_t>& table);

/// A range of counts.
struct CountInterval {
  double estimate = 0;
  double low = 0;
  double high = 0;
};

/// How many of a population's items have a property, from a simple random sample without
/// replacement: the sample's share times the population, with the Clopper-Pearson interval, cut to
/// what the sample itself proves (at least `found`, at most all but `sample - found`). It never
/// covers less than the confidence says; for a sample that is a large part of the population it is
/// wider than need be. Throws Error when found > sample or sample > population.
CountInterval population_count(std::uint64_t found, std::uint64_t sample, std::uint64_t population,
                               double confidence = 0.95);

}  // namespace noiseal
