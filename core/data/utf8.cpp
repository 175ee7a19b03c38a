// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/utf8.h"

#include <cstring>

namespace noiseal {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

std::size_t ascii_prefix(const char* bytes, std::size_t size) noexcept {
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + i, 8);
    if ((word & kHighBits) != 0) {
      break;
    }
  }
  while (i < size && static_cast<unsigned char>(bytes[i]) < 0x80) {
    ++i;
  }
  return i;
}

bool is_continuation(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace

bool is_ascii(std::string_view bytes) noexcept {
  std::uint64_t all = 0;
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, 8);
    all |= word;
  }
  for (; i < bytes.size(); ++i) {
    all |= static_cast<unsigned char>(bytes[i]);
  }
  return (all & kHighBits) == 0;
}

std::size_t utf8_character_bytes(std::string_view bytes) noexcept {
  if (bytes.empty()) {
    return 0;
  }
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xC2 || lead > 0xF4) {
    return 0;
  }
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes.size() < size) {
    return 0;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(bytes[i])) {
      return 0;
    }
  }
  const auto second = static_cast<unsigned char>(bytes[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool too_high = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_high ? 0 : size;
}

std::size_t first_invalid_utf8(std::string_view bytes) noexcept {
  std::size_t i = 0;
  while (true) {
    i += ascii_prefix(bytes.data() + i, bytes.size() - i);
    if (i == bytes.size()) {
      return std::string_view::npos;
    }
    const std::size_t size = utf8_character_bytes(bytes.substr(i));
    if (size == 0) {
      return i;
    }
    i += size;
  }
}

std::size_t utf8_length(std::string_view text) noexcept {
  std::size_t length = 0;
  for (const char byte : text) {
    length += is_continuation(byte) ? 0 : 1;
  }
  return length;
}

void append_utf8(std::uint32_t code_point, std::string& out) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

}  // namespace noiseal
