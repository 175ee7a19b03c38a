// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/nn/classifier.h"
#include "core/nn/encoder_weights.h"
#include "core/nn/models.h"

namespace noiseal {

/// The strong model's learner: a classifier that remembers its encoder, for the export.
class EncoderLearner : public Classifier {
 public:
  EncoderLearner(std::unique_ptr<Network> network, const ClassifierOptions& options,
                 std::shared_ptr<const EncoderWeights> weights, Pooling pooling)
      : Classifier(std::move(network), options), weights_(std::move(weights)), pooling_(pooling) {}

  [[nodiscard]] const EncoderWeights& weights() const { return *weights_; }
  [[nodiscard]] Pooling pooling() const { return pooling_; }

 private:
  std::shared_ptr<const EncoderWeights> weights_;
  Pooling pooling_;
};

}  // namespace noiseal
