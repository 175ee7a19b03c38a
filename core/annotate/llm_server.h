// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace noiseal {

/// Where an LLM is asked.
struct LlmServer {
  std::string base_url;  ///< without a slash at its end, e.g. "http://localhost:11434/v1"
  std::string host;
  bool local = false;      ///< this machine or its private network: costs nothing
  bool encrypted = false;  ///< https
};

/// Reads a base URL or the name of a usual server: ollama, vllm, llama.cpp, lm-studio, openai.
/// A URL without a path gets /v1; /chat/completions at its end is dropped. Throws UsageError for
/// what is no http or https URL, and for one with a password or a query, which could hold a key.
LlmServer parse_llm_server(std::string_view text);

/// The key for the server from the environment: NOISEAL_LLM_KEY, else for api.openai.com alone
/// OPENAI_API_KEY, else empty. Throws Error where a key would travel unencrypted to a server that
/// is not local, or has characters that no key has.
std::string llm_key(const LlmServer& server);
/// The variable that llm_key() reads the key from; empty where there is no key.
std::string llm_key_variable(const LlmServer& server);

/// Throws Error where the key would travel unencrypted to a server that is not local, or has
/// characters that no key has.
void check_llm_key(const std::string& key, const LlmServer& server);

}  // namespace noiseal
