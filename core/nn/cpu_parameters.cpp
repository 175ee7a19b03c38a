// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/cpu_parameters.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/nn/parallel_ranges.h"

namespace noiseal {
namespace {

/// Floats of one piece of the optimiser's work, a multiple of 16.
constexpr std::size_t kPiece = 16384;

template <typename G>
cpu::AdamPass<G> adam_pass(const StepOptions& options, float scale) {
  cpu::AdamPass<G> pass{};
  const auto t = static_cast<double>(options.step);
  pass.gradient_scale = scale;
  pass.learning_rate = options.learning_rate;
  pass.decay = options.learning_rate * options.weight_decay;
  pass.correction1 = static_cast<float>(1 - std::pow(0.9, t));
  pass.correction2 = static_cast<float>(std::sqrt(1 - std::pow(0.999, t)));
  pass.average_decay = options.average_decay;
  return pass;
}

}  // namespace

CpuParameters::CpuParameters(const ParameterLayout& layout,
                             const std::vector<std::string>& products, const std::string& sparse,
                             bool bf16)
    : layout_(layout),
      bf16_(bf16),
      values_(layout.size()),
      gradient_(layout.size()),
      moment1_(layout.size()),
      moment2_(layout.size()) {
  if (bf16) {
    small_values_ = Buffer<cpu::Bf16>(layout.size());
    small_gradient_ = Buffer<cpu::Bf16>(layout.size());
  }
  for (const ParameterSlice& slice : layout.slices()) {
    const bool product = std::find(products.begin(), products.end(), slice.name) != products.end();
    const std::size_t size = (slice.size + 15) / 16 * 16;
    const bool clear = !product && slice.name != sparse;
    slices_.push_back({slice.offset, size, bf16 && product, clear});
    for (std::size_t begin = 0; begin < size; begin += kPiece) {
      pieces_.push_back(
          {slice.offset + begin, std::min(kPiece, size - begin), bf16 && product, clear});
    }
  }
}

const float* CpuParameters::value(const std::string& name) const {
  return values_.data() + layout_.at(name).offset;
}

float* CpuParameters::gradient(const std::string& name) {
  return gradient_.data() + layout_.at(name).offset;
}

std::span<const float> CpuParameters::host(const std::string& name) const {
  return {value(name), layout_.at(name).size};
}

void CpuParameters::set_gradient(const std::string& name, std::span<const float> values) {
  std::copy(values.begin(), values.end(), gradient(name));
}

template <>
const float* CpuParameters::product<float>(const std::string& name) const {
  return value(name);
}
template <>
const cpu::Bf16* CpuParameters::product<cpu::Bf16>(const std::string& name) const {
  return small_values_.data() + layout_.at(name).offset;
}
template <>
float* CpuParameters::product_gradient<float>(const std::string& name) {
  return gradient(name);
}
template <>
cpu::Bf16* CpuParameters::product_gradient<cpu::Bf16>(const std::string& name) {
  return small_gradient_.data() + layout_.at(name).offset;
}

void CpuParameters::clear_gradient() {
  for (const Piece& slice : slices_) {
    if (slice.clear) {
      std::memset(gradient_.data() + slice.offset, 0, slice.size * sizeof(float));
    }
  }
}

double CpuParameters::gradient_norm() const {
  std::vector<double> squares(pieces_.size());
  parallel_ranges(pieces_.size(), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const Piece& piece = pieces_[i];
      squares[i] = piece.small ? cpu::kernels().bf16.sum_of_squares(
                                     small_gradient_.data() + piece.offset, piece.size)
                               : cpu::kernels().f32.sum_of_squares(gradient_.data() + piece.offset,
                                                                   piece.size);
    }
  });
  double sum = 0;
  for (const double value : squares) {
    sum += value;
  }
  return std::sqrt(sum);
}

void CpuParameters::step(const StepOptions& options) {
  float scale = 1;
  if (options.clip_norm > 0) {
    scale = static_cast<float>(
        std::min(1.0, static_cast<double>(options.clip_norm) / (gradient_norm() + 1e-6)));
  }
  if (options.average_decay > 0) {
    (void)part(ParameterPart::average);
  }
  const auto wide = adam_pass<float>(options, scale);
  const auto narrow = adam_pass<cpu::Bf16>(options, scale);
  parallel_ranges(pieces_.size(), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const Piece& piece = pieces_[i];
      const auto fill = [&](auto pass, auto* gradient) {
        pass.value = values_.data() + piece.offset;
        pass.gradient = gradient + piece.offset;
        pass.moment1 = moment1_.data() + piece.offset;
        pass.moment2 = moment2_.data() + piece.offset;
        pass.average = options.average_decay > 0 ? average_.data() + piece.offset : nullptr;
        pass.small = piece.small ? small_values_.data() + piece.offset : nullptr;
        pass.n = piece.size;
        return pass;
      };
      if (piece.small) {
        cpu::kernels().bf16.adam(fill(narrow, small_gradient_.data()));
      } else {
        cpu::kernels().f32.adam(fill(wide, gradient_.data()));
      }
    }
  });
}

const Buffer<float>& CpuParameters::part(ParameterPart which) const {
  switch (which) {
    case ParameterPart::values:
      return values_;
    case ParameterPart::moment1:
      return moment1_;
    case ParameterPart::moment2:
      return moment2_;
    default:
      break;
  }
  if (average_.size() == 0) {
    average_ = Buffer<float>(layout_.size());
    std::memcpy(average_.data(), values_.data(), layout_.size() * sizeof(float));
  }
  return average_;
}

void CpuParameters::read(ParameterPart which, std::span<float> values) const {
  std::memcpy(values.data(), part(which).data(), values.size_bytes());
}

void CpuParameters::write(ParameterPart which, std::span<const float> values) {
  std::memcpy(part(which).data(), values.data(), values.size_bytes());
  if (which == ParameterPart::values) {
    refresh_copies();
  }
}

void CpuParameters::refresh_copies() {
  for (const Piece& slice : slices_) {
    if (slice.small) {
      cpu::kernels().bf16.from_float(values_.data() + slice.offset,
                                     small_values_.data() + slice.offset, slice.size);
    }
  }
}

}  // namespace noiseal
