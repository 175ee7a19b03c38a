// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/nn/network.h"

namespace at {
class Tensor;
}

namespace noiseal {

/// Parameters of a network that LibTorch differentiates, on any device: one flat buffer each for
/// values, gradient, moments and average, and leaves that are views of it.
class TorchParameters {
 public:
  TorchParameters(const ParameterLayout& layout, bool cuda);
  ~TorchParameters();
  TorchParameters(const TorchParameters&) = delete;
  TorchParameters& operator=(const TorchParameters&) = delete;

  /// The leaf of a parameter; its gradient accumulates in the flat gradient.
  [[nodiscard]] const at::Tensor& leaf(const std::string& name) const;
  void set_gradient(const std::string& name, std::span<const float> values);
  void step(const StepOptions& options);
  void read(ParameterPart part, std::span<float> values) const;
  void write(ParameterPart part, std::span<const float> values);
  /// A copy of one parameter in host memory, valid until the next call with this name.
  std::span<const float> host(const std::string& name);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace noiseal
