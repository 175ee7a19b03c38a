// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "core/nn/cpu_kernels.h"

namespace noiseal {

/// One operand of a matrix product: row-major memory, read as it lies or transposed.
template <typename T>
struct Operand {
  const T* data;
  bool transposed = false;
};

/// c [m, n] = a [m, k] * b [k, n], by LibTorch's library for this processor, on all threads.
/// A transposed operand lies in memory as [k, m] or [n, k].
template <typename T>
void multiply(Operand<T> a, Operand<T> b, T* c, std::size_t m, std::size_t n, std::size_t k);

}  // namespace noiseal
