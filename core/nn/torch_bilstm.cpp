// SPDX-License-Identifier: GPL-3.0-or-later
// The weak model as LibTorch operations with automatic differentiation.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/nn/bilstm_network.h"
#include "core/nn/parameter_network.h"
#include "core/nn/torch_parameters.h"

namespace noiseal {
namespace {

std::int64_t signed_size(std::size_t n) {
  return static_cast<std::int64_t>(n);
}

const std::vector<std::string>& lstm_names() {
  static const std::vector<std::string> names{"forward.input.weight",  "forward.hidden.weight",
                                              "forward.input.bias",    "forward.hidden.bias",
                                              "backward.input.weight", "backward.hidden.weight",
                                              "backward.input.bias",   "backward.hidden.bias"};
  return names;
}

class TorchBiLstm : public ParameterNetwork<TorchParameters> {
 public:
  TorchBiLstm(std::shared_ptr<const BiLstmShape> shape, const LearnerCorpora& corpora,
              const ComputeChoice& compute)
      : ParameterNetwork(corpora, shape->layout, compute.cuda),
        shape_(std::move(shape)),
        compute_(compute),
        device_(compute.cuda ? at::kCUDA : at::kCPU) {
    if (!shape_->frozen_table.empty()) {
      table_ =
          at::from_blob(const_cast<float*>(shape_->frozen_table.data()),
                        {signed_size(shape_->table_rows), signed_size(shape_->input)}, at::kFloat)
              .clone()
              .to(device_);
    }
  }

  [[nodiscard]] const ParameterLayout& layout() const override { return shape_->layout; }
  [[nodiscard]] std::size_t dimensions() const override { return 2 * shape_->hidden; }
  [[nodiscard]] LearnerFacts facts() const override { return {compute_.device, "fp32", 0, 0}; }
  void initial_values(std::uint64_t seed, std::span<float> values) const override {
    shape_->initial_values(seed, values);
  }

  void forward(Corpus which, std::span<const std::uint32_t> rows,
               std::optional<std::uint64_t> dropout_key, std::span<float> pooled) override {
    const bool training = dropout_key.has_value();
    const at::AutoGradMode gradient(training);
    output_ = encode(*corpus(which), rows, training);
    const at::Tensor host = output_.detach().to(at::kCPU).contiguous();
    std::copy_n(host.const_data_ptr<float>(), pooled.size(), pooled.data());
    if (!training) {
      output_ = at::Tensor();
    }
  }
  void backward(std::span<const float> d_pooled) override {
    output_.backward(at::from_blob(const_cast<float*>(d_pooled.data()), output_.sizes(), at::kFloat)
                         .to(device_));
    output_ = at::Tensor();
  }

 private:
  at::Tensor encode(const TokenCorpus& texts, std::span<const std::uint32_t> rows, bool training) {
    // Packed sequences want the longest text first.
    std::vector<std::int64_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::int64_t{0});
    const auto length = [&](std::int64_t i) {
      return std::max<std::size_t>(texts.length(rows[static_cast<std::size_t>(i)]), 1);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int64_t a, std::int64_t b) { return length(a) > length(b); });
    const std::size_t longest = length(order[0]);
    const std::int64_t n = signed_size(rows.size());
    at::Tensor ids = at::full({n, signed_size(longest)}, shape_->padding_row, at::kLong);
    at::Tensor lengths = at::empty({n}, at::kLong);
    at::Tensor place = at::empty({n}, at::kLong);
    for (std::int64_t i = 0; i < n; ++i) {
      const std::int64_t source = order[static_cast<std::size_t>(i)];
      const auto text = texts.text(rows[static_cast<std::size_t>(source)]);
      std::int64_t* to = ids.mutable_data_ptr<std::int64_t>() + i * signed_size(longest);
      std::transform(text.begin(), text.end(), to, [&](std::int32_t piece) {
        return shape_->table_row[static_cast<std::size_t>(piece)];
      });
      lengths.mutable_data_ptr<std::int64_t>()[i] = signed_size(length(source));
      place.mutable_data_ptr<std::int64_t>()[source] = i;
    }
    const at::Tensor table = table_.defined() ? table_ : parameters().leaf("embedding");
    const at::Tensor input = at::embedding(table, ids.to(device_));
    std::vector<at::Tensor> weights;
    for (const std::string& name : lstm_names()) {
      weights.push_back(parameters().leaf(name));
    }
    const auto packed = at::_pack_padded_sequence(input, lengths, true);
    const at::Tensor start =
        at::zeros({2, n, signed_size(shape_->hidden)}, at::TensorOptions().device(device_));
    const auto result = at::lstm(std::get<0>(packed), std::get<1>(packed), {start, start}, weights,
                                 true, 1, 0.0, training, true);
    const auto padded =
        at::_pad_packed_sequence(std::get<0>(result), std::get<1>(packed), true,
                                 -std::numeric_limits<double>::infinity(), signed_size(longest));
    return std::get<0>(std::get<0>(padded).max(1)).index_select(0, place.to(device_));
  }

  std::shared_ptr<const BiLstmShape> shape_;
  ComputeChoice compute_;
  at::Device device_;
  at::Tensor table_;
  at::Tensor output_;
};

}  // namespace

std::unique_ptr<Network> make_torch_bilstm(std::shared_ptr<const BiLstmShape> shape,
                                           const LearnerCorpora& corpora,
                                           const ComputeChoice& compute) {
  return std::make_unique<TorchBiLstm>(std::move(shape), corpora, compute);
}

}  // namespace noiseal
