// SPDX-License-Identifier: GPL-3.0-or-later
// The encoder for the CPU, forward and backward pass written out. Texts of a batch lie end to end
// with no padding between them; the matrix products are LibTorch's, everything between them is
// fused into a few passes over memory (cpu_kernels.inc). Here: what is set up, and the forward
// pass.
#include "core/nn/cpu_encoder.h"

#include <fmt/format.h>

#include "core/base/rng.h"
#include "core/nn/matrix_product.h"
#include "core/nn/parallel_ranges.h"

namespace noiseal {
namespace cpu_encoder {
namespace {

/// Rows of the matrix products: rounded up, so that the library meets few different shapes (it
/// makes code for each), by at most a sixteenth.
std::size_t rounded_rows(std::size_t tokens) {
  std::size_t step = 16;
  while (step * 32 <= tokens) {
    step *= 2;
  }
  return (tokens + step - 1) / step * step;
}

std::vector<std::string> product_names(const ParameterLayout& layout) {
  std::vector<std::string> names;
  for (const ParameterSlice& slice : layout.slices()) {
    if (slice.shape.size() == 2 && !slice.name.starts_with("embeddings") &&
        !slice.name.starts_with("head")) {
      names.push_back(slice.name);
    }
  }
  return names;
}

}  // namespace

template <typename T>
CpuEncoder<T>::CpuEncoder(std::shared_ptr<const EncoderWeights> weights,
                          const LearnerCorpora& corpora, const EncoderNetworkOptions& options)
    : ParameterNetwork(corpora, weights->trained(), product_names(weights->trained()),
                       "embeddings.word", options.compute.bf16),
      weights_(std::move(weights)),
      options_(options),
      hidden_(weights_->config().hidden),
      intermediate_(weights_->config().intermediate),
      frozen_(weights_->frozen(), product_names(weights_->frozen()), "", options.compute.bf16),
      layers_(weights_->config().layers) {
  std::vector<float> values(weights_->frozen().size(), 0.0F);
  weights_->frozen_values(values);
  frozen_.write(ParameterPart::values, values);
  for (std::size_t i = 0; i < weights_->config().layers; ++i) {
    layer_weights_.push_back(layer_weights(i));
  }
}

template <typename T>
LayerWeights<T> CpuEncoder<T>::layer_weights(std::size_t layer) const {
  const CpuParameters& p = layer < weights_->first_trained_layer() ? frozen_ : parameters();
  const auto name = [&](const char* part) { return fmt::format("{}.{}", layer, part); };
  return {p.template product<T>(name("qkv.weight")),
          p.template product<T>(name("out.weight")),
          p.template product<T>(name("up.weight")),
          p.template product<T>(name("down.weight")),
          p.value(name("qkv.bias")),
          p.value(name("out.bias")),
          p.value(name("up.bias")),
          p.value(name("down.bias")),
          p.value(name("norm1.weight")),
          p.value(name("norm1.bias")),
          p.value(name("norm2.weight")),
          p.value(name("norm2.bias"))};
}

template <typename T>
cpu::Dropout CpuEncoder<T>::dropout(std::size_t layer, std::uint64_t site) const {
  cpu::Dropout result;
  const double rate = static_cast<double>(options_.dropout);
  if (!training_ || rate <= 0) {
    return result;
  }
  result.key = static_cast<std::uint32_t>(Rng({dropout_key_, layer * sites + site})());
  result.threshold = static_cast<std::uint32_t>(std::min(rate * 0x1.0p32, 4294967295.0));
  result.scale = rate < 1 ? static_cast<float>(1 / (1 - rate)) : 0.0F;
  return result;
}

template <typename T>
void CpuEncoder<T>::pack(const TokenCorpus& texts, std::span<const std::uint32_t> rows) {
  packed_ = {};
  for (const std::uint32_t row : rows) {
    const auto text = texts.text(row);
    for (std::size_t i = 0; i < text.size(); ++i) {
      packed_.word_rows.push_back(weights_->table_row(text[i]));
      packed_.place_rows.push_back(static_cast<std::int32_t>(i));
    }
    packed_.start.push_back(packed_.word_rows.size());
    packed_.longest = std::max(packed_.longest, text.size());
  }
  packed_.tokens = packed_.word_rows.size();
  packed_.rows = rounded_rows(packed_.tokens);
}

template <typename T>
void CpuEncoder<T>::reserve(bool training) {
  const std::size_t rows = packed_.rows;
  const std::size_t memories = training ? layers_.size() : 1;
  for (std::size_t i = 0; i < memories; ++i) {
    if (!training || i >= weights_->first_trained_layer()) {
      layers_[i].grow(rows, hidden_, intermediate_);
    }
  }
  for (Buffer<T>* buffer : {&x_, &centred_, &product_}) {
    buffer->grow(rows * hidden_);
  }
  rstd_.grow(rows);
  if (!std::is_same_v<T, float>) {
    wide_a_.grow(rows * hidden_);
    wide_b_.grow(rows * hidden_);
  }
  if (training) {
    d_product_.grow(rows * hidden_);
    d_up_.grow(rows * intermediate_);
    d_qkv_.grow(rows * 3 * hidden_);
    d_.grow(rows * hidden_);
  }
  const std::size_t width = hidden_ / weights_->config().heads;
  scratch_.grow(compute_threads() * cpu::attention_scratch(packed_.longest, width));
}

template <typename T>
void CpuEncoder<T>::embed() {
  const bool train = training_ && !lower_part_frozen();
  const CpuParameters& p = lower_part_frozen() ? frozen_ : parameters();
  cpu::EmbedForward<T> pass{};
  pass.word = p.value("embeddings.word");
  pass.position = p.value("embeddings.position");
  pass.type = weights_->config().types > 0 ? p.value("embeddings.type") : nullptr;
  pass.word_rows = packed_.word_rows.data();
  pass.place_rows = packed_.place_rows.data();
  pass.gamma = p.value("embeddings.norm.weight");
  pass.beta = p.value("embeddings.norm.bias");
  pass.epsilon = weights_->config().norm_epsilon;
  pass.dropout = dropout(layers_.size(), kEmbeddingSite);
  pass.hidden = hidden_;
  pass.y = wide(x_, wide_a_);
  pass.y_small = x_.data();
  pass.centred = train ? centred_.data() : nullptr;
  pass.rstd = train ? rstd_.data() : nullptr;
  parallel_ranges(packed_.tokens, [&](std::size_t, std::size_t begin, std::size_t end) {
    kernels().embed_forward(pass, begin, end);
  });
}

template <typename T>
void CpuEncoder<T>::attend(std::size_t layer, LayerMemory<T>& memory, bool back) {
  const std::size_t heads = weights_->config().heads;
  cpu::AttentionPass<T> pass{};
  pass.qkv = memory.qkv.data();
  pass.bias = layer_weights_[layer].qkv_bias;
  pass.start = packed_.start.data();
  pass.hidden = hidden_;
  pass.heads = heads;
  pass.width = hidden_ / heads;
  pass.dropout = dropout(layer, attention_site);
  pass.context = memory.context.data();
  pass.d_context = product_.data();
  pass.d_qkv = d_qkv_.data();
  const std::size_t room = scratch_.size() / compute_threads() / 16 * 16;
  parallel_each((packed_.start.size() - 1) * heads, [&](std::size_t thread, std::size_t i) {
    const std::size_t text = i / heads;
    if (packed_.start[text] == packed_.start[text + 1]) {
      return;
    }
    cpu::AttentionPass<T> own = pass;
    own.scratch = scratch_.data() + thread * room;
    (back ? kernels().attention_backward : kernels().attention_forward)(own, text, i % heads);
  });
}

template <typename T>
void CpuEncoder<T>::run_layer(std::size_t layer, LayerMemory<T>& memory, const T* x,
                              const float* x_wide) {
  const LayerWeights<T>& w = layer_weights_[layer];
  const std::size_t rows = packed_.rows;
  multiply<T>({x}, {w.qkv, true}, memory.qkv.data(), rows, 3 * hidden_, hidden_);
  attend(layer, memory, false);
  multiply<T>({memory.context.data()}, {w.out, true}, product_.data(), rows, hidden_, hidden_);

  cpu::NormForward<T> norm{};
  norm.z = product_.data();
  norm.bias = w.out_bias;
  norm.residual = x_wide;
  norm.gamma = w.gamma1;
  norm.beta = w.beta1;
  norm.epsilon = weights_->config().norm_epsilon;
  norm.dropout = dropout(layer, out_site);
  norm.hidden = hidden_;
  norm.y = wide(memory.y1, wide_b_);
  norm.y_small = memory.y1.data();
  norm.centred = training_ ? memory.centred1.data() : nullptr;
  norm.rstd = training_ ? memory.rstd1.data() : nullptr;
  const auto run = [&](std::size_t, std::size_t begin, std::size_t end) {
    kernels().norm_forward(norm, begin, end);
  };
  parallel_ranges(packed_.tokens, run);

  multiply<T>({memory.y1.data()}, {w.up, true}, memory.up.data(), rows, intermediate_, hidden_);
  cpu::ActivationPass<T> activation{};
  activation.z = memory.up.data();
  activation.bias = w.up_bias;
  activation.columns = intermediate_;
  activation.kind = static_cast<int>(weights_->config().activation);
  // in place where no backward pass will ask for the values before
  activation.value = training_ ? memory.active.data() : memory.up.data();
  parallel_ranges(packed_.tokens, [&](std::size_t, std::size_t begin, std::size_t end) {
    kernels().activation_forward(activation, begin, end);
  });
  multiply<T>({activation.value}, {w.down, true}, product_.data(), rows, hidden_, intermediate_);

  norm.bias = w.down_bias;
  norm.residual = wide(memory.y1, wide_b_);
  norm.gamma = w.gamma2;
  norm.beta = w.beta2;
  norm.dropout = dropout(layer, down_site);
  norm.y = wide(memory.y2, wide_a_);
  norm.y_small = memory.y2.data();
  norm.centred = training_ ? memory.centred2.data() : nullptr;
  norm.rstd = training_ ? memory.rstd2.data() : nullptr;
  parallel_ranges(packed_.tokens, run);
}

template <typename T>
void CpuEncoder<T>::load_lower_output(Corpus which, std::span<const std::uint32_t> rows) {
  const TokenCorpus& texts = *corpus(which);
  const Buffer<T>& from = lower_output(which);
  parallel_ranges(rows.size(), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t n = (packed_.start[i + 1] - packed_.start[i]) * hidden_;
      const T* source = from.data() + texts.offsets[rows[i]] * hidden_;
      T* small = x_.data() + packed_.start[i] * hidden_;
      std::memcpy(small, source, n * sizeof(T));
      if constexpr (!std::is_same_v<T, float>) {
        kernels().to_float(small, wide_a_.data() + packed_.start[i] * hidden_, n);
      }
    }
  });
}

template <typename T>
void CpuEncoder<T>::prepare(Corpus which, const Control& control) {
  const TokenCorpus* texts = corpus(which);
  Buffer<T>& output = lower_output(which);
  if (!lower_part_frozen() || texts == nullptr || texts->ids.empty() || output.size() > 0) {
    return;
  }
  Buffer<T> result(texts->ids.size() * hidden_, true);
  std::vector<std::uint32_t> rows;
  std::size_t tokens = 0;
  training_ = false;
  for (std::uint32_t row = 0; row < texts->size(); ++row) {
    rows.push_back(row);
    tokens += texts->length(row);
    if (tokens < 4096 && row + 1 < texts->size()) {
      continue;
    }
    control.check_point();
    pack(*texts, rows);
    reserve(false);
    embed();
    const T* x = x_.data();
    const float* x_wide = wide(x_, wide_a_);
    for (std::size_t i = 0; i < weights_->first_trained_layer(); ++i) {
      run_layer(i, layers_[0], x, x_wide);
      x = layers_[0].y2.data();
      x_wide = wide(layers_[0].y2, wide_a_);
    }
    std::memcpy(result.data() + texts->offsets[rows.front()] * hidden_, x,
                packed_.tokens * hidden_ * sizeof(T));
    rows.clear();
    tokens = 0;
  }
  output = std::move(result);
}

template <typename T>
void CpuEncoder<T>::forward(Corpus which, std::span<const std::uint32_t> rows,
                            std::optional<std::uint64_t> dropout_key, std::span<float> pooled) {
  prepare(which, Control());
  training_ = dropout_key.has_value();
  dropout_key_ = dropout_key.value_or(0);
  pack(*corpus(which), rows);
  reserve(training_);
  if (training_) {
    parameters().clear_gradient();
  }
  if (lower_part_frozen()) {
    load_lower_output(which, rows);
  } else {
    embed();
  }
  const T* x = x_.data();
  const float* x_wide = wide(x_, wide_a_);
  for (std::size_t i = weights_->first_trained_layer(); i < layers_.size(); ++i) {
    LayerMemory<T>& memory = layers_[training_ ? i : 0];
    run_layer(i, memory, x, x_wide);
    x = memory.y2.data();
    x_wide = wide(memory.y2, wide_a_);
  }
  parallel_ranges(rows.size(), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t first = packed_.start[i];
      const std::size_t last = options_.pooling == Pooling::cls
                                   ? std::min(first + 1, packed_.start[i + 1])
                                   : packed_.start[i + 1];
      float* out = pooled.data() + i * hidden_;
      std::fill(out, out + hidden_, 0.0F);
      const float share = 1 / static_cast<float>(std::max<std::size_t>(last - first, 1));
      for (std::size_t t = first; t < last; ++t) {
        for (std::size_t j = 0; j < hidden_; ++j) {
          out[j] += x_wide[t * hidden_ + j];
        }
      }
      for (std::size_t j = 0; j < hidden_; ++j) {
        out[j] *= share;
      }
    }
  });
}

template class CpuEncoder<float>;
template class CpuEncoder<cpu::Bf16>;

}  // namespace cpu_encoder

std::unique_ptr<Network> make_cpu_encoder(std::shared_ptr<const EncoderWeights> weights,
                                          const LearnerCorpora& corpora,
                                          const EncoderNetworkOptions& options) {
  if (options.compute.bf16) {
    return std::make_unique<cpu_encoder::CpuEncoder<cpu::Bf16>>(std::move(weights), corpora,
                                                                options);
  }
  return std::make_unique<cpu_encoder::CpuEncoder<float>>(std::move(weights), corpora, options);
}

bool cpu_encoder_fits(const EncoderConfig& config) {
  return config.hidden % 16 == 0 && config.intermediate % 16 == 0 &&
         (config.hidden / config.heads) % 16 == 0;
}

}  // namespace noiseal
