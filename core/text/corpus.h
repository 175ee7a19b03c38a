// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace noiseal {

/// Token ids of many texts, tokenised once and kept: text i owns
/// ids[offsets[i] .. offsets[i+1]), special tokens included, already cut to max_tokens.
struct TokenCorpus {
  std::vector<std::int32_t> ids;
  std::vector<std::uint64_t> offsets{0};

  [[nodiscard]] std::size_t size() const { return offsets.size() - 1; }
  [[nodiscard]] std::span<const std::int32_t> text(std::size_t i) const {
    return {ids.data() + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
  }
  [[nodiscard]] std::size_t length(std::size_t i) const {
    return static_cast<std::size_t>(offsets[i + 1] - offsets[i]);
  }
  void add(std::span<const std::int32_t> tokens) {
    ids.insert(ids.end(), tokens.begin(), tokens.end());
    offsets.push_back(ids.size());
  }
};

}  // namespace noiseal
