// SPDX-License-Identifier: GPL-3.0-or-later
// The backward pass of the encoder for the CPU.
#include <fmt/format.h>

#include "core/nn/cpu_encoder.h"
#include "core/nn/matrix_product.h"
#include "core/nn/parallel_ranges.h"

namespace noiseal::cpu_encoder {

template <typename T>
LayerGradients<T> CpuEncoder<T>::layer_gradients(std::size_t layer) {
  const auto name = [&](const char* part) { return fmt::format("{}.{}", layer, part); };
  return {parameters().template product_gradient<T>(name("qkv.weight")),
          parameters().template product_gradient<T>(name("out.weight")),
          parameters().template product_gradient<T>(name("up.weight")),
          parameters().template product_gradient<T>(name("down.weight")),
          parameters().gradient(name("qkv.bias")),
          parameters().gradient(name("out.bias")),
          parameters().gradient(name("up.bias")),
          parameters().gradient(name("down.bias")),
          parameters().gradient(name("norm1.weight")),
          parameters().gradient(name("norm1.bias")),
          parameters().gradient(name("norm2.weight")),
          parameters().gradient(name("norm2.bias"))};
}

/// Runs work(part's partial sums, begin, end) over the tokens and adds the parts' sums, in order,
/// to the given arrays of `columns` floats.
template <typename T>
template <typename Work>
void CpuEncoder<T>::with_column_sums(std::size_t columns, std::initializer_list<float*> sums,
                                     const Work& work) {
  const std::size_t width = columns * sums.size();
  sums_.grow(compute_threads() * width);
  std::memset(sums_.data(), 0, compute_threads() * width * sizeof(float));
  parallel_ranges(packed_.tokens, [&](std::size_t part, std::size_t begin, std::size_t end) {
    work(sums_.data() + part * width, begin, end);
  });
  for (std::size_t part = 0; part < compute_threads(); ++part) {
    const float* from = sums_.data() + part * width;
    for (float* to : sums) {
      for (std::size_t j = 0; j < columns; ++j) {
        to[j] += from[j];
      }
      from += columns;
    }
  }
}

/// d_ holds the gradient of the layer's output and product_ may hold more of it (after the layer
/// above); afterwards they hold that of the layer's input in the same two parts.
template <typename T>
void CpuEncoder<T>::back_layer(std::size_t layer, LayerMemory<T>& memory, const T* x,
                               bool to_input) {
  const LayerWeights<T>& w = layer_weights_[layer];
  const LayerGradients<T> g = layer_gradients(layer);
  const std::size_t rows = packed_.rows;
  const auto norm_back = [&](const T* more, const Buffer<T>& centred, const Buffer<float>& rstd,
                             const float* gamma, std::uint64_t site,
                             std::initializer_list<float*> sums) {
    cpu::NormBackward<T> norm{};
    norm.d = d_.data();
    norm.more = more;
    norm.centred = centred.data();
    norm.rstd = rstd.data();
    norm.gamma = gamma;
    norm.dropout = dropout(layer, site);
    norm.hidden = hidden_;
    norm.d_z = d_product_.data();
    with_column_sums(hidden_, sums, [&](float* partial, std::size_t begin, std::size_t end) {
      cpu::NormBackward<T> own = norm;
      own.d_gamma = partial;
      own.d_beta = partial + hidden_;
      own.d_bias = partial + 2 * hidden_;
      kernels().norm_backward(own, begin, end);
    });
    clear_padding(d_product_.data(), hidden_);
  };

  const bool top = layer + 1 == layers_.size();
  norm_back(top ? nullptr : product_.data(), memory.centred2, memory.rstd2, w.gamma2, down_site,
            {g.gamma2, g.beta2, g.down_bias});
  multiply<T>({d_product_.data(), true}, {memory.active.data()}, g.down, hidden_, intermediate_,
              rows);
  multiply<T>({d_product_.data()}, {w.down}, d_up_.data(), rows, intermediate_, hidden_);
  cpu::ActivationPass<T> activation{};
  activation.z = memory.up.data();
  activation.bias = w.up_bias;
  activation.columns = intermediate_;
  activation.kind = static_cast<int>(weights_->config().activation);
  activation.value = d_up_.data();
  with_column_sums(intermediate_, {g.up_bias},
                   [&](float* partial, std::size_t begin, std::size_t end) {
                     cpu::ActivationPass<T> own = activation;
                     own.d_bias = partial;
                     kernels().activation_backward(own, begin, end);
                   });
  multiply<T>({d_up_.data(), true}, {memory.y1.data()}, g.up, intermediate_, hidden_, rows);
  multiply<T>({d_up_.data()}, {w.up}, product_.data(), rows, hidden_, intermediate_);

  norm_back(product_.data(), memory.centred1, memory.rstd1, w.gamma1, out_site,
            {g.gamma1, g.beta1, g.out_bias});
  multiply<T>({d_product_.data(), true}, {memory.context.data()}, g.out, hidden_, hidden_, rows);
  multiply<T>({d_product_.data()}, {w.out}, product_.data(), rows, hidden_, hidden_);
  attend(layer, memory, true);
  clear_padding(d_qkv_.data(), 3 * hidden_);
  with_column_sums(3 * hidden_, {g.qkv_bias},
                   [&](float* partial, std::size_t begin, std::size_t end) {
                     kernels().column_sum(d_qkv_.data(), 3 * hidden_, partial, begin, end);
                   });
  multiply<T>({d_qkv_.data(), true}, {x}, g.qkv, 3 * hidden_, hidden_, rows);
  if (to_input) {
    multiply<T>({d_qkv_.data()}, {w.qkv}, product_.data(), rows, hidden_, 3 * hidden_);
  }
}

template <typename T>
void CpuEncoder<T>::back_embed() {
  cpu::EmbedBackward<T> pass{};
  pass.d = d_.data();
  pass.more = product_.data();
  pass.centred = centred_.data();
  pass.rstd = rstd_.data();
  pass.gamma = parameters().value("embeddings.norm.weight");
  pass.dropout = dropout(layers_.size(), kEmbeddingSite);
  pass.hidden = hidden_;
  with_column_sums(hidden_,
                   {parameters().gradient("embeddings.norm.weight"),
                    parameters().gradient("embeddings.norm.bias")},
                   [&](float* partial, std::size_t begin, std::size_t end) {
                     cpu::EmbedBackward<T> own = pass;
                     own.d_gamma = partial;
                     own.d_beta = partial + hidden_;
                     kernels().embed_backward(own, begin, end);
                   });
  float* word = parameters().gradient("embeddings.word");
  float* place = parameters().gradient("embeddings.position");
  float* type = weights_->config().types > 0 ? parameters().gradient("embeddings.type") : nullptr;
  // Each thread has columns of its own, so that the order of the additions is always the same.
  parallel_ranges(hidden_, [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t t = 0; t < packed_.tokens; ++t) {
      const float* d = d_.data() + t * hidden_;
      float* to_word = word + static_cast<std::size_t>(packed_.word_rows[t]) * hidden_;
      float* to_place = place + static_cast<std::size_t>(packed_.place_rows[t]) * hidden_;
      for (std::size_t j = begin; j < end; ++j) {
        to_word[j] += d[j];
        to_place[j] += d[j];
      }
      if (type != nullptr) {
        for (std::size_t j = begin; j < end; ++j) {
          type[j] += d[j];
        }
      }
    }
  });
}

template <typename T>
void CpuEncoder<T>::backward(std::span<const float> d_pooled) {
  parallel_ranges(packed_.start.size() - 1, [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t first = packed_.start[i];
      const std::size_t last = packed_.start[i + 1];
      const bool cls = options_.pooling == Pooling::cls;
      const float share = cls ? 1 : 1 / static_cast<float>(std::max<std::size_t>(last - first, 1));
      const float* from = d_pooled.data() + i * hidden_;
      for (std::size_t t = first; t < last; ++t) {
        float* to = d_.data() + t * hidden_;
        const float factor = cls && t > first ? 0 : share;
        for (std::size_t j = 0; j < hidden_; ++j) {
          to[j] = factor * from[j];
        }
      }
    }
  });
  const std::size_t bottom = weights_->first_trained_layer();
  for (std::size_t i = layers_.size(); i-- > bottom;) {
    const T* x = i == bottom ? x_.data() : layers_[i - 1].y2.data();
    back_layer(i, layers_[i], x, i > bottom || !lower_part_frozen());
  }
  if (!lower_part_frozen()) {
    back_embed();
  }
}

template <typename T>
void CpuEncoder<T>::step(const StepOptions& options) {
  parameters().step(options);
  if (lower_part_frozen()) {
    return;
  }
  float* word = parameters().gradient("embeddings.word");
  for (const std::int32_t row : packed_.word_rows) {
    std::memset(word + static_cast<std::size_t>(row) * hidden_, 0, hidden_ * sizeof(float));
  }
}

template class CpuEncoder<float>;
template class CpuEncoder<cpu::Bf16>;

}  // namespace noiseal::cpu_encoder
