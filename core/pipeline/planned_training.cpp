// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/planned_training.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace noiseal {
namespace {

LossKind loss_kind(PlannedLoss loss) {
  switch (loss) {
    case PlannedLoss::corrected_cross_entropy:
      return LossKind::corrected_cross_entropy;
    case PlannedLoss::reversed_cross_entropy:
      return LossKind::reversed_cross_entropy;
    case PlannedLoss::soft_cross_entropy:
      return LossKind::soft_cross_entropy;
    case PlannedLoss::embmix:
      return LossKind::embmix;
    default:
      return LossKind::cross_entropy;
  }
}

}  // namespace

std::vector<Example> examples_of(const EpochPlan& plan) {
  std::vector<Example> examples(plan.examples.size());
  std::transform(
      plan.examples.begin(), plan.examples.end(), examples.begin(),
      [](const PlannedExample& planned) {
        return Example{planned.row, loss_kind(planned.loss), planned.label, planned.soft, 1.0F};
      });
  return examples;
}

LearningRates learning_rates(double rate, Schedule schedule, double begin, double end) {
  if (schedule == Schedule::constant) {
    return {static_cast<float>(rate), static_cast<float>(rate)};
  }
  return {static_cast<float>(rate * (1 - begin)), static_cast<float>(rate * (1 - end))};
}

BatchLosses batch_losses(const BatchReport& report, const std::string& model, int epoch,
                         std::span<const std::int32_t> given) {
  BatchLosses losses;
  losses.epoch = epoch;
  losses.model = model;
  losses.rows.assign(report.rows.begin(), report.rows.end());
  const std::size_t n_labels =
      report.probabilities.size() / std::max<std::size_t>(report.rows.size(), 1);
  for (std::size_t i = 0; i < report.rows.size(); ++i) {
    const auto label = static_cast<std::size_t>(given[report.rows[i]]);
    losses.losses.push_back(-std::log(std::max(report.probabilities[i * n_labels + label], 1e-7F)));
  }
  return losses;
}

}  // namespace noiseal
