// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/cpu_kernels.h"

namespace noiseal::cpu {
namespace {

Kernels choose() {
#if defined(__x86_64__)
  // Levels of the x86-64 psABI: v4 is AVX-512, v3 is AVX2 with FMA.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    return kernels_x86_64_v4();
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi2")) {
    return kernels_x86_64_v3();
  }
#endif
  return kernels_baseline();
}

}  // namespace

const Kernels& kernels() {
  static const Kernels chosen = choose();
  return chosen;
}

std::size_t attention_scratch(std::size_t longest, std::size_t width) {
  const std::size_t padded = (longest + 15) / 16 * 16;
  return 6 * padded * width + 2 * padded * padded + 16;
}

}  // namespace noiseal::cpu
