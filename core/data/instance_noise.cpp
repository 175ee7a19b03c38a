// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/data/noise.h"
#include "core/data/noise_classes.h"
#include "core/data/weighted_draw.h"

namespace noiseal {
namespace {

constexpr double kRateDeviation = 0.1;

Rng stream(const NoiseOptions& options, DrawPurpose purpose, std::uint64_t number) {
  return Rng({options.seed, static_cast<std::uint64_t>(purpose), number});
}

void require_probabilities(std::span<const float> probabilities, std::size_t n_rows,
                           std::size_t n_labels) {
  constexpr float kTolerance = 1e-3F;
  if (probabilities.size() != n_rows * n_labels) {
    throw UsageError(fmt::format("{} probabilities were given for {} rows and {} labels.",
                                 probabilities.size(), n_rows, n_labels));
  }
  const auto wrong = std::find_if(probabilities.begin(), probabilities.end(), [](float value) {
    return !(value >= 0 && value <= 1 + kTolerance);
  });
  if (wrong != probabilities.end()) {
    throw UsageError(fmt::format("Row {} has the probability {}; it must be from 0 to 1.",
                                 static_cast<std::size_t>(wrong - probabilities.begin()) / n_labels,
                                 *wrong));
  }
}

double uncertainty(std::span<const float> probabilities) {
  double first = 0;
  double second = 0;
  for (const float probability : probabilities) {
    const auto value = static_cast<double>(probability);
    second = std::max(second, std::min(first, value));
    first = std::max(first, value);
  }
  return std::max(0.0, (1 - (first - second) * (first - second)) / 2);
}

std::int32_t most_probable_other(std::span<const float> probabilities, std::int32_t gold) {
  std::int32_t best = gold == 0 ? 1 : 0;
  for (std::size_t label = 0; label < probabilities.size(); ++label) {
    if (static_cast<std::int32_t>(label) != gold &&
        probabilities[label] > probabilities[static_cast<std::size_t>(best)]) {
      best = static_cast<std::int32_t>(label);
    }
  }
  return best;
}

/// Numbers of each row's vector; 0 where there are no rows.
std::size_t n_dimensions_of(std::span<const float> vectors, std::size_t n_rows) {
  if (n_rows == 0 && vectors.empty()) {
    return 0;
  }
  if (n_rows == 0 || vectors.empty() || vectors.size() % n_rows != 0) {
    throw UsageError(
        fmt::format("{} numbers were given as the vectors of {} rows.", vectors.size(), n_rows));
  }
  const std::size_t n_dimensions = vectors.size() / n_rows;
  const auto wrong = std::find_if(vectors.begin(), vectors.end(),
                                  [](float value) { return !std::isfinite(value); });
  if (wrong != vectors.end()) {
    throw UsageError(fmt::format("The vector of row {} holds a value that is not a finite number.",
                                 static_cast<std::size_t>(wrong - vectors.begin()) / n_dimensions));
  }
  return n_dimensions;
}

std::vector<std::size_t> draw_rows_by_own_rates(std::vector<std::size_t> rows,
                                                const NoiseOptions& options) {
  put_in_random_order(rows, {options.seed, DrawPurpose::noise_rows});
  std::vector<double> rates;
  rates.reserve(rows.size());
  for (const std::size_t row : rows) {
    const double own =
        options.rate + kRateDeviation * stream(options, DrawPurpose::noise_row_rate, row).normal();
    rates.push_back(std::clamp(own, 0.0, 1.0));
  }
  return draw_systematic(rows, rates, share_of(options.rate, rows.size()),
                         {options.seed, DrawPurpose::noise_start});
}

/// A gold class's random projection, from vectors to one number a label.
class Projection {
 public:
  Projection(std::size_t n_dimensions, std::int32_t gold, const NoiseOptions& options)
      : n_labels_(options.n_labels), gold_(static_cast<std::size_t>(gold)) {
    Rng rng = stream(options, DrawPurpose::noise_projection, gold_);
    weights_.resize(n_dimensions * n_labels_);
    std::generate(weights_.begin(), weights_.end(), [&] { return rng.normal(); });
  }

  /// Softmax over the labels other than gold; gold has 0.
  [[nodiscard]] std::vector<double> chances(std::span<const float> vector) const {
    std::vector<double> values(n_labels_, 0.0);
    double square = 0;
    for (std::size_t d = 0; d < vector.size(); ++d) {
      const auto x = static_cast<double>(vector[d]);
      square += x * x;
      for (std::size_t label = 0; label < n_labels_; ++label) {
        values[label] += x * weights_[d * n_labels_ + label];
      }
    }
    const double length = square > 0 ? std::sqrt(square) : 1.0;
    double sum = 0;
    // The values are near a standard normal's: exp can't overflow.
    for (std::size_t label = 0; label < n_labels_; ++label) {
      values[label] = label == gold_ ? 0.0 : std::exp(values[label] / length);
      sum += values[label];
    }
    for (double& value : values) {
      value /= sum;
    }
    return values;
  }

 private:
  std::size_t n_labels_;
  std::size_t gold_;
  std::vector<double> weights_;  ///< [n_dimensions, n_labels]
};

std::int32_t draw_label(const std::vector<double>& chances, double drawn) {
  std::int32_t label = -1;
  for (std::size_t i = 0; i < chances.size(); ++i) {
    if (chances[i] > 0) {
      label = static_cast<std::int32_t>(i);
      drawn -= chances[i];
      if (drawn < 0) {
        break;
      }
    }
  }
  return label;
}

}  // namespace

std::vector<std::int32_t> instance_a_noise(std::span<const std::int32_t> gold,
                                           std::span<const float> probabilities,
                                           const NoiseOptions& options) {
  const std::vector<std::size_t> rows = rows_with_gold(gold, options);
  require_probabilities(probabilities, gold.size(), options.n_labels);
  const auto of_row = [&](std::size_t row) {
    return probabilities.subspan(row * options.n_labels, options.n_labels);
  };
  std::vector<double> weights;
  weights.reserve(rows.size());
  for (const std::size_t row : rows) {
    weights.push_back(uncertainty(of_row(row)));
  }
  std::vector<std::int32_t> given(gold.begin(), gold.end());
  for (const std::size_t row : draw_by_weight(rows, weights, share_of(options.rate, rows.size()),
                                              {options.seed, DrawPurpose::noise_rows})) {
    given[row] = most_probable_other(of_row(row), gold[row]);
  }
  return given;
}

std::vector<std::int32_t> instance_b_noise(std::span<const std::int32_t> gold,
                                           std::span<const float> vectors,
                                           const NoiseOptions& options) {
  std::vector<std::size_t> drawn = rows_with_gold(gold, options);
  const std::size_t n_dimensions = n_dimensions_of(vectors, gold.size());
  drawn = draw_rows_by_own_rates(std::move(drawn), options);
  // Class by class: one projection at a time is in memory.
  std::sort(drawn.begin(), drawn.end(), [&](std::size_t a, std::size_t b) {
    return gold[a] != gold[b] ? gold[a] < gold[b] : a < b;
  });
  std::vector<std::int32_t> given(gold.begin(), gold.end());
  for (std::size_t i = 0; i < drawn.size();) {
    const std::int32_t label = gold[drawn[i]];
    const Projection projection(n_dimensions, label, options);
    for (; i < drawn.size() && gold[drawn[i]] == label; ++i) {
      const std::size_t row = drawn[i];
      given[row] = draw_label(projection.chances(vectors.subspan(row * n_dimensions, n_dimensions)),
                              stream(options, DrawPurpose::noise_label, row).uniform());
    }
  }
  return given;
}

}  // namespace noiseal
