// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/data/text_encoding.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace noiseal {

/// Bytes seen as code units, so that one scanner reads files of 1, 2 and 4 bytes a unit. Bytes at
/// the end that make no whole unit are not seen.
template <UnitLayout Layout>
class UnitView {
 public:
  static constexpr std::size_t kBytes = Layout == UnitLayout::one_byte     ? 1
                                        : Layout == UnitLayout::two_little ? 2
                                        : Layout == UnitLayout::two_big    ? 2
                                                                           : 4;

  explicit UnitView(std::string_view bytes) : bytes_(bytes.data()), size_(bytes.size() / kBytes) {}

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] std::uint32_t operator[](std::size_t i) const {
    const auto byte = [&](std::size_t k) {
      return std::uint32_t{static_cast<unsigned char>(bytes_[i * kBytes + k])};
    };
    if constexpr (Layout == UnitLayout::one_byte) {
      return byte(0);
    } else if constexpr (Layout == UnitLayout::two_little) {
      return byte(0) | byte(1) << 8;
    } else if constexpr (Layout == UnitLayout::two_big) {
      return byte(1) | byte(0) << 8;
    } else if constexpr (Layout == UnitLayout::four_little) {
      return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
    } else {
      return byte(3) | byte(2) << 8 | byte(1) << 16 | byte(0) << 24;
    }
  }

  /// First place of an ASCII character at or after from; size() when there is none.
  [[nodiscard]] std::size_t find(char wanted, std::size_t from) const {
    if constexpr (Layout == UnitLayout::one_byte) {
      if (from >= size_) {
        return size_;
      }
      const void* found = std::memchr(bytes_ + from, wanted, size_ - from);
      return found == nullptr ? size_
                              : static_cast<std::size_t>(static_cast<const char*>(found) - bytes_);
    } else {
      const auto unit = static_cast<std::uint32_t>(static_cast<unsigned char>(wanted));
      while (from < size_ && (*this)[from] != unit) {
        ++from;
      }
      return from;
    }
  }

  /// First place of any of three ASCII characters at or after from; size() when there is none.
  [[nodiscard]] std::size_t find_any(char a, char b, char c, std::size_t from) const {
#if defined(__SSE2__)
    if constexpr (Layout == UnitLayout::one_byte) {
      const __m128i all_a = _mm_set1_epi8(a);
      const __m128i all_b = _mm_set1_epi8(b);
      const __m128i all_c = _mm_set1_epi8(c);
      for (; from + 16 <= size_; from += 16) {
        __m128i block;
        std::memcpy(&block, bytes_ + from, 16);
        const __m128i hits =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, all_a), _mm_cmpeq_epi8(block, all_b)),
                         _mm_cmpeq_epi8(block, all_c));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hits));
        if (mask != 0) {
          return from + static_cast<std::size_t>(std::countr_zero(mask));
        }
      }
    }
#endif
    const auto unit = [](char wanted) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(wanted));
    };
    for (; from < size_; ++from) {
      const std::uint32_t here = (*this)[from];
      if (here == unit(a) || here == unit(b) || here == unit(c)) {
        break;
      }
    }
    return from;
  }

 private:
  const char* bytes_;
  std::size_t size_;
};

/// Calls visit with a UnitView of the layout's own type.
template <typename Visit>
decltype(auto) with_units(UnitLayout layout, std::string_view bytes, Visit&& visit) {
  switch (layout) {
    case UnitLayout::two_little:
      return visit(UnitView<UnitLayout::two_little>(bytes));
    case UnitLayout::two_big:
      return visit(UnitView<UnitLayout::two_big>(bytes));
    case UnitLayout::four_little:
      return visit(UnitView<UnitLayout::four_little>(bytes));
    case UnitLayout::four_big:
      return visit(UnitView<UnitLayout::four_big>(bytes));
    default:
      return visit(UnitView<UnitLayout::one_byte>(bytes));
  }
}

}  // namespace noiseal
