// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace noiseal {

/// Calls use(char32_t) for each character of a text; bytes that are no UTF-8 are U+FFFD.
template <typename Use>
void for_each_character(std::string_view text, const Use& use) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < length;) {
    std::int32_t in_piece = 0;
    // ICU counts bytes in 32 bits: no character needs more than four of them.
    const auto piece = static_cast<std::int32_t>(length - at < 4 ? length - at : 4);
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(bytes + at, in_piece, piece, character);
    at += in_piece;
    use(static_cast<char32_t>(character));
  }
}

inline void append_utf8(std::string& text, char32_t character) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(character));
  text.append(bytes, static_cast<std::size_t>(length));
}

}  // namespace noiseal
