// SPDX-License-Identifier: GPL-3.0-or-later
// The encoder as LibTorch operations with automatic differentiation: runs on every device. The
// CPU has a faster one of its own (cpu_encoder.cpp); each is the other's reference in the tests.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/nn/encoder_network.h"
#include "core/nn/parameter_network.h"
#include "core/nn/torch_parameters.h"

namespace noiseal {
namespace {

std::int64_t signed_size(std::size_t n) {
  return static_cast<std::int64_t>(n);
}

/// A batch padded to its longest text.
struct PaddedBatch {
  at::Tensor ids;      // [n, longest], rows of the cut table
  at::Tensor lengths;  // [n, 1]
  at::Tensor mask;     // [n, longest] bool, true for tokens; undefined when nothing is padded
};

class TorchEncoder : public ParameterNetwork<TorchParameters> {
 public:
  TorchEncoder(std::shared_ptr<const EncoderWeights> weights, const LearnerCorpora& corpora,
               const EncoderNetworkOptions& options)
      : ParameterNetwork(corpora, weights->trained(), options.compute.cuda),
        weights_(std::move(weights)),
        options_(options),
        device_(options.compute.cuda ? at::kCUDA : at::kCPU),
        type_(options.compute.bf16 ? at::kBFloat16 : at::kFloat) {
    std::vector<float> values(weights_->frozen().size(), 0.0F);
    weights_->frozen_values(values);
    for (const ParameterSlice& slice : weights_->frozen().slices()) {
      std::vector<std::int64_t> shape;
      std::transform(slice.shape.begin(), slice.shape.end(), std::back_inserter(shape),
                     signed_size);
      frozen_[slice.name] =
          at::from_blob(values.data() + slice.offset, shape, at::kFloat).clone().to(device_);
    }
  }

  [[nodiscard]] const ParameterLayout& layout() const override { return weights_->trained(); }
  [[nodiscard]] std::size_t dimensions() const override { return weights_->config().hidden; }
  [[nodiscard]] LearnerFacts facts() const override {
    return {options_.compute.device, options_.compute.precision, 0, 0};
  }
  void initial_values(std::uint64_t seed, std::span<float> values) const override {
    weights_->initial_values(seed, values);
  }

  void forward(Corpus which, std::span<const std::uint32_t> rows,
               std::optional<std::uint64_t> dropout_key, std::span<float> pooled) override {
    const bool training = dropout_key.has_value();
    if (training) {
      at::Generator generator = at::globalContext().defaultGenerator(device_);
      generator.set_current_seed(*dropout_key);
    }
    const PaddedBatch batch = pad(*corpus(which), rows);
    const at::AutoGradMode gradient(training);
    output_ = pool(encode(batch, training), batch);
    const at::Tensor host = output_.detach().to(at::kCPU, at::kFloat).contiguous();
    std::copy_n(host.const_data_ptr<float>(), pooled.size(), pooled.data());
    if (!training) {
      output_ = at::Tensor();
    }
  }

  void backward(std::span<const float> d_pooled) override {
    const at::Tensor gradient =
        at::from_blob(const_cast<float*>(d_pooled.data()), output_.sizes(), at::kFloat).to(device_);
    output_.backward(gradient);
    output_ = at::Tensor();
  }

 private:
  [[nodiscard]] at::Tensor parameter(const std::string& name) const {
    const auto found = frozen_.find(name);
    return found != frozen_.end() ? found->second : parameters().leaf(name);
  }
  [[nodiscard]] at::Tensor linear(const at::Tensor& x, const std::string& name) const {
    return at::linear(x, parameter(name + ".weight").to(type_),
                      parameter(name + ".bias").to(type_));
  }
  [[nodiscard]] at::Tensor norm(const at::Tensor& x, const std::string& name) const {
    return at::layer_norm(x.to(at::kFloat), {signed_size(dimensions())},
                          parameter(name + ".weight"), parameter(name + ".bias"),
                          static_cast<double>(weights_->config().norm_epsilon))
        .to(type_);
  }

  [[nodiscard]] PaddedBatch pad(const TokenCorpus& texts,
                                std::span<const std::uint32_t> rows) const {
    std::size_t longest = 1;
    std::size_t shortest = SIZE_MAX;
    for (const std::uint32_t row : rows) {
      longest = std::max(longest, texts.length(row));
      shortest = std::min(shortest, texts.length(row));
    }
    PaddedBatch batch;
    const std::int64_t n = signed_size(rows.size());
    batch.ids = at::zeros({n, signed_size(longest)}, at::kLong);
    batch.lengths = at::zeros({n, 1}, at::kFloat);
    auto* ids = batch.ids.mutable_data_ptr<std::int64_t>();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto text = texts.text(rows[i]);
      std::transform(text.begin(), text.end(), ids + i * longest,
                     [&](std::int32_t piece) { return weights_->table_row(piece); });
      batch.lengths.mutable_data_ptr<float>()[i] =
          static_cast<float>(std::max<std::size_t>(text.size(), 1));
    }
    if (shortest != longest) {
      batch.mask = (at::arange(signed_size(longest)).unsqueeze(0) < batch.lengths).to(device_);
    }
    batch.ids = batch.ids.to(device_);
    batch.lengths = batch.lengths.to(device_);
    return batch;
  }

  [[nodiscard]] at::Tensor activate(const at::Tensor& x) const {
    switch (weights_->config().activation) {
      case Activation::gelu:
        return at::gelu(x);
      case Activation::gelu_tanh:
        return at::gelu(x, "tanh");
      default:
        return at::relu(x);
    }
  }

  at::Tensor encode(const PaddedBatch& batch, bool training) {
    const EncoderConfig& config = weights_->config();
    at::Tensor x;
    {
      const at::AutoGradMode gradient(training && weights_->embeddings_trained());
      const bool drop = training && weights_->embeddings_trained();
      x = at::embedding(parameter("embeddings.word"), batch.ids) +
          parameter("embeddings.position").narrow(0, 0, batch.ids.size(1));
      if (config.types > 0) {
        x = x + parameter("embeddings.type").select(0, 0);
      }
      x = at::dropout(norm(x, "embeddings.norm"), static_cast<double>(options_.dropout), drop);
      for (std::size_t i = 0; i < weights_->first_trained_layer(); ++i) {
        x = layer(x, i, batch, false);
      }
    }
    for (std::size_t i = weights_->first_trained_layer(); i < config.layers; ++i) {
      x = layer(x, i, batch, training);
    }
    return x;
  }

  at::Tensor layer(const at::Tensor& x, std::size_t index, const PaddedBatch& batch, bool drop) {
    const EncoderConfig& config = weights_->config();
    const std::int64_t n = x.size(0);
    const std::int64_t tokens = x.size(1);
    const auto rate = static_cast<double>(options_.dropout);
    const std::string prefix = std::to_string(index);
    const at::Tensor qkv = linear(x, prefix + ".qkv")
                               .view({n, tokens, 3, signed_size(config.heads),
                                      signed_size(config.hidden / config.heads)})
                               .permute({2, 0, 3, 1, 4});
    std::optional<at::Tensor> mask;
    if (batch.mask.defined()) {
      mask = batch.mask.view({n, 1, 1, tokens});
    }
    const at::Tensor heads =
        at::scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], mask, drop ? rate : 0.0);
    const at::Tensor joined = heads.transpose(1, 2).reshape({n, tokens, -1});
    const at::Tensor attended =
        norm(x + at::dropout(linear(joined, prefix + ".out"), rate, drop), prefix + ".norm1");
    const at::Tensor up = activate(linear(attended, prefix + ".up"));
    return norm(attended + at::dropout(linear(up, prefix + ".down"), rate, drop),
                prefix + ".norm2");
  }

  [[nodiscard]] at::Tensor pool(const at::Tensor& x, const PaddedBatch& batch) const {
    const at::Tensor wide = x.to(at::kFloat);
    if (options_.pooling == Pooling::cls) {
      return wide.select(1, 0);
    }
    if (batch.mask.defined()) {
      return (wide * batch.mask.unsqueeze(2)).sum(1) / batch.lengths;
    }
    return wide.mean(1);
  }

  std::shared_ptr<const EncoderWeights> weights_;
  EncoderNetworkOptions options_;
  at::Device device_;
  at::ScalarType type_;
  std::map<std::string, at::Tensor> frozen_;
  at::Tensor output_;
};

}  // namespace

std::unique_ptr<Network> make_torch_encoder(std::shared_ptr<const EncoderWeights> weights,
                                            const LearnerCorpora& corpora,
                                            const EncoderNetworkOptions& options) {
  return std::make_unique<TorchEncoder>(std::move(weights), corpora, options);
}

}  // namespace noiseal
