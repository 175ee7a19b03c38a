// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/selection.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/selection/probabilities.h"
#include "core/stats/classification.h"
#include "core/stats/distribution.h"

namespace noiseal {
namespace {

/// What one row shows to a rule. All comparisons are made in single precision, as the thresholds
/// are kept.
struct RowView {
  std::span<const float> strong;
  std::span<const float> weak;
  float tau_strong = 0;
  float tau_weak = 0;
  std::int32_t given = 0;
  float joint_confidence = 0;
  float sigma = 0;

  /// min(0.99, mean tau + sigma): what the joint prediction must reach for P.
  [[nodiscard]] float purified_threshold() const {
    return std::min(0.99F, 0.5F * (tau_strong + tau_weak) + sigma);
  }
};

std::size_t argmax(std::span<const float> p) {
  return static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
}

/// Rules agreement and fixed.
RowSet by_agreement(const RowView& row) {
  const std::size_t strong = argmax(row.strong);
  if (strong != argmax(row.weak)) {
    return RowSet::hard;
  }
  if (strong == static_cast<std::size_t>(row.given)) {
    const bool sure = row.strong[strong] >= row.tau_strong && row.weak[strong] >= row.tau_weak;
    return sure ? RowSet::reliable : RowSet::hard;
  }
  return row.joint_confidence >= row.purified_threshold() ? RowSet::purified : RowSet::hard;
}

RowSet by_given_label(const RowView& row) {
  const auto label = static_cast<std::size_t>(row.given);
  const bool strong_clean = row.strong[label] > row.tau_strong;
  const bool weak_clean = row.weak[label] > row.tau_weak;
  if (strong_clean && weak_clean) {
    return RowSet::reliable;
  }
  if (strong_clean || weak_clean) {
    return RowSet::hard;
  }
  return row.joint_confidence > row.purified_threshold() ? RowSet::purified : RowSet::unused;
}

/// Rule mixture: on the strong model's losses, scaled to 0..1 and with the variance floor that the
/// published DivideMix takes (Li et al. 2020), so that it means the same for every model.
std::vector<RowSet> by_mixture(const MatrixF& p_strong, std::span<const std::int32_t> given) {
  std::vector<float> losses = losses_of_given(p_strong, given);
  std::vector<RowSet> sets(losses.size(), RowSet::reliable);
  if (losses.empty()) {
    return sets;
  }
  const auto [low, high] = std::minmax_element(losses.begin(), losses.end());
  const float begin = *low;
  const float range = *high - *low;
  if (!(range > 0)) {
    return sets;
  }
  for (float& loss : losses) {
    loss = (loss - begin) / range;
  }
  const GaussianMixture mixture = fit_two_gaussians(losses, {.variance_floor = 5e-4});
  std::transform(losses.begin(), losses.end(), sets.begin(), [&mixture](float loss) {
    return mixture.posterior_low(static_cast<double>(loss)) > 0.5 ? RowSet::reliable : RowSet::hard;
  });
  return sets;
}

void check(const Thresholds& thresholds, const MatrixF& p_strong,
           std::span<const std::int32_t> given, bool with_thresholds) {
  if (given.size() != p_strong.rows() ||
      (with_thresholds && (thresholds.strong.size() != p_strong.rows() ||
                           thresholds.weak.size() != p_strong.rows()))) {
    throw Error("Predictions, thresholds and given labels are not of the same number of rows.");
  }
  for (const std::int32_t label : given) {
    if (label < 0 || static_cast<std::size_t>(label) >= p_strong.columns()) {
      throw Error("A given label is not in the label set.");
    }
  }
}

}  // namespace

Thresholds Thresholds::initial(std::size_t n_rows, std::size_t n_labels) {
  const float start = 1.0F / static_cast<float>(n_labels);
  return {std::vector<float>(n_rows, start), std::vector<float>(n_rows, start)};
}

void Thresholds::update(const MatrixF& p_strong, const MatrixF& p_weak, double lambda) {
  const auto weight = static_cast<float>(lambda);
  const auto move = [weight](std::vector<float>& tau, const MatrixF& p) {
    if (tau.size() != p.rows()) {
      throw Error("Thresholds and predictions are not of the same number of rows.");
    }
    const std::vector<float> confidence = confidences(p);
    std::transform(confidence.begin(), confidence.end(), tau.begin(), tau.begin(),
                   [weight](float c, float old) { return weight * c + (1.0F - weight) * old; });
  };
  move(strong, p_strong);
  move(weak, p_weak);
}

Selection select_rows(const SelectionOptions& options, const Thresholds& thresholds,
                      const MatrixF& p_strong, const MatrixF& p_weak,
                      std::span<const std::int32_t> given) {
  const bool by_tau = options.rule == Rule::agreement || options.rule == Rule::given_label;
  check(thresholds, p_strong, given, by_tau);
  const MatrixF p_joint = joint_probabilities(p_strong, p_weak);
  Selection selection;
  selection.joint = argmax_rows(p_joint);
  selection.joint_confidence = confidences(p_joint);
  if (options.rule == Rule::plain) {
    selection.set.assign(given.size(), RowSet::reliable);
    return selection;
  }
  if (options.rule == Rule::mixture) {
    selection.set = by_mixture(p_strong, given);
    return selection;
  }
  selection.set.resize(given.size());
  const auto fixed = static_cast<float>(options.fixed_threshold);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const RowView row{.strong = p_strong.row(i),
                      .weak = p_weak.row(i),
                      .tau_strong = by_tau ? thresholds.strong[i] : fixed,
                      .tau_weak = by_tau ? thresholds.weak[i] : fixed,
                      .given = given[i],
                      .joint_confidence = selection.joint_confidence[i],
                      .sigma = static_cast<float>(options.sigma)};
    selection.set[i] = options.rule == Rule::given_label ? by_given_label(row) : by_agreement(row);
  }
  return selection;
}

}  // namespace noiseal
