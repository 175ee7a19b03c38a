// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "core/nn/losses.h"

namespace noiseal {
namespace {

using Loss = std::function<double(std::span<const float>, std::span<float>)>;

void expect_gradient_matches_differences(const Loss& loss, std::vector<float> logits) {
  std::vector<float> gradient(logits.size());
  std::vector<float> unused(logits.size());
  loss(logits, gradient);
  for (std::size_t k = 0; k < logits.size(); ++k) {
    constexpr float kStep = 1e-2F;
    const float middle = logits[k];
    logits[k] = middle + kStep;
    const double above = loss(logits, unused);
    logits[k] = middle - kStep;
    const double below = loss(logits, unused);
    logits[k] = middle;
    EXPECT_NEAR(gradient[k], (above - below) / (2 * static_cast<double>(kStep)), 2e-3) << k;
  }
}

const std::vector<float> kLogits{0.3F, -1.2F, 2.0F, 0.7F};

TEST(Losses, CrossEntropyIsMinusTheLogProbabilityOfTheTarget) {
  const std::vector<float> target{0, 0, 1, 0};
  std::vector<float> gradient(4);
  // log(e^.3 + e^-1.2 + e^2 + e^.7) - 2, worked out with a calculator
  EXPECT_NEAR(cross_entropy(kLogits, target, gradient), 0.40278, 1e-5);
  expect_gradient_matches_differences(
      [&](auto logits, auto d) { return cross_entropy(logits, target, d); }, kLogits);
}

TEST(Losses, SoftTargetsWeighTheLogProbabilities) {
  const std::vector<float> target{0.1F, 0.2F, 0.3F, 0.4F};
  expect_gradient_matches_differences(
      [&](auto logits, auto d) { return cross_entropy(logits, target, d); }, kLogits);
}

TEST(Losses, ReversedCrossEntropyIsTheMassOffTheLabelTimesLogOfTheFloor) {
  std::vector<float> p(4);
  softmax(kLogits, p);
  const std::vector<float> target{0, 1, 0, 0};
  std::vector<float> gradient(4);
  EXPECT_NEAR(reversed_cross_entropy(kLogits, target, gradient),
              (1 - static_cast<double>(p[1])) * -std::log(1e-4), 1e-4);
  expect_gradient_matches_differences(
      [&](auto logits, auto d) { return reversed_cross_entropy(logits, target, d); }, kLogits);
}

TEST(Losses, ReversedCrossEntropySummedOverAllLabelsIsConstant) {
  for (const auto& logits :
       {kLogits, std::vector<float>{5, -5, 0, 1}, std::vector<float>{0, 0, 0, 0}}) {
    double sum = 0;
    std::vector<float> gradient(4);
    std::vector<float> total(4, 0.0F);
    for (std::size_t label = 0; label < 4; ++label) {
      std::vector<float> target(4, 0.0F);
      target[label] = 1;
      sum += reversed_cross_entropy(logits, target, gradient);
      for (std::size_t k = 0; k < 4; ++k) {
        total[k] += gradient[k];
      }
    }
    EXPECT_NEAR(sum, 3 * -std::log(1e-4), 1e-4);
    EXPECT_THAT(total, testing::Each(testing::FloatNear(0, 1e-5F)));
  }
}

TEST(Losses, ForwardCorrectionPredictsTheNoisyLabel) {
  MatrixF transition(4, 4);
  for (std::size_t gold = 0; gold < 4; ++gold) {
    transition(gold, gold) = 0.6F;
    transition(gold, (gold + 1) % 4) = 0.4F;
  }
  std::vector<float> p(4);
  softmax(kLogits, p);
  std::vector<float> gradient(4);
  EXPECT_NEAR(forward_corrected(kLogits, transition, 3, gradient),
              -std::log(0.6 * static_cast<double>(p[3]) + 0.4 * static_cast<double>(p[2])), 1e-5);
  expect_gradient_matches_differences(
      [&](auto logits, auto d) { return forward_corrected(logits, transition, 3, d); }, kLogits);
}

std::vector<Example> batch_of(const std::vector<LossKind>& losses) {
  std::vector<Example> batch(losses.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    batch[i].loss = losses[i];
    batch[i].label = 0;
  }
  return batch;
}

TEST(EmbMix, PartnersAreOtherHardRowsOnly) {
  const auto batch = batch_of({LossKind::embmix, LossKind::cross_entropy, LossKind::embmix,
                               LossKind::reversed_cross_entropy, LossKind::embmix});
  bool two_four = false;
  bool four_two = false;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Mixing mixing = draw_mixing(batch, Rng({seed}));
    EXPECT_GE(mixing.l, 0.5F);
    EXPECT_LE(mixing.l, 1.0F);
    EXPECT_EQ(mixing.partner[1], 1U);
    EXPECT_EQ(mixing.partner[3], 3U);
    for (const std::size_t hard : {0U, 2U, 4U}) {
      EXPECT_NE(mixing.partner[hard], hard);
      EXPECT_THAT(mixing.partner[hard], testing::AnyOf(0U, 2U, 4U));
    }
    two_four |= mixing.partner[2] == 4;
    four_two |= mixing.partner[4] == 2;
  }
  EXPECT_TRUE(two_four && four_two);
}

TEST(EmbMix, AHardRowThatIsAloneIsNotMixed) {
  const auto batch = batch_of({LossKind::cross_entropy, LossKind::embmix});
  const Mixing mixing = draw_mixing(batch, Rng({1}));
  EXPECT_EQ(mixing.partner, (std::vector<std::size_t>{0, 1}));
  MatrixF values(2, 2, 3.0F);
  MatrixF mixed;
  mix_rows(mixing, values, mixed);
  EXPECT_EQ(mixed, values);
}

TEST(EmbMix, RowsAreMixedAndTheGradientGoesBackToBoth) {
  const Mixing mixing{{1, 0, 2}, 0.75F};
  MatrixF values(3, 1);
  values(0, 0) = 1;
  values(1, 0) = 5;
  values(2, 0) = 7;
  MatrixF mixed;
  mix_rows(mixing, values, mixed);
  EXPECT_FLOAT_EQ(mixed(0, 0), 0.75F * 1 + 0.25F * 5);
  EXPECT_FLOAT_EQ(mixed(1, 0), 0.75F * 5 + 0.25F * 1);
  EXPECT_FLOAT_EQ(mixed(2, 0), 7);
  MatrixF d_mixed(3, 1);
  d_mixed(0, 0) = 1;
  d_mixed(1, 0) = 10;
  d_mixed(2, 0) = 100;
  MatrixF d_values;
  unmix_gradient(mixing, d_mixed, d_values);
  EXPECT_FLOAT_EQ(d_values(0, 0), 0.75F * 1 + 0.25F * 10);
  EXPECT_FLOAT_EQ(d_values(1, 0), 0.75F * 10 + 0.25F * 1);
  EXPECT_FLOAT_EQ(d_values(2, 0), 100);
}

TEST(Losses, ABatchIsTheWeightedSumOverItsRows) {
  auto batch = batch_of({LossKind::cross_entropy, LossKind::reversed_cross_entropy});
  batch[1].weight = 0.5F;
  const TrainPlan plan;
  const MatrixF targets = batch_targets(batch, plan, 4);
  MatrixF logits(2, 4);
  MatrixF gradient(2, 4);
  std::copy(kLogits.begin(), kLogits.end(), logits.row(0).begin());
  std::copy(kLogits.begin(), kLogits.end(), logits.row(1).begin());
  std::vector<float> d(4);
  const double ce = cross_entropy(kLogits, targets.row(0), d);
  const double rce = reversed_cross_entropy(kLogits, targets.row(1), d);
  EXPECT_NEAR(batch_loss(batch, plan, targets, logits, gradient), (ce + 0.5 * rce) / 2, 1e-6);
  EXPECT_NEAR(gradient(1, 2), d[2] * 0.25F, 1e-6);
}

}  // namespace
}  // namespace noiseal
