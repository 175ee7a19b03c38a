// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/evidence.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/selection/probabilities.h"
#include "core/selection/transition.h"
#include "core/stats/classification.h"

namespace noiseal {
namespace {

void add_to(std::span<float> sum, std::span<const float> values) {
  std::transform(sum.begin(), sum.end(), values.begin(), sum.begin(), std::plus<>());
}

MatrixF mean_of(const MatrixF& sum, std::uint32_t epochs) {
  MatrixF mean(sum.rows(), sum.columns(), 1.0F / static_cast<float>(sum.columns()));
  if (epochs > 0) {
    const auto count = static_cast<float>(epochs);
    std::transform(sum.values().begin(), sum.values().end(), mean.values().begin(),
                   [count](float value) { return value / count; });
  }
  return mean;
}

/// (1 - share) a + share b, both divided by the number of epochs.
std::vector<float> blend(const std::vector<float>& a, const std::vector<float>& b, double share,
                         std::uint32_t epochs) {
  const auto of_b = static_cast<float>(share / epochs);
  const auto of_a = static_cast<float>((1 - share) / epochs);
  std::vector<float> result(a.size());
  std::transform(a.begin(), a.end(), b.begin(), result.begin(),
                 [of_a, of_b](float x, float y) { return of_a * x + of_b * y; });
  return result;
}

std::vector<float> by_transition(const Evidence& evidence, std::span<const std::int32_t> given,
                                 const MatrixF* transition) {
  const MatrixF p = evidence.joint_mean();
  const MatrixF posterior = transition_posterior(
      p, given, transition != nullptr ? *transition : estimate_transition(p, given));
  std::vector<float> scores(given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    scores[i] = 1.0F - posterior(i, static_cast<std::size_t>(given[i]));
  }
  return scores;
}

/// The margins less their mean over the rows of the same given label.
std::vector<float> adjusted_by_label(std::vector<float> margins,
                                     std::span<const std::int32_t> given, std::size_t n_labels) {
  std::vector<double> sum(n_labels);
  std::vector<double> rows(n_labels);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto label = static_cast<std::size_t>(given[i]);
    sum.at(label) += static_cast<double>(margins[i]);
    rows.at(label) += 1;
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto label = static_cast<std::size_t>(given[i]);
    margins[i] -= static_cast<float>(sum[label] / rows[label]);
  }
  return margins;
}

}  // namespace

Evidence::Evidence(std::size_t n_rows, std::size_t n_labels)
    : strong_sum(n_rows, n_labels),
      weak_sum(n_rows, n_labels),
      strong_margin(n_rows),
      weak_margin(n_rows),
      strong_loss(n_rows),
      weak_loss(n_rows),
      strong_last_loss(n_rows) {}

void Evidence::add(const MatrixF& p_strong, const MatrixF& p_weak,
                   std::span<const std::int32_t> given) {
  for (const MatrixF* p : {&p_strong, &p_weak}) {
    if (p->rows() != strong_sum.rows() || p->columns() != strong_sum.columns()) {
      throw Error(
          "An epoch's predictions are not of the same rows and labels as the earlier ones.");
    }
  }
  strong_last_loss = losses_of_given(p_strong, given);
  add_to(strong_loss, strong_last_loss);
  add_to(weak_loss, losses_of_given(p_weak, given));
  add_to(strong_margin, margins_of_given(p_strong, given));
  add_to(weak_margin, margins_of_given(p_weak, given));
  add_to(strong_sum.values(), p_strong.values());
  add_to(weak_sum.values(), p_weak.values());
  ++epochs;
}

MatrixF Evidence::strong_mean() const {
  return mean_of(strong_sum, epochs);
}

MatrixF Evidence::joint_mean() const {
  return joint_probabilities(strong_mean(), mean_of(weak_sum, epochs));
}

int first_scored_epoch(const ScoredEpochs& epochs) {
  const int all = epochs.warm_up + epochs.noise_aware;
  if (epochs.corrected) {
    return std::min(2, all);
  }
  return epochs.plain || epochs.noise_aware == 0 ? 1 : epochs.warm_up + 1;
}

std::vector<float> error_scores(const Evidence& evidence, std::span<const std::int32_t> given,
                                const ScoreOptions& options) {
  if (given.size() != evidence.strong_sum.rows()) {
    throw Error("There must be a given label for every row that is scored.");
  }
  if (evidence.epochs == 0) {
    return std::vector<float>(given.size(), 0.0F);
  }
  switch (options.kind) {
    case ScoreKind::last_loss:
      return evidence.strong_last_loss;
    case ScoreKind::both_mean_loss:
      return blend(evidence.strong_loss, evidence.weak_loss, 0.5, evidence.epochs);
    case ScoreKind::mixed_margin:
      return blend(evidence.strong_margin, evidence.weak_margin, options.weak_share,
                   evidence.epochs);
    case ScoreKind::class_adjusted:
      return adjusted_by_label(
          blend(evidence.strong_margin, evidence.weak_margin, 0, evidence.epochs), given,
          evidence.strong_sum.columns());
    case ScoreKind::transition_odds:
      return by_transition(evidence, given, options.transition);
    case ScoreKind::strong_margin:
      break;
  }
  return blend(evidence.strong_margin, evidence.weak_margin, 0, evidence.epochs);
}

std::vector<std::int32_t> suggestions(const Evidence& evidence,
                                      std::span<const std::int32_t> accepted) {
  std::vector<std::int32_t> labels = argmax_rows(evidence.strong_mean());
  if (!accepted.empty() && accepted.size() != labels.size()) {
    throw Error("Accepted answers must be given for every row or for none.");
  }
  for (std::size_t i = 0; i < accepted.size(); ++i) {
    if (accepted[i] >= 0) {
      labels[i] = accepted[i];
    }
  }
  return labels;
}

}  // namespace noiseal
