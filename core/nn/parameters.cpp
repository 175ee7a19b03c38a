// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/nn/network.h"

namespace noiseal {

std::size_t ParameterLayout::add(const std::string& name, std::vector<std::size_t> shape) {
  constexpr std::size_t kAlignment = 16;
  const std::size_t size =
      std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
  const std::size_t offset = size_;
  slices_.push_back({name, std::move(shape), offset, size});
  size_ += (size + kAlignment - 1) / kAlignment * kAlignment;
  return offset;
}

bool ParameterLayout::has(const std::string& name) const {
  return std::any_of(slices_.begin(), slices_.end(), [&](const auto& s) { return s.name == name; });
}

const ParameterSlice& ParameterLayout::at(const std::string& name) const {
  for (const ParameterSlice& slice : slices_) {
    if (slice.name == name) {
      return slice;
    }
  }
  throw Error(
      fmt::format("The model has no parameter named {}; this is a fault of the program.", name));
}

std::size_t ParameterLayout::parameters() const {
  std::size_t sum = 0;
  for (const ParameterSlice& slice : slices_) {
    sum += slice.size;
  }
  return sum;
}

std::string ParameterLayout::fingerprint() const {
  std::string text = tag_ + ";";
  for (const ParameterSlice& slice : slices_) {
    text += fmt::format("{}{};", slice.name, fmt::join(slice.shape, ","));
  }
  return fmt::format("{:016x}", fnv1a(text));
}

}  // namespace noiseal
