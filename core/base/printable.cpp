// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>

namespace noiseal {
namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0;  ///< 0: no UTF-8 begins here
};

Character read_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return {first, 1};
  }
  std::size_t bytes = 0;
  std::uint32_t code = 0;
  std::uint32_t smallest = 0;
  if (first >= 0xc2 && first <= 0xdf) {
    bytes = 2;
    code = first & 0x1fU;
    smallest = 0x80;
  } else if (first >= 0xe0 && first <= 0xef) {
    bytes = 3;
    code = first & 0x0fU;
    smallest = 0x800;
  } else if (first >= 0xf0 && first <= 0xf4) {
    bytes = 4;
    code = first & 0x07U;
    smallest = 0x10000;
  } else {
    return {};
  }
  if (text.size() < bytes) {
    return {};
  }
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) {
      return {};
    }
    code = code << 6U | (byte(i) & 0x3fU);
  }
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < smallest || code > 0x10ffff || surrogate ? Character{} : Character{code, bytes};
}

/// Controls, and the marks that change the direction or line of what follows.
bool is_hidden(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0x200e && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

std::string escape(std::uint32_t code) {
  switch (code) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return code < 0x100 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{:04x}", code);
  }
}

}  // namespace

std::string printable_start(std::string_view text, std::size_t max_characters) {
  std::string shown;
  std::size_t count = 0;
  while (!text.empty()) {
    if (count++ == max_characters) {
      return shown + "…";
    }
    const Character character = read_character(text);
    if (character.bytes == 0) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    shown += is_hidden(character.code) ? escape(character.code)
                                       : std::string(text.substr(0, character.bytes));
    text.remove_prefix(character.bytes);
  }
  return shown;
}

std::string printable(std::string_view text) {
  return printable_start(text, std::numeric_limits<std::size_t>::max());
}

}  // namespace noiseal
