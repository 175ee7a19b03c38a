// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <omp.h>

#include <algorithm>
#include <cstddef>

namespace noiseal {

/// Number of threads that tensor arithmetic of this thread runs on.
inline std::size_t compute_threads() {
  return static_cast<std::size_t>(omp_get_max_threads());
}

/// Calls work(part, begin, end) for each thread's share of 0 .. n; the shares depend on the
/// number of threads alone.
template <typename Work>
void parallel_ranges(std::size_t n, const Work& work) {
  const std::size_t parts = compute_threads();
#pragma omp parallel for schedule(static, 1) num_threads(static_cast <int>(parts))
  for (std::size_t part = 0; part < parts; ++part) {
    const std::size_t begin = n * part / parts;
    const std::size_t end = n * (part + 1) / parts;
    if (begin < end) {
      work(part, begin, end);
    }
  }
}

/// Calls work(thread, i) for i in 0 .. n, each i on any thread.
template <typename Work>
void parallel_each(std::size_t n, const Work& work) {
#pragma omp parallel for schedule(dynamic, 4)
  for (std::size_t i = 0; i < n; ++i) {
    work(static_cast<std::size_t>(omp_get_thread_num()), i);
  }
}

}  // namespace noiseal
