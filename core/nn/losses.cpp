// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace noiseal {
namespace {

constexpr float kFloor = 1e-4F;  // stands for log 0 in the reversed cross-entropy

/// Gradient by the logits from the gradient by the probabilities.
void through_softmax(std::span<const float> p, std::span<const float> d_p,
                     std::span<float> d_logits) {
  float inner = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    inner += p[k] * d_p[k];
  }
  for (std::size_t k = 0; k < p.size(); ++k) {
    d_logits[k] = p[k] * (d_p[k] - inner);
  }
}

float log_sum_exp(std::span<const float> logits) {
  const float top = *std::max_element(logits.begin(), logits.end());
  float sum = 0;
  for (const float value : logits) {
    sum += std::exp(value - top);
  }
  return top + std::log(sum);
}

}  // namespace

void softmax(std::span<const float> logits, std::span<float> probabilities) {
  const float norm = log_sum_exp(logits);
  for (std::size_t k = 0; k < logits.size(); ++k) {
    probabilities[k] = std::exp(logits[k] - norm);
  }
}

double cross_entropy(std::span<const float> logits, std::span<const float> target,
                     std::span<float> d_logits) {
  const float norm = log_sum_exp(logits);
  const float mass = std::accumulate(target.begin(), target.end(), 0.0F);
  double loss = 0;
  for (std::size_t k = 0; k < logits.size(); ++k) {
    const float log_p = logits[k] - norm;
    loss -= static_cast<double>(target[k] * log_p);
    d_logits[k] = std::exp(log_p) * mass - target[k];
  }
  return loss;
}

double reversed_cross_entropy(std::span<const float> logits, std::span<const float> target,
                              std::span<float> d_logits) {
  std::vector<float> p(logits.size());
  std::vector<float> d_p(logits.size());
  softmax(logits, p);
  double loss = 0;
  for (std::size_t k = 0; k < logits.size(); ++k) {
    d_p[k] = -std::log(std::max(target[k], kFloor));
    loss += static_cast<double>(p[k] * d_p[k]);
  }
  through_softmax(p, d_p, d_logits);
  return loss;
}

double forward_corrected(std::span<const float> logits, const MatrixF& transition,
                         std::size_t label, std::span<float> d_logits) {
  std::vector<float> p(logits.size());
  std::vector<float> d_p(logits.size());
  softmax(logits, p);
  float given = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    given += p[k] * transition(k, label);
  }
  given = std::max(given, 1e-12F);
  for (std::size_t k = 0; k < p.size(); ++k) {
    d_p[k] = -transition(k, label) / given;
  }
  through_softmax(p, d_p, d_logits);
  return -std::log(static_cast<double>(given));
}

Mixing draw_mixing(std::span<const Example> batch, Rng rng) {
  Mixing mixing;
  mixing.partner.resize(batch.size());
  std::iota(mixing.partner.begin(), mixing.partner.end(), std::size_t{0});
  std::vector<std::size_t> hard;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch[i].loss == LossKind::embmix) {
      hard.push_back(i);
    }
  }
  const auto l = static_cast<float>(rng.beta(0.75, 0.75));
  mixing.l = std::max(l, 1 - l);
  if (hard.size() < 2) {
    return mixing;
  }
  for (std::size_t i = 0; i < hard.size(); ++i) {
    std::size_t other = static_cast<std::size_t>(rng.below(hard.size() - 1));
    other += other >= i ? 1U : 0U;
    mixing.partner[hard[i]] = hard[other];
  }
  return mixing;
}

void mix_rows(const Mixing& mixing, const MatrixF& values, MatrixF& mixed) {
  mixed = values;
  for (std::size_t i = 0; i < mixing.partner.size(); ++i) {
    const std::size_t other = mixing.partner[i];
    if (other == i) {
      continue;
    }
    for (std::size_t j = 0; j < values.columns(); ++j) {
      mixed(i, j) = mixing.l * values(i, j) + (1 - mixing.l) * values(other, j);
    }
  }
}

void unmix_gradient(const Mixing& mixing, const MatrixF& d_mixed, MatrixF& d_values) {
  d_values = MatrixF(d_mixed.rows(), d_mixed.columns());
  for (std::size_t i = 0; i < mixing.partner.size(); ++i) {
    const std::size_t other = mixing.partner[i];
    const float own = other == i ? 1.0F : mixing.l;
    for (std::size_t j = 0; j < d_mixed.columns(); ++j) {
      d_values(i, j) += own * d_mixed(i, j);
      if (other != i) {
        d_values(other, j) += (1 - own) * d_mixed(i, j);
      }
    }
  }
}

MatrixF batch_targets(std::span<const Example> batch, const TrainPlan& plan, std::size_t n_labels) {
  MatrixF targets(batch.size(), n_labels);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch[i].label >= 0) {
      targets(i, static_cast<std::size_t>(batch[i].label)) = 1;
    } else {
      const auto soft = plan.soft_targets->row(batch[i].soft);
      std::copy(soft.begin(), soft.end(), targets.row(i).begin());
    }
  }
  return targets;
}

double batch_loss(std::span<const Example> batch, const TrainPlan& plan, const MatrixF& targets,
                  const MatrixF& logits, MatrixF& d_logits) {
  const auto n = static_cast<float>(batch.size());
  double sum = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const Example& example = batch[i];
    const std::span<float> gradient = d_logits.row(i);
    double loss = 0;
    if (example.loss == LossKind::reversed_cross_entropy) {
      loss = reversed_cross_entropy(logits.row(i), targets.row(i), gradient);
    } else if (example.loss == LossKind::corrected_cross_entropy) {
      loss = forward_corrected(logits.row(i), *plan.transition,
                               static_cast<std::size_t>(example.label), gradient);
    } else {
      loss = cross_entropy(logits.row(i), targets.row(i), gradient);
    }
    sum += static_cast<double>(example.weight) * loss;
    for (float& value : gradient) {
      value *= example.weight / n;
    }
  }
  return sum / static_cast<double>(batch.size());
}

}  // namespace noiseal
