// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace noiseal {

/// 128 bits that tell texts apart: among 10^9 texts the chance of any two alike is below 10^-20.
struct TextHash {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  friend auto operator<=>(const TextHash&, const TextHash&) = default;
};

/// MurmurHash3_x64_128 (Appleby 2011) with seed 0. No protection against texts made to collide.
TextHash text_hash(std::string_view text) noexcept;

}  // namespace noiseal
