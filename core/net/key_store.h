// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/annotate/llm_server.h"

namespace noiseal {

/// A server's key and where it came from; never stored by this program but in the keychain.
struct LlmKey {
  std::string text;    ///< empty: none
  std::string source;  ///< "the keychain", "NOISEAL_LLM_KEY", ...; empty: none
};

/// The key of the server's host from the system's keychain, else from the environment (llm_key).
/// Where there is no keychain, as without a session, only the environment is asked. Throws Error
/// as llm_key does.
LlmKey find_llm_key(const LlmServer& server);

/// Puts the key of the server's host into the keychain. Throws Error where there is none.
void keep_llm_key(const LlmServer& server, const std::string& key);

/// Removes it; nothing happens when there is none. Throws Error where there is no keychain.
void forget_llm_key(const LlmServer& server);

}  // namespace noiseal
