// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <utility>

#include "core/nn/network.h"

namespace noiseal {

/// What every network does alike: it has texts, and parameters with a head among them.
/// Parameters: CpuParameters or TorchParameters.
template <typename Parameters>
class ParameterNetwork : public Network {
 public:
  [[nodiscard]] const TokenCorpus* corpus(Corpus which) const final {
    switch (which) {
      case Corpus::train:
        return corpora_.train;
      case Corpus::valid:
        return corpora_.valid;
      default:
        return corpora_.test;
    }
  }
  [[nodiscard]] std::span<const float> head_weight() final {
    return parameters_.host("head.weight");
  }
  [[nodiscard]] std::span<const float> head_bias() final { return parameters_.host("head.bias"); }
  void set_head_gradient(std::span<const float> weight, std::span<const float> bias) final {
    parameters_.set_gradient("head.weight", weight);
    parameters_.set_gradient("head.bias", bias);
  }
  void step(const StepOptions& options) override { parameters_.step(options); }
  void read(ParameterPart part, std::span<float> values) const final {
    parameters_.read(part, values);
  }
  void write(ParameterPart part, std::span<const float> values) final {
    parameters_.write(part, values);
  }

 protected:
  /// arguments: what the parameters are made from.
  template <typename... Arguments>
  explicit ParameterNetwork(const LearnerCorpora& corpora, Arguments&&... arguments)
      : corpora_(corpora), parameters_(std::forward<Arguments>(arguments)...) {}

  [[nodiscard]] Parameters& parameters() { return parameters_; }
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

 private:
  LearnerCorpora corpora_;
  Parameters parameters_;
};

}  // namespace noiseal
