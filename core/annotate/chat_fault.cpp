// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/chat_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "core/base/printable.h"

namespace noiseal {
namespace {

using Json = nlohmann::json;
using Trouble = HttpResult::Trouble;

ChatFault fault(FaultKind kind, FaultEffect effect, bool maybe_billed, std::string sentence) {
  return {kind, effect, maybe_billed, std::move(sentence)};
}

/// The server's own words: error.message, message or detail of its JSON; else nothing.
std::string servers_words(const Json& body) {
  const auto text = [](const Json& object, const char* key) {
    return object.is_object() && object.contains(key) && object[key].is_string()
               ? object[key].get<std::string>()
               : std::string();
  };
  if (!body.is_object()) {
    return {};
  }
  std::string words = body.contains("error") ? text(body["error"], "message") : std::string();
  for (const char* key : {"error", "message", "detail"}) {
    words = words.empty() ? text(body, key) : words;
  }
  return words;
}

std::string quoted(const Json& body) {
  const std::string words = servers_words(body);
  return words.empty() ? std::string() : fmt::format(" (\"{}\")", printable_start(words, 200));
}

bool contains_any(std::string text, std::initializer_list<const char*> words) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

ChatFault trouble_fault(const HttpResult& result, const std::string& server) {
  const std::string detail =
      result.detail.empty() ? "" : fmt::format(" ({})", printable_start(result.detail, 160));
  switch (result.trouble) {
    case Trouble::refused:
      return fault(
          FaultKind::refused, FaultEffect::retry, false,
          fmt::format("Nothing answers at {}; start the server or correct the URL.", server));
    case Trouble::unknown_host:
      return fault(
          FaultKind::unknown_host, FaultEffect::retry, false,
          fmt::format("The host of {} can't be found; check its name and the network.", server));
    case Trouble::tls:
      return fault(
          FaultKind::tls, FaultEffect::stop, false,
          fmt::format("{} has no certificate that this machine trusts{}; nothing was sent.", server,
                      detail));
    case Trouble::timeout:
      return fault(FaultKind::timeout, FaultEffect::retry, true,
                   fmt::format("{} did not answer in time.", server));
    case Trouble::too_long:
      return fault(FaultKind::too_long, FaultEffect::fail_row, true,
                   fmt::format("{} sent an answer far longer than any label.", server));
    default:
      return fault(
          FaultKind::broken, FaultEffect::retry, true,
          fmt::format("The connection to {} broke before the answer was whole{}.", server, detail));
  }
}

bool is_too_long_request(int status, const Json& body) {
  return status == 413 ||
         contains_any(
             body.is_discarded() ? "" : body.dump(-1, ' ', false, Json::error_handler_t::replace),
             {"context_length", "context length", "maximum context", "context size",
              "too many tokens", "prompt is too long"});
}

ChatFault refused_request(int status, const Json& body, const std::string& server) {
  if ((status == 400 || status == 413 || status == 422) && is_too_long_request(status, body)) {
    return fault(
        FaultKind::context_length, FaultEffect::fail_row, false,
        fmt::format("The request is too long for the model{}; show fewer demonstrations or "
                    "lower llm_text_tokens.",
                    quoted(body)));
  }
  return fault(
      FaultKind::bad_request, FaultEffect::fail_row, false,
      fmt::format("{} won't take the request (status {}){}.", server, status, quoted(body)));
}

ChatFault status_fault(const HttpResult& result, const Json& body, const std::string& server) {
  const int status = result.status;
  const std::string words = quoted(body);
  if (status >= 300 && status < 400) {
    return fault(FaultKind::redirect, FaultEffect::stop, false,
                 fmt::format("{} sends requests on to another address (status {}); give that "
                             "address as the URL.",
                             server, status));
  }
  if (status == 401) {
    return fault(FaultKind::no_key, FaultEffect::stop, false,
                 fmt::format("{} does not accept the key{}; set NOISEAL_LLM_KEY to a valid one.",
                             server, words));
  }
  if (status == 403) {
    return fault(
        FaultKind::forbidden, FaultEffect::stop, false,
        fmt::format("{} forbids this key the request{}; check the key's rights.", server, words));
  }
  if (status == 404) {
    return fault(FaultKind::no_model, FaultEffect::stop, false,
                 fmt::format("{} does not know the model or the address{}; \"noiseal llm check "
                             "URL\" lists its models.",
                             server, words));
  }
  if (status == 402 ||
      (status == 429 &&
       contains_any(result.body, {"insufficient_quota", "exceeded your current quota"}))) {
    return fault(FaultKind::no_quota, FaultEffect::stop, false,
                 fmt::format("The account at {} has no credit left{}; add some, then resume.",
                             server, words));
  }
  if (status == 429) {
    return fault(FaultKind::rate_limited, FaultEffect::retry, false,
                 fmt::format("{} takes no more requests at this rate{}; lower llm_parallel or set "
                             "llm_requests_per_minute.",
                             server, words));
  }
  if (status == 408 || status == 409 || status == 425 || status == 503 || status == 529) {
    return fault(FaultKind::busy, FaultEffect::retry, false,
                 fmt::format("{} is too busy (status {}){}.", server, status, words));
  }
  if (status >= 500) {
    return fault(FaultKind::server_error, FaultEffect::retry, true,
                 fmt::format("{} failed (status {}){}.", server, status, words));
  }
  return refused_request(status, body, server);
}

std::int64_t count_at(const Json& object, const char* key) {
  return object.is_object() && object.contains(key) && object[key].is_number_integer()
             ? std::max<std::int64_t>(0, object[key].get<std::int64_t>())
             : 0;
}

void read_use(const Json& body, ChatReading& reading) {
  if (!body.contains("usage") || !body["usage"].is_object()) {
    return;
  }
  const Json& usage = body["usage"];
  reading.use.in = count_at(usage, "prompt_tokens");
  reading.use.out = count_at(usage, "completion_tokens");
  if (usage.contains("prompt_tokens_details")) {
    reading.use.cached_in = count_at(usage["prompt_tokens_details"], "cached_tokens");
  }
  reading.use_known = reading.use.in > 0;
}

void read_message(const Json& choice, ChatReading& reading) {
  const Json message = choice.value("message", Json::object());
  const auto text = [&](const char* key) {
    return message.is_object() && message.contains(key) && message[key].is_string()
               ? message[key].get<std::string>()
               : std::string();
  };
  reading.content = text("content");
  const std::string refusal = text("refusal");
  const Json reason = choice.value("finish_reason", Json());
  reading.refused = !refusal.empty() || reason == "content_filter";
  if (!refusal.empty()) {
    reading.content = refusal;
  }
}

/// Some servers send an answer in pieces, as events, though they were not asked to. The pieces put
/// together as one completion; what is no such stream, or one that was cut off, stays no JSON.
Json completion_of_events(const std::string& body) {
  std::string content;
  Json whole = {{"choices", Json::array()}};
  Json reason;
  bool finished = false;
  std::istringstream lines(body);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("data:")) {
      continue;
    }
    const std::string data = line.substr(5);
    if (data.find("[DONE]") != std::string::npos) {
      finished = true;
      break;
    }
    const Json event = Json::parse(data, nullptr, false);
    if (!event.is_object()) {
      return Json(Json::value_t::discarded);
    }
    if (event.contains("error")) {
      return event;
    }
    if (event.contains("usage") && event["usage"].is_object()) {
      whole["usage"] = event["usage"];
    }
    const Json choice = event.value("/choices/0"_json_pointer, Json::object());
    if (!choice.is_object()) {
      return Json(Json::value_t::discarded);
    }
    const Json piece = choice.value("/delta/content"_json_pointer, Json());
    content += piece.is_string() ? piece.get<std::string>() : std::string();
    reason = choice.value("finish_reason", reason);
    finished = finished || reason.is_string();
  }
  if (!finished) {
    return Json(Json::value_t::discarded);
  }
  whole["choices"].push_back({{"message", {{"content", content}}}, {"finish_reason", reason}});
  return whole;
}

/// A body with status 200.
ChatReading read_completion(const Json& body, const std::string& server) {
  ChatReading reading;
  if (!body.is_object()) {
    reading.fault =
        fault(FaultKind::not_json, FaultEffect::retry, true,
              fmt::format("{} answered with something that is no JSON, or cut off.", server));
    return reading;
  }
  read_use(body, reading);
  const bool has_choice = body.contains("choices") && body["choices"].is_array() &&
                          !body["choices"].empty() && body["choices"][0].is_object();
  if (!has_choice) {
    reading.fault = fault(FaultKind::no_choice, FaultEffect::retry, true,
                          fmt::format("{} answered without a choice{}; check that it serves chat "
                                      "completions.",
                                      server, quoted(body)));
    return reading;
  }
  read_message(body["choices"][0], reading);
  return reading;
}

int month_of(std::string_view name) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = kMonths.find(name);
  return name.size() != 3 || at == std::string_view::npos || at % 3 != 0
             ? 0
             : static_cast<int>(at / 3) + 1;
}

/// "Tue, 29 Oct 2024 16:56:32 GMT".
std::optional<std::chrono::system_clock::time_point> parse_http_date(const std::string& text) {
  int day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  char month[4] = {};
  if (std::sscanf(text.c_str(), "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &day, month, &year, &hour,
                  &minute, &second) != 6) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month_of(month))),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

}  // namespace

ChatReading read_chat_reply(const HttpResult& result, const std::string& server) {
  ChatReading reading;
  if (result.trouble != Trouble::none) {
    reading.fault = trouble_fault(result, server);
    return reading;
  }
  const Json body = Json::parse(result.body, nullptr, false);
  if (result.status < 200 || result.status >= 300) {
    reading.fault = status_fault(result, body, server);
    return reading;
  }
  return read_completion(body.is_discarded() ? completion_of_events(result.body) : body, server);
}

std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view header, std::chrono::system_clock::time_point now) {
  const std::string text(header);
  const bool digits =
      !text.empty() && text.size() <= 9 &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    return std::chrono::seconds(std::stol(text));
  }
  const auto date = parse_http_date(text);
  if (!date) {
    return std::nullopt;
  }
  return std::max(std::chrono::milliseconds(0),
                  std::chrono::duration_cast<std::chrono::milliseconds>(*date - now));
}

std::chrono::milliseconds wait_before_retry(const RetryPolicy& policy, int attempts,
                                            std::string_view retry_after, double draw,
                                            std::chrono::system_clock::time_point now) {
  if (const auto asked = parse_retry_after(retry_after, now)) {
    return std::min(*asked, policy.longest_asked_wait);
  }
  const int doublings = std::clamp(attempts - 1, 0, 20);
  const auto wait = std::min<std::chrono::milliseconds>(
      policy.longest_wait, policy.first_wait * (std::int64_t{1} << doublings));
  const double share = 1 - 0.25 * std::clamp(draw, 0.0, 1.0);
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(share * static_cast<double>(wait.count())));
}

}  // namespace noiseal
