// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/nn/learner.h"
#include "core/nn/network.h"

namespace noiseal {

struct ClassifierOptions {
  std::size_t n_labels = 2;
  std::size_t batch = 32;
  float dropout = 0.1F;  ///< before the head
  float weight_decay = 0.01F;
  float clip_norm = 1.0F;
  float weight_average = 0.0F;
  float average_ramp = 10.0F;
  std::uint64_t seed = 1;
  int threads = 0;
};

/// What the options of both models have in common.
template <typename ModelOptions>
ClassifierOptions classifier_options(const ModelOptions& model) {
  ClassifierOptions options;
  options.n_labels = model.n_labels;
  options.batch = model.batch;
  options.dropout = model.dropout;
  options.weight_decay = model.weight_decay;
  options.clip_norm = model.clip_norm;
  options.weight_average = model.weight_average;
  options.average_ramp = model.average_ramp;
  options.seed = model.seed;
  options.threads = model.compute.threads;
  return options;
}

/// The learner common to all networks: batches, head, losses, optimiser schedule, predictions,
/// state. Head and losses are computed on the CPU in fp32, in the order of the rows.
class Classifier : public Learner {
 public:
  Classifier(std::unique_ptr<Network> network, const ClassifierOptions& options);

  [[nodiscard]] LearnerFacts facts() const override;
  void train(const TrainPlan& plan, const Control& control, const BatchObserver& observer) override;
  Prediction predict(Corpus corpus, bool with_pooled, const Control& control) override;
  void reset(std::uint64_t seed) override;
  [[nodiscard]] std::string save_state() const override;
  void load_state(std::string_view state) override;
  [[nodiscard]] std::string save_prediction_weights() const override;
  void load_prediction_weights(std::string_view weights) override;

  [[nodiscard]] Network& network() { return *network_; }
  [[nodiscard]] const Network& network() const { return *network_; }
  /// The parameters that predict() uses, in the network's layout.
  [[nodiscard]] std::vector<float> prediction_values() const;

 private:
  struct Batch;
  void train_batch(const TrainPlan& plan, const Batch& batch, float learning_rate,
                   const BatchObserver& observer);
  void check_plan(const TrainPlan& plan) const;
  [[nodiscard]] bool averaging() const { return options_.weight_average > 0; }
  MatrixF logits_of(const MatrixF& pooled);

  std::unique_ptr<Network> network_;
  ClassifierOptions options_;
  std::int64_t step_ = 0;
  std::vector<float> loaded_;  ///< weights that predict() uses in the place of its own
};

/// The order of an epoch's examples, a function of (seed, epoch) alone.
std::vector<std::uint32_t> epoch_order(std::size_t n, std::uint64_t seed, int epoch);

}  // namespace noiseal
