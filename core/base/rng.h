// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>

namespace noiseal {

/// Seeded random numbers that are the same on every machine and library version
/// (SplitMix64, Steele et al. 2014; std:: distributions are not portable).
///
/// A stream is named by its key, e.g. Rng({seed, kShuffle, epoch}) or Rng({seed, kNoise, row}):
/// a draw is a function of its key, never of what was drawn before elsewhere. That makes runs
/// resumable and, later, splittable over processes.
class Rng {
 public:
  using result_type = std::uint64_t;

  explicit Rng(std::initializer_list<std::uint64_t> key) {
    for (const std::uint64_t part : key) {
      state_ = mix(state_ ^ mix(part + 0x9e3779b97f4a7c15ULL));
    }
  }

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mix(state_);
  }

  /// Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }
  /// Uniform in 0 .. n-1, n > 0, without modulo bias.
  std::uint64_t below(std::uint64_t n);
  /// Standard normal (Box-Muller).
  double normal();
  /// Gamma(shape, 1), shape > 0 (Marsaglia and Tsang 2000).
  double gamma(double shape);
  /// Beta(a, b), a > 0, b > 0.
  double beta(double a, double b);

  /// Fisher-Yates.
  template <typename T>
  void shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[static_cast<std::size_t>(below(i))]);
    }
  }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint64_t state_ = 0;
};

}  // namespace noiseal
