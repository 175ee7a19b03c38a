// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/transition.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/error.h"

namespace noiseal {
namespace {

struct LabelMeans {
  std::vector<double> rows;       ///< rows given each label
  std::vector<double> threshold;  ///< mean p[k] over the rows given k; above 1 where there is none
};

LabelMeans label_means(const MatrixF& p, std::span<const std::int32_t> given) {
  LabelMeans means{std::vector<double>(p.columns()), std::vector<double>(p.columns())};
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] < 0 || static_cast<std::size_t>(given[i]) >= p.columns()) {
      throw Error("A given label is not in the label set.");
    }
    const auto label = static_cast<std::size_t>(given[i]);
    means.rows[label] += 1;
    means.threshold[label] += static_cast<double>(p(i, label));
  }
  for (std::size_t k = 0; k < p.columns(); ++k) {
    means.threshold[k] = means.rows[k] > 0 ? means.threshold[k] / means.rows[k] : 2.0;
  }
  return means;
}

/// The label that a row confidently belongs to.
std::optional<std::size_t> confident_label(std::span<const float> p,
                                           const std::vector<double>& threshold) {
  std::optional<std::size_t> best;
  for (std::size_t k = 0; k < p.size(); ++k) {
    // 1e-6: rows that all carry the mean itself must not fall below it by rounding.
    if (static_cast<double>(p[k]) >= threshold[k] - 1e-6 && (!best || p[k] > p[*best])) {
      best = k;
    }
  }
  return best;
}

}  // namespace

MatrixF estimate_transition(const MatrixF& p, std::span<const std::int32_t> given,
                            const TransitionOptions& options) {
  if (p.rows() != given.size() || p.columns() < 2) {
    throw Error("A noise transition needs predictions over at least two labels for every row.");
  }
  const std::size_t n = p.columns();
  const LabelMeans means = label_means(p, given);
  Matrix<double> counts(n, n, 0);  // [gold][given]
  std::vector<double> counted(n, 0);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (const auto gold = confident_label(p.row(i), means.threshold)) {
      const auto label = static_cast<std::size_t>(given[i]);
      counts(*gold, label) += 1;
      counted[label] += 1;
    }
  }
  MatrixF transition(n, n);
  const double other = (1 - options.prior_diagonal) / static_cast<double>(n - 1);
  for (std::size_t gold = 0; gold < n; ++gold) {
    std::vector<double> row(n);
    double sum = 0;
    for (std::size_t label = 0; label < n; ++label) {
      const double scale = counted[label] > 0 ? means.rows[label] / counted[label] : 0;
      const double prior = gold == label ? options.prior_diagonal : other;
      row[label] = counts(gold, label) * scale + options.strength * prior;
      sum += row[label];
    }
    for (std::size_t label = 0; label < n; ++label) {
      // Without a count or a prior nothing is known: no noise.
      transition(gold, label) =
          static_cast<float>(sum > 0 ? row[label] / sum : (gold == label ? 1.0 : 0.0));
    }
  }
  return transition;
}

MatrixF transition_posterior(const MatrixF& p, std::span<const std::int32_t> given,
                             const MatrixF& transition) {
  if (p.rows() != given.size() || transition.rows() != p.columns() ||
      transition.columns() != p.columns()) {
    throw Error("Predictions, given labels and noise transition are not of matching shapes.");
  }
  MatrixF posterior = p;
  std::vector<double> weighted(p.columns());
  for (std::size_t i = 0; i < p.rows(); ++i) {
    const auto label = static_cast<std::size_t>(given[i]);
    double sum = 0;
    for (std::size_t gold = 0; gold < p.columns(); ++gold) {
      weighted[gold] =
          static_cast<double>(p(i, gold)) * static_cast<double>(transition(gold, label));
      sum += weighted[gold];
    }
    for (std::size_t gold = 0; gold < p.columns() && sum > 0; ++gold) {
      posterior(i, gold) = static_cast<float>(weighted[gold] / sum);
    }
  }
  return posterior;
}

}  // namespace noiseal
