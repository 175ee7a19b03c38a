// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/matrix_product.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/mm.h>
#include <c10/core/InferenceMode.h>

#include <cstdint>
#include <type_traits>

namespace noiseal {
namespace {

template <typename T>
at::Tensor view(const T* data, std::size_t rows, std::size_t columns, bool transposed) {
  constexpr at::ScalarType kType = std::is_same_v<T, float> ? at::kFloat : at::kBFloat16;
  const auto r = static_cast<std::int64_t>(rows);
  const auto c = static_cast<std::int64_t>(columns);
  void* memory = const_cast<T*>(data);
  const auto options = at::TensorOptions().dtype(kType);
  return transposed ? at::from_blob(memory, {r, c}, {1, r}, options)
                    : at::from_blob(memory, {r, c}, {c, 1}, options);
}

}  // namespace

template <typename T>
void multiply(Operand<T> a, Operand<T> b, T* c, std::size_t m, std::size_t n, std::size_t k) {
  const c10::InferenceMode no_gradient;
  at::Tensor out = view(c, m, n, false);
  at::mm_out(out, view(a.data, m, k, a.transposed), view(b.data, k, n, b.transposed));
}

template void multiply<float>(Operand<float>, Operand<float>, float*, std::size_t, std::size_t,
                              std::size_t);
template void multiply<cpu::Bf16>(Operand<cpu::Bf16>, Operand<cpu::Bf16>, cpu::Bf16*, std::size_t,
                                  std::size_t, std::size_t);

}  // namespace noiseal
