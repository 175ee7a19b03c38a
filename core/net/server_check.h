// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/annotate/llm_server.h"
#include "core/base/control.h"

namespace noiseal {

/// What a server can do, found by asking it.
struct ServerCheck {
  std::vector<std::string> models;  ///< empty where it does not list them
  std::string model;                ///< the one that was tried; empty: none is known
  std::string problem;              ///< why the trial failed; empty: it went well
  bool schema = false;              ///< it obeys response_format
  double seconds = 0;               ///< of the trial answer
  double tokens_per_second = 0;     ///< of that answer; 0 where the server counts none
};

/// Lists the server's models and asks one of them (model, else the first listed) two short
/// questions, one with a schema. Throws Error where the server can't be reached or takes no key.
ServerCheck check_server(const LlmServer& server, const std::string& key, const std::string& model,
                         std::chrono::milliseconds timeout, const Control& control);

}  // namespace noiseal
