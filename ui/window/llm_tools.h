// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/annotate/llm_prices.h"
#include "core/base/control.h"
#include "core/net/server_check.h"
#include "core/pipeline/llm_notice.h"
#include "core/pipeline/run_rows.h"
#include "core/store/project.h"

namespace noiseal::ui {

/// What the program gives its window for LLM servers; empty functions: nothing can be asked. url:
/// as parse_llm_server() reads it. All are called on worker threads and may throw noiseal::Error.
struct LlmTools {
  /// What a run with the annotator llm would send; nothing is sent by it.
  std::function<LlmNotice(const Project&, const Recipe&, UseDecisions)> notice;
  /// Asks the server; model: the one to try, empty: the first that it lists.
  std::function<ServerCheck(const std::string& url, const std::string& model, const Control&)>
      check;
  /// "the keychain", the name of a variable, or empty where there is no key.
  std::function<std::string(const std::string& url)> key_source;
  std::function<void(const std::string& url, const std::string& key)> keep_key;
  std::function<void(const std::string& url)> forget_key;
  std::function<std::optional<ModelPrice>(const std::string& model)> price;
  std::function<void(const std::string& model, const ModelPrice& price)> keep_price;
};

}  // namespace noiseal::ui
