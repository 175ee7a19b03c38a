// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/nn/cpu_kernels.h"
#include "core/nn/cpu_parameters.h"
#include "core/nn/encoder_network.h"
#include "core/nn/memory_block.h"
#include "core/nn/parameter_network.h"

namespace noiseal::cpu_encoder {

/// Places of dropout, for its random stream.
inline constexpr std::uint64_t kEmbeddingSite = 0;
enum Site : std::uint64_t { attention_site = 1, out_site = 2, down_site = 3, sites = 4 };

/// Texts packed end to end.
struct Packed {
  std::vector<std::size_t> start{0};
  std::vector<std::int32_t> word_rows;
  std::vector<std::int32_t> place_rows;
  std::size_t tokens = 0;
  std::size_t rows = 0;  ///< tokens rounded up
  std::size_t longest = 0;
};

/// Parameters of one layer.
template <typename T>
struct LayerWeights {
  const T *qkv, *out, *up, *down;
  const float *qkv_bias, *out_bias, *up_bias, *down_bias;
  const float *gamma1, *beta1, *gamma2, *beta2;
};

template <typename T>
struct LayerGradients {
  T *qkv, *out, *up, *down;
  float *qkv_bias, *out_bias, *up_bias, *down_bias;
  float *gamma1, *beta1, *gamma2, *beta2;
};

/// What a layer's forward pass leaves for its backward pass. In fp32 y1 and y2 also serve as the
/// residual stream; in bf16 that is kept apart in fp32.
template <typename T>
struct LayerMemory {
  Buffer<T> qkv, context, centred1, y1, up, active, centred2, y2;
  Buffer<float> rstd1, rstd2;

  void grow(std::size_t rows, std::size_t hidden, std::size_t intermediate) {
    qkv.grow(rows * 3 * hidden);
    for (Buffer<T>* buffer : {&context, &centred1, &y1, &centred2, &y2}) {
      buffer->grow(rows * hidden);
    }
    up.grow(rows * intermediate);
    active.grow(rows * intermediate);
    rstd1.grow(rows);
    rstd2.grow(rows);
  }
};

/// The encoder for the CPU (cpu_encoder.cpp, cpu_encoder_backward.cpp). T: float or cpu::Bf16, of
/// what is kept between the passes.
template <typename T>
class CpuEncoder : public ParameterNetwork<CpuParameters> {
 public:
  CpuEncoder(std::shared_ptr<const EncoderWeights> weights, const LearnerCorpora& corpora,
             const EncoderNetworkOptions& options);

  [[nodiscard]] const ParameterLayout& layout() const override { return weights_->trained(); }
  [[nodiscard]] std::size_t dimensions() const override { return hidden_; }
  [[nodiscard]] LearnerFacts facts() const override {
    return {options_.compute.device, options_.compute.precision, 0, 0};
  }
  void initial_values(std::uint64_t seed, std::span<float> values) const override {
    weights_->initial_values(seed, values);
  }

  void prepare(Corpus which, const Control& control) override;
  void forward(Corpus which, std::span<const std::uint32_t> rows,
               std::optional<std::uint64_t> dropout_key, std::span<float> pooled) override;
  void backward(std::span<const float> d_pooled) override;

  void step(const StepOptions& options) override;

 private:
  static constexpr const cpu::TypedKernels<T>& kernels() { return cpu::typed_kernels<T>(); }

  [[nodiscard]] LayerWeights<T> layer_weights(std::size_t layer) const;
  [[nodiscard]] LayerGradients<T> layer_gradients(std::size_t layer);
  [[nodiscard]] cpu::Dropout dropout(std::size_t layer, std::uint64_t site) const;
  [[nodiscard]] bool lower_part_frozen() const { return !weights_->embeddings_trained(); }
  [[nodiscard]] Buffer<T>& lower_output(Corpus which) {
    return lower_output_[static_cast<std::size_t>(which)];
  }

  void pack(const TokenCorpus& texts, std::span<const std::uint32_t> rows);
  void reserve(bool training);
  void embed();
  void load_lower_output(Corpus which, std::span<const std::uint32_t> rows);
  void run_layer(std::size_t layer, LayerMemory<T>& memory, const T* x, const float* x_wide);
  void attend(std::size_t layer, LayerMemory<T>& memory, bool back);
  void back_layer(std::size_t layer, LayerMemory<T>& memory, const T* x, bool to_input);
  void back_embed();
  void clear_padding(T* values, std::size_t columns) const {
    std::memset(values + packed_.tokens * columns, 0,
                (packed_.rows - packed_.tokens) * columns * sizeof(T));
  }
  /// Fp32 residual stream: in fp32 the layer's own output, else one of two shared buffers.
  float* wide(Buffer<T>& own, Buffer<float>& shared) {
    if constexpr (std::is_same_v<T, float>) {
      return own.data();
    } else {
      return shared.data();
    }
  }
  template <typename Work>
  void with_column_sums(std::size_t columns, std::initializer_list<float*> sums, const Work& work);

  std::shared_ptr<const EncoderWeights> weights_;
  EncoderNetworkOptions options_;
  std::size_t hidden_;
  std::size_t intermediate_;
  CpuParameters frozen_;
  std::vector<LayerWeights<T>> layer_weights_;

  Packed packed_;
  std::uint64_t dropout_key_ = 0;
  bool training_ = false;
  std::vector<LayerMemory<T>> layers_;
  Buffer<T> x_, centred_, product_, d_product_, d_up_, d_qkv_;
  Buffer<float> wide_a_, wide_b_, rstd_, d_, scratch_, sums_;
  Buffer<T> lower_output_[3];  ///< of each corpus, [tokens, hidden]
};

}  // namespace noiseal::cpu_encoder
