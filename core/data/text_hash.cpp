// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_hash.h"

#include <bit>
#include <cstddef>

namespace noiseal {
namespace {

constexpr std::uint64_t kLow = 0x87c37b91114253d5ULL;
constexpr std::uint64_t kHigh = 0x4cf5ad432745937fULL;

/// Up to 8 bytes as a number, the first one lowest.
std::uint64_t number_of(std::string_view bytes) noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    number = number << 8U | static_cast<unsigned char>(bytes[i - 1]);
  }
  return number;
}

std::uint64_t scrambled_low(std::string_view bytes) noexcept {
  return std::rotl(number_of(bytes) * kLow, 31) * kHigh;
}

std::uint64_t scrambled_high(std::string_view bytes) noexcept {
  return std::rotl(number_of(bytes) * kHigh, 33) * kLow;
}

std::uint64_t finished(std::uint64_t number) noexcept {
  number = (number ^ number >> 33U) * 0xff51afd7ed558ccdULL;
  number = (number ^ number >> 33U) * 0xc4ceb9fe1a85ec53ULL;
  return number ^ number >> 33U;
}

}  // namespace

TextHash text_hash(std::string_view text) noexcept {
  TextHash hash;
  const std::uint64_t size = text.size();
  for (; text.size() >= 16; text.remove_prefix(16)) {
    hash.low = std::rotl(hash.low ^ scrambled_low(text.substr(0, 8)), 27) + hash.high;
    hash.low = hash.low * 5 + 0x52dce729;
    hash.high = std::rotl(hash.high ^ scrambled_high(text.substr(8, 8)), 31) + hash.low;
    hash.high = hash.high * 5 + 0x38495ab5;
  }
  hash.low ^= scrambled_low(text.substr(0, 8)) ^ size;
  hash.high ^= (text.size() > 8 ? scrambled_high(text.substr(8)) : 0) ^ size;
  hash.low += hash.high;
  hash.high += hash.low;
  hash.low = finished(hash.low);
  hash.high = finished(hash.high);
  hash.low += hash.high;
  hash.high += hash.low;
  return hash;
}

}  // namespace noiseal
