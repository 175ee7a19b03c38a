// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/noise.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/data/noise_classes.h"
#include "core/data/weighted_draw.h"

namespace noiseal {
namespace {

void require_options(std::span<const std::int32_t> gold, const NoiseOptions& options) {
  if (options.n_labels < 2) {
    throw UsageError(
        fmt::format("Noise needs at least two labels, there are {}.", options.n_labels));
  }
  if (!(options.rate >= 0 && options.rate <= 1)) {
    throw UsageError(fmt::format("The noise rate is {}; it must be from 0 to 1.", options.rate));
  }
  for (std::size_t row = 0; row < gold.size(); ++row) {
    if (gold[row] < -1 || gold[row] >= static_cast<std::int64_t>(options.n_labels)) {
      throw UsageError(fmt::format("Row {} has the gold label {} of {} labels.", row, gold[row],
                                   options.n_labels));
    }
  }
}

/// Gives another label to the rate's share of each class; new_label: of a row.
template <typename NewLabel>
std::vector<std::int32_t> noise_by_class(std::span<const std::int32_t> gold,
                                         const NoiseOptions& options, NewLabel&& new_label) {
  auto classes = rows_by_gold(gold, options);
  std::vector<double> quotas;
  std::size_t n_rows = 0;
  for (const auto& rows : classes) {
    quotas.push_back(options.rate * static_cast<double>(rows.size()));
    n_rows += rows.size();
  }
  const std::vector<std::size_t> counts = largest_remainder(
      quotas, share_of(options.rate, n_rows), {options.seed, DrawPurpose::noise_ties});
  std::vector<std::int32_t> given(gold.begin(), gold.end());
  for (std::size_t k = 0; k < classes.size(); ++k) {
    put_in_random_order(classes[k], {options.seed, DrawPurpose::noise_rows});
    for (std::size_t i = 0; i < counts[k]; ++i) {
      given[classes[k][i]] = new_label(classes[k][i]);
    }
  }
  return given;
}

/// y -> (y + step) mod n_labels.
std::vector<std::int32_t> shifted_noise(std::span<const std::int32_t> gold,
                                        const NoiseOptions& options, std::size_t step) {
  return noise_by_class(gold, options, [&](std::size_t row) {
    return static_cast<std::int32_t>((static_cast<std::size_t>(gold[row]) + step) %
                                     options.n_labels);
  });
}

void require_transition(std::span<const double> transition, std::size_t n_labels) {
  constexpr double kTolerance = 1e-6;
  if (transition.size() != n_labels * n_labels) {
    throw UsageError(fmt::format("The noise matrix has {} numbers; {} labels need {}.",
                                 transition.size(), n_labels, n_labels * n_labels));
  }
  for (std::size_t k = 0; k < n_labels; ++k) {
    double sum = 0;
    for (const double share : transition.subspan(k * n_labels, n_labels)) {
      if (!(share >= 0 && share <= 1 + kTolerance)) {
        throw UsageError(fmt::format("Row {} of the noise matrix holds {}; shares are from 0 to 1.",
                                     k + 1, share));
      }
      sum += share;
    }
    if (std::abs(sum - 1) > kTolerance) {
      throw UsageError(
          fmt::format("Row {} of the noise matrix has the sum {}; it must be 1.", k + 1, sum));
    }
  }
}

}  // namespace

std::vector<std::vector<std::size_t>> rows_by_gold(std::span<const std::int32_t> gold,
                                                   const NoiseOptions& options) {
  require_options(gold, options);
  std::vector<std::vector<std::size_t>> classes(options.n_labels);
  for (std::size_t row = 0; row < gold.size(); ++row) {
    if (gold[row] >= 0) {
      classes[static_cast<std::size_t>(gold[row])].push_back(row);
    }
  }
  return classes;
}

std::vector<std::size_t> rows_with_gold(std::span<const std::int32_t> gold,
                                        const NoiseOptions& options) {
  require_options(gold, options);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < gold.size(); ++row) {
    if (gold[row] >= 0) {
      rows.push_back(row);
    }
  }
  return rows;
}

std::vector<std::int32_t> symmetric_noise(std::span<const std::int32_t> gold,
                                          const NoiseOptions& options) {
  return noise_by_class(gold, options, [&](std::size_t row) {
    Rng rng({options.seed, static_cast<std::uint64_t>(DrawPurpose::noise_label), row});
    const auto other = static_cast<std::int32_t>(rng.below(options.n_labels - 1));
    return other < gold[row] ? other : other + 1;
  });
}

std::vector<std::int32_t> asymmetric_noise(std::span<const std::int32_t> gold,
                                           const NoiseOptions& options) {
  return shifted_noise(gold, options, 1);
}

std::vector<std::int32_t> pair_noise(std::span<const std::int32_t> gold,
                                     const NoiseOptions& options) {
  require_options(gold, options);
  return shifted_noise(gold, options, options.n_labels - 1);
}

std::vector<std::int32_t> matrix_noise(std::span<const std::int32_t> gold,
                                       std::span<const double> transition,
                                       const NoiseOptions& options) {
  auto classes = rows_by_gold(gold, options);
  require_transition(transition, options.n_labels);
  std::vector<std::int32_t> given(gold.begin(), gold.end());
  for (std::size_t k = 0; k < classes.size(); ++k) {
    std::vector<double> quotas;
    for (const double share : transition.subspan(k * options.n_labels, options.n_labels)) {
      quotas.push_back(share * static_cast<double>(classes[k].size()));
    }
    // Ties are broken by a draw of this class.
    const std::uint64_t class_seed = Rng({options.seed, k})();
    const std::vector<std::size_t> counts =
        largest_remainder(quotas, classes[k].size(), {class_seed, DrawPurpose::noise_ties});
    put_in_random_order(classes[k], {options.seed, DrawPurpose::noise_rows});
    std::size_t next = 0;
    for (std::size_t label = 0; label < counts.size(); ++label) {
      for (std::size_t i = 0; i < counts[label]; ++i) {
        given[classes[k][next++]] = static_cast<std::int32_t>(label);
      }
    }
  }
  return given;
}

}  // namespace noiseal
