// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/llm_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace noiseal {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kUsualServers = {{
    {"ollama", "http://localhost:11434/v1"},
    {"vllm", "http://localhost:8000/v1"},
    {"llama.cpp", "http://localhost:8080/v1"},
    {"lm-studio", "http://localhost:1234/v1"},
    {"openai", "https://api.openai.com/v1"},
}};

[[noreturn]] void no_url(std::string_view text) {
  throw UsageError(fmt::format(
      "\"{}\" is no server; give a URL such as http://localhost:11434/v1, or ollama, vllm, "
      "llama.cpp, lm-studio or openai.",
      printable_start(text, 80)));
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool is_private_ipv4(const std::string& host) {
  if (host.find_first_not_of("0123456789.") != std::string::npos) {
    return false;
  }
  int second = -1;
  const std::size_t dot = host.find('.');
  if (dot != std::string::npos) {
    std::from_chars(host.data() + dot + 1, host.data() + host.size(), second);
  }
  return host.starts_with("127.") || host.starts_with("10.") || host.starts_with("192.168.") ||
         (host.starts_with("172.") && second >= 16 && second <= 31);
}

bool is_local(const std::string& host) {
  return host == "localhost" || host == "[::1]" || host.ends_with(".localhost") ||
         host.ends_with(".local") || is_private_ipv4(host);
}

/// The host of "host:port", brackets included.
std::string host_of(std::string_view authority) {
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) {
    return {};
  }
  return lower(authority.substr(0, authority.find(':', bracket)));
}

std::string_view without_end(std::string_view text, std::string_view end) {
  return text.ends_with(end) ? text.substr(0, text.size() - end.size()) : text;
}

}  // namespace

LlmServer parse_llm_server(std::string_view text) {
  for (const auto& [name, url] : kUsualServers) {
    if (text == name) {
      return parse_llm_server(url);
    }
  }
  LlmServer server;
  server.encrypted = lower(text.substr(0, 8)) == "https://";
  if (!server.encrypted && lower(text.substr(0, 7)) != "http://") {
    no_url(text);
  }
  std::string_view rest = text.substr(server.encrypted ? 8 : 7);
  if (rest.find_first_of("@?#") != std::string_view::npos) {
    throw UsageError(
        "A server's URL is stored with the run, so it must have no password and no query; set the "
        "key in the environment variable NOISEAL_LLM_KEY instead.");
  }
  const auto strange = [](unsigned char c) { return c <= 0x20 || c >= 0x7F || c == '\\'; };
  server.host = host_of(rest.substr(0, rest.find('/')));
  if (server.host.empty() || std::any_of(rest.begin(), rest.end(), strange)) {
    no_url(text);
  }
  while (rest.ends_with('/')) {
    rest.remove_suffix(1);
  }
  rest = without_end(rest, "/chat/completions");
  server.local = is_local(server.host);
  server.base_url = (server.encrypted ? "https://" : "http://") + std::string(rest);
  if (rest.find('/') == std::string_view::npos) {
    server.base_url += "/v1";
  }
  return server;
}

std::string llm_key_variable(const LlmServer& server) {
  const auto is_set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (std::getenv("NOISEAL_LLM_KEY") != nullptr) {
    return is_set("NOISEAL_LLM_KEY") ? "NOISEAL_LLM_KEY" : "";
  }
  const bool openai = server.encrypted && server.host == "api.openai.com";
  return openai && is_set("OPENAI_API_KEY") ? "OPENAI_API_KEY" : "";
}

std::string llm_key(const LlmServer& server) {
  const std::string variable = llm_key_variable(server);
  if (variable.empty()) {
    return {};
  }
  std::string key = std::getenv(variable.c_str());
  check_llm_key(key, server);
  return key;
}

void check_llm_key(const std::string& key, const LlmServer& server) {
  if (key.empty() ||
      std::any_of(key.begin(), key.end(), [](unsigned char c) { return c <= 0x20 || c >= 0x7F; })) {
    throw Error(
        "The key has spaces, line breaks or other characters that no key has, or is empty; set it "
        "again.");
  }
  if (!server.encrypted && !server.local) {
    throw Error(fmt::format(
        "The key would travel unencrypted to {}; use its https address, or take the key away.",
        server.host));
  }
}

}  // namespace noiseal
