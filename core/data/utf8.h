// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace noiseal {

/// True when no byte has its high bit set.
bool is_ascii(std::string_view bytes) noexcept;

/// Bytes of the well-formed UTF-8 character at the start of bytes (Unicode 15, table 3-7: no
/// overlong forms, no surrogates); 0 when there is none.
std::size_t utf8_character_bytes(std::string_view bytes) noexcept;

/// Offset of the first byte that is not part of well-formed UTF-8; npos when all is well.
std::size_t first_invalid_utf8(std::string_view bytes) noexcept;

/// Number of characters (code points) in well-formed UTF-8.
std::size_t utf8_length(std::string_view text) noexcept;

/// Appends a code point below 0x110000 that is no surrogate.
void append_utf8(std::uint32_t code_point, std::string& out);

}  // namespace noiseal
