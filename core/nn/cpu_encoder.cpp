// SPDX-License-Identifier: GPL-3.0-or-later
// The encoder for the CPU, forward and backward pass written out. Texts of a batch lie end to end
// with no padding between them; the matrix products are LibTorch's, everything between them is
// fused into a few passes over memory (cpu_kernels.inc).
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/rng.h"
#include "core/nn/cpu_kernels.h"
#include "core/nn/cpu_parameters.h"
#include "core/nn/encoder_network.h"
#include "core/nn/matrix_product.h"
#include "core/nn/memory_block.h"
#include "core/nn/parallel_ranges.h"

namespace noiseal {
namespace {

constexpr std::uint64_t kEmbeddingSite = 0;
enum Site : std::uint64_t { attention_site = 1, out_site = 2, down_site = 3, sites = 4 };

/// Rows of the matrix products: rounded up, so that the library meets few different shapes (it
/// makes code for each), by at most a sixteenth.
std::size_t rounded_rows(std::size_t tokens) {
  std::size_t step = 16;
  while (step * 32 <= tokens) {
    step *= 2;
  }
  return (tokens + step - 1) / step * step;
}

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

template <typename T>
class CpuEncoder : public Network {
 public:
  CpuEncoder(std::shared_ptr<const EncoderWeights> weights, const LearnerCorpora& corpora,
             const EncoderNetworkOptions& options)
      : weights_(std::move(weights)),
        corpora_(corpora),
        options_(options),
        hidden_(weights_->config().hidden),
        intermediate_(weights_->config().intermediate),
        trained_(weights_->trained(), product_names(weights_->trained()), "embeddings.word",
                 options.compute.bf16),
        frozen_(weights_->frozen(), product_names(weights_->frozen()), "", options.compute.bf16),
        layers_(weights_->config().layers) {
    std::vector<float> values(weights_->frozen().size(), 0.0F);
    weights_->frozen_values(values);
    frozen_.write(ParameterPart::values, values);
    for (std::size_t i = 0; i < weights_->config().layers; ++i) {
      layer_weights_.push_back(layer_weights(i));
    }
  }

  [[nodiscard]] const ParameterLayout& layout() const override { return weights_->trained(); }
  [[nodiscard]] std::size_t dimensions() const override { return hidden_; }
  [[nodiscard]] const TokenCorpus* corpus(Corpus which) const override {
    return which == Corpus::train   ? corpora_.train
           : which == Corpus::valid ? corpora_.valid
                                    : corpora_.test;
  }
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

  std::span<const float> head_weight() override {
    return {trained_.value("head.weight"), layout().at("head.weight").size};
  }
  std::span<const float> head_bias() override {
    return {trained_.value("head.bias"), layout().at("head.bias").size};
  }
  void set_head_gradient(std::span<const float> weight, std::span<const float> bias) override {
    std::copy(weight.begin(), weight.end(), trained_.gradient("head.weight"));
    std::copy(bias.begin(), bias.end(), trained_.gradient("head.bias"));
  }
  void step(const StepOptions& options) override;
  void read(ParameterPart part, std::span<float> values) const override {
    trained_.read(part, values);
  }
  void write(ParameterPart part, std::span<const float> values) override {
    trained_.write(part, values);
  }

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
  LearnerCorpora corpora_;
  EncoderNetworkOptions options_;
  std::size_t hidden_;
  std::size_t intermediate_;
  CpuParameters trained_;
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

template <typename T>
LayerWeights<T> CpuEncoder<T>::layer_weights(std::size_t layer) const {
  const CpuParameters& p = layer < weights_->first_trained_layer() ? frozen_ : trained_;
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
LayerGradients<T> CpuEncoder<T>::layer_gradients(std::size_t layer) {
  const auto name = [&](const char* part) { return fmt::format("{}.{}", layer, part); };
  return {trained_.template product_gradient<T>(name("qkv.weight")),
          trained_.template product_gradient<T>(name("out.weight")),
          trained_.template product_gradient<T>(name("up.weight")),
          trained_.template product_gradient<T>(name("down.weight")),
          trained_.gradient(name("qkv.bias")),
          trained_.gradient(name("out.bias")),
          trained_.gradient(name("up.bias")),
          trained_.gradient(name("down.bias")),
          trained_.gradient(name("norm1.weight")),
          trained_.gradient(name("norm1.bias")),
          trained_.gradient(name("norm2.weight")),
          trained_.gradient(name("norm2.bias"))};
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
  const CpuParameters& p = lower_part_frozen() ? frozen_ : trained_;
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
  activation.value = memory.active.data();
  parallel_ranges(packed_.tokens, [&](std::size_t, std::size_t begin, std::size_t end) {
    kernels().activation_forward(activation, begin, end);
  });
  multiply<T>({memory.active.data()}, {w.down, true}, product_.data(), rows, hidden_,
              intermediate_);

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
    trained_.clear_gradient();
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
  pass.gamma = trained_.value("embeddings.norm.weight");
  pass.dropout = dropout(layers_.size(), kEmbeddingSite);
  pass.hidden = hidden_;
  with_column_sums(
      hidden_,
      {trained_.gradient("embeddings.norm.weight"), trained_.gradient("embeddings.norm.bias")},
      [&](float* partial, std::size_t begin, std::size_t end) {
        cpu::EmbedBackward<T> own = pass;
        own.d_gamma = partial;
        own.d_beta = partial + hidden_;
        kernels().embed_backward(own, begin, end);
      });
  float* word = trained_.gradient("embeddings.word");
  float* place = trained_.gradient("embeddings.position");
  float* type = weights_->config().types > 0 ? trained_.gradient("embeddings.type") : nullptr;
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
  trained_.step(options);
  if (lower_part_frozen()) {
    return;
  }
  float* word = trained_.gradient("embeddings.word");
  for (const std::int32_t row : packed_.word_rows) {
    std::memset(word + static_cast<std::size_t>(row) * hidden_, 0, hidden_ * sizeof(float));
  }
}

}  // namespace

std::unique_ptr<Network> make_cpu_encoder(std::shared_ptr<const EncoderWeights> weights,
                                          const LearnerCorpora& corpora,
                                          const EncoderNetworkOptions& options) {
  if (options.compute.bf16) {
    return std::make_unique<CpuEncoder<cpu::Bf16>>(std::move(weights), corpora, options);
  }
  return std::make_unique<CpuEncoder<float>>(std::move(weights), corpora, options);
}

bool cpu_encoder_fits(const EncoderConfig& config) {
  return config.hidden % 16 == 0 && config.intermediate % 16 == 0 &&
         (config.hidden / config.heads) % 16 == 0;
}

}  // namespace noiseal
