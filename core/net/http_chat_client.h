// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "core/annotate/chat_client.h"

namespace noiseal {

struct HttpChatOptions {
  std::string base_url;                 ///< of parse_llm_server(); "/chat/completions" is added
  std::string key = {};                 ///< empty: none is sent; never stored or shown
  bool use_proxy = true;                ///< the system's; not for servers that are local
  std::size_t parallel = 8;             ///< requests at once, 1..64
  std::size_t requests_per_minute = 0;  ///< attempts; 0: no limit
  std::size_t tokens_per_minute = 0;    ///< estimated ones of the input; 0: no limit
  std::chrono::milliseconds transfer_timeout{60'000};  ///< without a byte from the server
  std::chrono::milliseconds total_timeout{180'000};    ///< for one attempt
  std::size_t most_answer_bytes = 1 << 20;             ///< a longer answer is given up
  RetryPolicy retry = {};
  /// For Retry-After with a date; deadlines and waits themselves run on a steady clock.
  std::function<std::chrono::system_clock::time_point()> wall_clock =
      std::chrono::system_clock::now;
};

/// A chat-completions server over HTTP, with requests on a thread of its own. Certificates are
/// checked, redirects never followed. Every attempt is one request on one fresh connection, sent
/// once: nothing below repeats it. A parameter that the server refuses is left out or renamed from
/// then on (ChatManners). After a 429 no request leaves until the wait is over.
class HttpChatClient final : public ChatClient {
 public:
  explicit HttpChatClient(HttpChatOptions options);
  ~HttpChatClient() override;
  HttpChatClient(const HttpChatClient&) = delete;
  HttpChatClient& operator=(const HttpChatClient&) = delete;

  /// Half as many again as are sent at once.
  [[nodiscard]] std::size_t capacity() const override;
  [[nodiscard]] int most_attempts() const override;
  void send(ChatCall call) override;
  std::vector<ChatReply> wait(std::chrono::milliseconds most) override;
  void cancel_all() override;

 private:
  class Worker;
  struct Network;
  std::unique_ptr<Network> network_;
};

}  // namespace noiseal
