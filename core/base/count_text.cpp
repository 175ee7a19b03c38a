// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/count_text.h"

namespace noiseal {

std::string count_text(std::uint64_t count) {
  constexpr std::size_t kGroup = 3;
  std::string text = std::to_string(count);
  for (std::size_t left = text.size(); left > kGroup; left -= kGroup) {
    text.insert(left - kGroup, 1, ',');
  }
  return text;
}

}  // namespace noiseal
