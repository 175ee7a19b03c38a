// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/chat_manners.h"

#include <nlohmann/json.hpp>

namespace noiseal {

std::string with_manners(const std::string& body, const ChatManners& manners) {
  if (manners == ChatManners()) {
    return body;
  }
  auto request = nlohmann::ordered_json::parse(body, nullptr, false);
  if (!request.is_object()) {
    return body;
  }
  if (manners.completion_limit && request.contains("max_tokens")) {
    request["max_completion_tokens"] = request["max_tokens"];
    request.erase("max_tokens");
  }
  if (manners.no_temperature) {
    request.erase("temperature");
  }
  return request.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

bool learn_manners(ChatManners& manners, const ChatManners& sent, const HttpResult& result) {
  if (result.trouble != HttpResult::Trouble::none ||
      (result.status != 400 && result.status != 422)) {
    return false;
  }
  const auto names = [&](std::string_view word) {
    return result.body.find(word) != std::string::npos;
  };
  ChatManners wanted = sent;
  // A message about the length of the context may name max_tokens, too.
  const bool length = names("context length") || names("context_length");
  wanted.completion_limit =
      sent.completion_limit || names("max_completion_tokens") || (names("max_tokens") && !length);
  wanted.no_temperature = sent.no_temperature || names("temperature");
  if (wanted == sent) {
    return false;
  }
  manners.completion_limit = manners.completion_limit || wanted.completion_limit;
  manners.no_temperature = manners.no_temperature || wanted.no_temperature;
  return true;
}

}  // namespace noiseal
