// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace noiseal {

/// What a person must know before texts go to an LLM server.
struct LlmNotice {
  std::vector<std::string> sentences;  ///< where the texts go; the most that it can cost
  bool free = false;                   ///< the server costs nothing
  std::string address;                 ///< that a request is posted to
  std::string request;                 ///< the body for one row, JSON with line breaks
};

}  // namespace noiseal
