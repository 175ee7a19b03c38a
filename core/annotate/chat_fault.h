// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/annotate/llm_prices.h"

namespace noiseal {

/// What went wrong with a request.
enum class FaultKind : std::uint8_t {
  refused,         ///< nobody listens there
  unknown_host,    ///< the name can't be resolved
  tls,             ///< no trusted connection
  timeout,         ///< no answer, or no further byte, in time
  broken,          ///< the connection broke before the answer was whole
  too_long,        ///< the answer has more bytes than any label could need
  redirect,        ///< 3xx: never followed, the key would go elsewhere
  bad_request,     ///< 400, 422 and other 4xx: the server won't take this request
  context_length,  ///< 400 or 413: the request is too long for the model
  no_key,          ///< 401
  forbidden,       ///< 403
  no_model,        ///< 404
  no_quota,        ///< 402, or 429 with insufficient quota
  rate_limited,    ///< 429
  busy,            ///< 408, 409, 425, 503, 529
  server_error,    ///< other 5xx
  not_json,        ///< 200 with something else, or cut off
  no_choice,       ///< 200 without a choice
};

/// What follows from a fault.
enum class FaultEffect : std::uint8_t {
  retry,     ///< the same request may go well later
  fail_row,  ///< this row can't be answered, others can
  stop,      ///< no request can go well until a person acts
};

struct ChatFault {
  FaultKind kind = FaultKind::broken;
  FaultEffect effect = FaultEffect::retry;
  bool maybe_billed = false;  ///< the server may have worked on the request
  std::string sentence;       ///< for a person: what happened and what to do
};

/// What came back over the network, before anything is read into it.
struct HttpResult {
  /// Trouble below HTTP.
  enum class Trouble : std::uint8_t { none, refused, unknown_host, tls, timeout, broken, too_long };
  Trouble trouble = Trouble::none;
  int status = 0;
  std::string body;
  std::string detail;       ///< the network library's words, for tls and broken
  std::string retry_after;  ///< header, as it stands
};

/// A reply as it is used: an answer, or a fault.
struct ChatReading {
  std::optional<ChatFault> fault;
  std::string content;   ///< what the model said; empty where it said nothing
  bool refused = false;  ///< the model or a filter declined to answer
  TokenUse use;
  bool use_known = false;  ///< the server said how many tokens it counts
};

/// Reads a reply of the chat-completions interface. server: its base URL, for sentences.
ChatReading read_chat_reply(const HttpResult& result, const std::string& server);

/// When and how often a request is sent again.
struct RetryPolicy {
  int most_attempts = 6;                                  ///< in all, 1...
  std::chrono::milliseconds first_wait{500};              ///< doubles with every further attempt
  std::chrono::milliseconds longest_wait{60'000};         ///< of our own
  std::chrono::milliseconds longest_asked_wait{300'000};  ///< of what Retry-After may ask for
};

/// How long to wait after so many attempts (1...): what the server asked for, else exponentially
/// longer with up to a quarter less by chance (draw: 0..1), so that requests do not return
/// together.
std::chrono::milliseconds wait_before_retry(const RetryPolicy& policy, int attempts,
                                            std::string_view retry_after, double draw,
                                            std::chrono::system_clock::time_point now);

/// Retry-After as a time from now: seconds, or an HTTP date. Nothing when it is neither. A date in
/// the past, as after a clock jump, is no wait at all.
std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view header, std::chrono::system_clock::time_point now);

}  // namespace noiseal
