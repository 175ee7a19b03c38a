// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/llm_tools.h"

#include <chrono>

#include "app/llm_notice.h"
#include "app/llm_price_file.h"
#include "core/net/key_store.h"

namespace noiseal {
namespace {

constexpr std::chrono::seconds kCheckTimeout{60};

}  // namespace

ui::LlmTools make_llm_tools() {
  ui::LlmTools tools;
  tools.notice = make_llm_notice;
  tools.check = [](const std::string& url, const std::string& model, const Control& control) {
    const LlmServer server = parse_llm_server(url);
    return check_server(server, find_llm_key(server).text, model, kCheckTimeout, control);
  };
  tools.key_source = [](const std::string& url) {
    return find_llm_key(parse_llm_server(url)).source;
  };
  tools.keep_key = [](const std::string& url, const std::string& key) {
    keep_llm_key(parse_llm_server(url), key);
  };
  tools.forget_key = [](const std::string& url) { forget_llm_key(parse_llm_server(url)); };
  tools.price = [](const std::string& model) { return read_price_table({}).find(model); };
  tools.keep_price = keep_llm_price;
  return tools;
}

}  // namespace noiseal
