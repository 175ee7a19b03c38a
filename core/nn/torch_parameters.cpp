// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch_parameters.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <map>
#include <vector>

namespace noiseal {
namespace {

std::int64_t signed_size(std::size_t n) {
  return static_cast<std::int64_t>(n);
}

}  // namespace

struct TorchParameters::Impl {
  ParameterLayout layout;
  at::Tensor values, gradient, moment1, moment2, average;
  at::Tensor step_count;
  std::map<std::string, at::Tensor> leaves;
  std::map<std::string, std::vector<float>> host;

  at::Tensor& part(ParameterPart which) {
    switch (which) {
      case ParameterPart::values:
        return values;
      case ParameterPart::moment1:
        return moment1;
      case ParameterPart::moment2:
        return moment2;
      default:
        break;
    }
    if (!average.defined()) {
      average = values.clone();
    }
    return average;
  }
  at::Tensor gradient_of(const std::string& name) {
    const ParameterSlice& slice = layout.at(name);
    return gradient.narrow(0, signed_size(slice.offset), signed_size(slice.size));
  }
};

TorchParameters::TorchParameters(const ParameterLayout& layout, bool cuda)
    : impl_(std::make_unique<Impl>()) {
  const auto options = at::TensorOptions().dtype(at::kFloat).device(cuda ? at::kCUDA : at::kCPU);
  const std::int64_t n = signed_size(layout.size());
  impl_->layout = layout;
  impl_->values = at::zeros({n}, options);
  impl_->gradient = at::zeros({n}, options);
  impl_->moment1 = at::zeros({n}, options);
  impl_->moment2 = at::zeros({n}, options);
  impl_->step_count = at::zeros({}, options);
  for (const ParameterSlice& slice : layout.slices()) {
    std::vector<std::int64_t> shape;
    std::transform(slice.shape.begin(), slice.shape.end(), std::back_inserter(shape), signed_size);
    const auto view = [&](const at::Tensor& flat) {
      return flat.narrow(0, signed_size(slice.offset), signed_size(slice.size)).view(shape);
    };
    at::Tensor leaf = view(impl_->values).detach();
    leaf.requires_grad_(true);
    leaf.mutable_grad() = view(impl_->gradient);
    impl_->leaves.emplace(slice.name, std::move(leaf));
  }
}

TorchParameters::~TorchParameters() = default;

const at::Tensor& TorchParameters::leaf(const std::string& name) const {
  return impl_->leaves.at(name);
}

void TorchParameters::set_gradient(const std::string& name, std::span<const float> values) {
  const at::NoGradGuard no_grad;
  const at::Tensor gradient =
      at::from_blob(const_cast<float*>(values.data()), {signed_size(values.size())}, at::kFloat);
  impl_->gradient_of(name).copy_(gradient);
}

void TorchParameters::step(const StepOptions& options) {
  const at::NoGradGuard no_grad;
  Impl& p = *impl_;
  if (options.clip_norm > 0) {
    const at::Tensor scale = (options.clip_norm / (p.gradient.norm() + 1e-6)).clamp_max(1.0);
    p.gradient.mul_(scale);
  }
  p.step_count.fill_(static_cast<double>(options.step));
  at::_fused_adamw_({p.values}, {p.gradient}, {p.moment1}, {p.moment2}, {}, {p.step_count},
                    static_cast<double>(options.learning_rate), 0.9, 0.999,
                    static_cast<double>(options.weight_decay), 1e-8, false, false);
  if (options.average_decay > 0) {
    p.part(ParameterPart::average)
        .lerp_(p.values, 1.0 - static_cast<double>(options.average_decay));
  }
  p.gradient.zero_();
}

void TorchParameters::read(ParameterPart part, std::span<float> values) const {
  const at::Tensor host = impl_->part(part).to(at::kCPU).contiguous();
  std::copy_n(host.const_data_ptr<float>(), values.size(), values.data());
}

void TorchParameters::write(ParameterPart part, std::span<const float> values) {
  const at::NoGradGuard no_grad;
  impl_->part(part).copy_(
      at::from_blob(const_cast<float*>(values.data()), {signed_size(values.size())}, at::kFloat));
}

std::span<const float> TorchParameters::host(const std::string& name) {
  const at::NoGradGuard no_grad;
  const at::Tensor value = leaf(name).detach().to(at::kCPU).contiguous();
  std::vector<float>& copy = impl_->host[name];
  copy.assign(value.const_data_ptr<float>(), value.const_data_ptr<float>() + value.numel());
  return copy;
}

}  // namespace noiseal
