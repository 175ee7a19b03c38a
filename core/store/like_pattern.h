// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace noiseal {

/// A LIKE pattern that finds the words anywhere, with '\' before what LIKE takes for itself (use it
/// with ESCAPE '\').
inline std::string like_pattern(const std::string& words) {
  std::string pattern = "%";
  for (const char byte : words) {
    if (byte == '%' || byte == '_' || byte == '\\') {
      pattern += '\\';
    }
    pattern += byte;
  }
  return pattern + '%';
}

}  // namespace noiseal
