// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/probabilities.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/base/error.h"

namespace noiseal {
namespace {

void check_given(const MatrixF& p, std::span<const std::int32_t> given) {
  if (p.rows() != given.size()) {
    throw Error("There are predictions for " + std::to_string(p.rows()) + " rows, but " +
                std::to_string(given.size()) + " given labels.");
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] < 0 || static_cast<std::size_t>(given[i]) >= p.columns()) {
      throw Error("The given label of row " + std::to_string(i) + " is not in the label set.");
    }
  }
}

}  // namespace

MatrixF joint_probabilities(const MatrixF& p_strong, const MatrixF& p_weak) {
  if (p_strong.rows() != p_weak.rows() || p_strong.columns() != p_weak.columns()) {
    throw Error(
        "The two models' predictions are of different shapes; both must predict the same "
        "rows and labels.");
  }
  MatrixF joint(p_strong.rows(), p_strong.columns());
  std::transform(p_strong.values().begin(), p_strong.values().end(), p_weak.values().begin(),
                 joint.values().begin(), [](float a, float b) { return 0.5F * (a + b); });
  return joint;
}

void sharpen(std::span<float> p, double temperature) {
  if (!(temperature > 0)) {
    throw Error("The temperature that sharpens a target must be greater than 0.");
  }
  // Divided by the largest first, so that a small temperature can't underflow all of them.
  const float highest = p.empty() ? 0.0F : *std::max_element(p.begin(), p.end());
  if (!(highest > 0)) {
    std::fill(p.begin(), p.end(), 1.0F / static_cast<float>(p.size()));
    return;
  }
  double sum = 0;
  for (float& value : p) {
    const double power = std::pow(static_cast<double>(value / highest), 1 / temperature);
    value = static_cast<float>(power);
    sum += power;
  }
  for (float& value : p) {
    value = static_cast<float>(static_cast<double>(value) / sum);
  }
}

std::vector<float> losses_of_given(const MatrixF& p, std::span<const std::int32_t> given) {
  check_given(p, given);
  std::vector<float> losses(p.rows());
  for (std::size_t i = 0; i < p.rows(); ++i) {
    losses[i] = -std::log(std::max(p(i, static_cast<std::size_t>(given[i])), 1e-7F));
  }
  return losses;
}

std::vector<float> margins_of_given(const MatrixF& p, std::span<const std::int32_t> given) {
  check_given(p, given);
  std::vector<float> margins(p.rows());
  for (std::size_t i = 0; i < p.rows(); ++i) {
    const auto label = static_cast<std::size_t>(given[i]);
    float other = 0;
    for (std::size_t k = 0; k < p.columns(); ++k) {
      if (k != label) {
        other = std::max(other, p(i, k));
      }
    }
    margins[i] = other - p(i, label);
  }
  return margins;
}

std::vector<float> confidences(const MatrixF& p) {
  std::vector<float> highest(p.rows());
  for (std::size_t i = 0; i < p.rows(); ++i) {
    const auto row = p.row(i);
    highest[i] = *std::max_element(row.begin(), row.end());
  }
  return highest;
}

}  // namespace noiseal
