// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/annotate/chat_fault.h"

namespace noiseal {

/// A request for the client: its id is the caller's own.
struct ChatCall {
  std::uint64_t id = 0;
  std::string body;
  std::size_t tokens = 0;  ///< estimate, for the limit on tokens a minute
};

/// How a call ended, after all its attempts.
struct ChatReply {
  std::uint64_t id = 0;
  ChatReading reading;  ///< of the last attempt
  int attempts = 1;
  int lost_attempts = 0;  ///< failed ones that the server may have billed
};

/// Talks to one server: sends requests in parallel, repeats what may go well later. core/net has
/// the real one.
class ChatClient {
 public:
  virtual ~ChatClient() = default;

  /// Calls that it should hold at once: those that are being sent, and a few that wait for their
  /// turn, so that the server has work while an answer is stored.
  [[nodiscard]] virtual std::size_t capacity() const = 0;
  /// Attempts that a call may have, for the worst case of its cost.
  [[nodiscard]] virtual int most_attempts() const = 0;
  /// Takes the call; returns at once.
  virtual void send(ChatCall call) = 0;
  /// Calls that have ended since; waits at most so long for the first.
  virtual std::vector<ChatReply> wait(std::chrono::milliseconds most) = 0;
  /// Gives up every call that has not ended; they have no reply.
  virtual void cancel_all() = 0;
};

}  // namespace noiseal
