// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/annotate/chat_fault.h"

namespace noiseal {

/// How a server wants the parameters of a request. Servers of the same interface differ; which
/// way it is shows in what they refuse. A request's hash is that of the usual way.
struct ChatManners {
  bool completion_limit = false;  ///< max_completion_tokens in place of max_tokens
  bool no_temperature = false;    ///< temperature stays the server's own
  friend bool operator==(const ChatManners&, const ChatManners&) = default;
};

/// A body of PromptWriter as the server wants it.
std::string with_manners(const std::string& body, const ChatManners& manners);

/// Learns from a reply: true, and manners changed, when it refuses a parameter (400 or 422 that
/// names it) in a way that these manners do not know yet. sent: the manners of the request.
bool learn_manners(ChatManners& manners, const ChatManners& sent, const HttpResult& result);

}  // namespace noiseal
