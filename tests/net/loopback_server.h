// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace noiseal::test {

/// A request as the server read it.
struct SeenRequest {
  std::size_t number = 0;  ///< from 0, over all connections
  std::string path;
  std::string head;  ///< request line and headers
  std::string body;

  /// The last user message of a chat request; empty where there is none.
  [[nodiscard]] std::string last_text() const;
};

/// What the server does with a request.
struct Reaction {
  enum class Ending : std::uint8_t {
    whole,             ///< the answer is sent
    nothing,           ///< not a byte, ever
    half,              ///< headers and half the body, then silence
    reset,             ///< headers and half the body, then a reset
    close_unanswered,  ///< the connection is closed
    twice,             ///< the answer is sent, and then sent again
  };
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::chrono::milliseconds delay{0};
  Ending ending = Ending::whole;
};

using Behaviour = std::function<Reaction(const SeenRequest&)>;

/// 200 with a completion that says so; three tokens of output.
Reaction says(const std::string& content);
/// A status with a body.
Reaction fails(int status, const std::string& body = {});

enum class Transport : std::uint8_t { plain, self_signed };

/// A chat-completions server on loopback, on a thread of its own, that does as it is told.
class LoopbackServer {
 public:
  /// behaviour is called on the server's thread.
  explicit LoopbackServer(Behaviour behaviour, Transport transport = Transport::plain);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  /// "http://127.0.0.1:PORT/v1"
  [[nodiscard]] std::string url() const;
  /// Whole requests so far.
  [[nodiscard]] std::vector<SeenRequest> seen() const;
  /// Most requests that were open at once.
  [[nodiscard]] std::size_t most_open() const;
  /// Seconds of all requests between their last byte and the answer's first one.
  [[nodiscard]] double open_seconds() const;
  /// Processor time of the server's thread.
  [[nodiscard]] double cpu_seconds() const;

 private:
  class Listener;
  struct Thread;
  std::unique_ptr<Thread> thread_;
};

/// A URL at which nobody listens.
std::string deserted_url();

}  // namespace noiseal::test
