// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/nn/cpu_kernels.h"
#include "core/nn/memory_block.h"
#include "core/nn/network.h"

namespace noiseal {

/// Parameters, gradient and optimiser state in the CPU's memory. In bf16 the masters stay fp32;
/// the weights of matrix products have a bf16 copy, refreshed by each step, and bf16 gradients
/// (what bf16 autocast comes to, without a conversion at each use).
class CpuParameters {
 public:
  /// products: names of the weights that matrix products use; their gradients are overwritten
  /// whole by every batch. sparse: the name of a table whose user clears the rows it has touched,
  /// or empty.
  CpuParameters(const ParameterLayout& layout, const std::vector<std::string>& products,
                const std::string& sparse, bool bf16);

  [[nodiscard]] const float* value(const std::string& name) const;
  [[nodiscard]] float* gradient(const std::string& name);
  /// A whole parameter, gaps left out.
  [[nodiscard]] std::span<const float> host(const std::string& name) const;
  void set_gradient(const std::string& name, std::span<const float> values);
  /// The weight of a matrix product, or its gradient, as T (float or cpu::Bf16).
  template <typename T>
  [[nodiscard]] const T* product(const std::string& name) const;
  template <typename T>
  [[nodiscard]] T* product_gradient(const std::string& name);

  /// Zeroes the gradients that are added to, but for the sparse table's.
  void clear_gradient();
  void step(const StepOptions& options);
  void read(ParameterPart part, std::span<float> values) const;
  void write(ParameterPart part, std::span<const float> values);

 private:
  struct Piece {
    std::size_t offset;
    std::size_t size;
    bool small = false;  ///< bf16 copy and bf16 gradient
    bool clear = false;  ///< by clear_gradient()
  };
  [[nodiscard]] const Buffer<float>& part(ParameterPart which) const;
  [[nodiscard]] double gradient_norm() const;
  void refresh_copies();

  ParameterLayout layout_;
  bool bf16_;
  std::vector<Piece> slices_;
  std::vector<Piece> pieces_;  ///< slices cut into equal work for the threads
  Buffer<float> values_, gradient_, moment1_, moment2_;
  mutable Buffer<float> average_;
  Buffer<cpu::Bf16> small_values_, small_gradient_;
};

}  // namespace noiseal
