// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace noiseal {

/// 128 bits that tell texts apart: among 10^9 texts the chance of any two alike is below 10^-20.
struct TextHash {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  friend bool operator==(const TextHash&, const TextHash&) = default;
  friend bool operator<(const TextHash& a, const TextHash& b) {
    return a.high != b.high ? a.high < b.high : a.low < b.low;
  }
};

/// MurmurHash3_x64_128 (Appleby 2011) with seed 0. No protection against texts made to collide.
TextHash text_hash(std::string_view text) noexcept;

}  // namespace noiseal
