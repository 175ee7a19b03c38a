// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/chat_fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noiseal {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using Trouble = HttpResult::Trouble;

ChatReading read(int status, const std::string& body) {
  return read_chat_reply({Trouble::none, status, body, "", ""}, "http://here/v1");
}

struct Expected {
  const char* name;
  HttpResult result;
  FaultKind kind;
  FaultEffect effect;
  bool maybe_billed;
  const char* words;
};

HttpResult status(int code, const char* body = "") {
  return {Trouble::none, code, body, "", ""};
}

HttpResult trouble(Trouble what) {
  return {what, 0, "", "", ""};
}

class FaultTable : public testing::TestWithParam<Expected> {};

TEST_P(FaultTable, SaysWhatFollows) {
  const ChatReading reading = read_chat_reply(GetParam().result, "http://here/v1");
  ASSERT_TRUE(reading.fault);
  EXPECT_EQ(reading.fault->kind, GetParam().kind);
  EXPECT_EQ(reading.fault->effect, GetParam().effect);
  EXPECT_EQ(reading.fault->maybe_billed, GetParam().maybe_billed);
  EXPECT_THAT(reading.fault->sentence, HasSubstr(GetParam().words));
  EXPECT_EQ(reading.fault->sentence.back(), '.');
}

constexpr auto kRetry = FaultEffect::retry;
constexpr auto kRow = FaultEffect::fail_row;
constexpr auto kStop = FaultEffect::stop;

INSTANTIATE_TEST_SUITE_P(
    All, FaultTable,
    testing::Values(
        Expected{"Refused", trouble(Trouble::refused), FaultKind::refused, kRetry, false, "start"},
        Expected{"Dns", trouble(Trouble::unknown_host), FaultKind::unknown_host, kRetry, false,
                 "can't be found"},
        Expected{"Tls", trouble(Trouble::tls), FaultKind::tls, kStop, false, "certificate"},
        Expected{"Timeout", trouble(Trouble::timeout), FaultKind::timeout, kRetry, true, "in time"},
        Expected{"Broken", trouble(Trouble::broken), FaultKind::broken, kRetry, true, "broke"},
        Expected{"TooLong", trouble(Trouble::too_long), FaultKind::too_long, kRow, true, "longer"},
        Expected{"Redirect", status(302), FaultKind::redirect, kStop, false, "another address"},
        Expected{"Context400",
                 status(400, R"({"error":{"message":"This model's maximum context length is 8"}})"),
                 FaultKind::context_length, kRow, false, "llm_text_tokens"},
        Expected{"Other400", status(400, R"({"error":{"message":"no such field"}})"),
                 FaultKind::bad_request, kRow, false, "\"no such field\""},
        Expected{"Key", status(401), FaultKind::no_key, kStop, false, "NOISEAL_LLM_KEY"},
        Expected{"Forbidden", status(403), FaultKind::forbidden, kStop, false, "rights"},
        Expected{"Model", status(404, R"({"error":"model 'x' not found"})"), FaultKind::no_model,
                 kStop, false, "model 'x' not found"},
        Expected{"RequestTimeout", status(408), FaultKind::busy, kRetry, false, "408"},
        Expected{"Conflict", status(409), FaultKind::busy, kRetry, false, "409"},
        Expected{"TooLarge", status(413), FaultKind::context_length, kRow, false, "too long"},
        Expected{"Unprocessable", status(422, R"({"detail":"bad"})"), FaultKind::bad_request, kRow,
                 false, "422"},
        Expected{"Rate", status(429), FaultKind::rate_limited, kRetry, false, "llm_parallel"},
        Expected{"Quota", status(429, R"({"error":{"code":"insufficient_quota"}})"),
                 FaultKind::no_quota, kStop, false, "credit"},
        Expected{"Failed", status(500), FaultKind::server_error, kRetry, true, "500"},
        Expected{"Gateway", status(502, "<html>Bad Gateway</html>"), FaultKind::server_error,
                 kRetry, true, "502"},
        Expected{"Unavailable", status(503), FaultKind::busy, kRetry, false, "busy"},
        Expected{"Overloaded", status(529), FaultKind::busy, kRetry, false, "529"},
        Expected{"Truncated", status(200, R"({"choices":[{"mess)"), FaultKind::not_json, kRetry,
                 true, "no JSON"},
        Expected{"Html", status(200, "<html>"), FaultKind::not_json, kRetry, true, "no JSON"},
        Expected{"NoChoice", status(200, R"({"choices":[]})"), FaultKind::no_choice, kRetry, true,
                 "without a choice"}),
    [](const auto& one) { return one.param.name; });

TEST(ChatReply, GivesContentAndTokens) {
  const ChatReading reading =
      read(200,
           R"({"choices":[{"message":{"content":"World"}}],"usage":{"prompt_tokens":120,
          "completion_tokens":2,"prompt_tokens_details":{"cached_tokens":100}}})");
  EXPECT_FALSE(reading.fault);
  EXPECT_EQ(reading.content, "World");
  EXPECT_EQ(reading.use.in, 120);
  EXPECT_EQ(reading.use.cached_in, 100);
  EXPECT_EQ(reading.use.out, 2);
  EXPECT_TRUE(reading.use_known);
}

TEST(ChatReply, TakesNullContentAsNoWords) {
  const ChatReading reading = read(200, R"({"choices":[{"message":{"content":null}}]})");
  EXPECT_FALSE(reading.fault);
  EXPECT_EQ(reading.content, "");
  EXPECT_FALSE(reading.use_known);
}

TEST(ChatReply, PutsTogetherWhatAServerSendsInPieces) {
  const char* const pieces =
      "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"
      "data: {\"choices\":[{\"delta\":{\"content\":\"Wor\"}}]}\n\n"
      "data: {\"choices\":[{\"delta\":{\"content\":\"ld\"}}]}\n\n";
  const std::string end =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],"
      "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n";
  const ChatReading whole = read(200, pieces + end);
  EXPECT_FALSE(whole.fault);
  EXPECT_EQ(whole.content, "World");
  EXPECT_EQ(whole.use.in, 7);
  EXPECT_EQ(read(200, std::string(pieces) + "data: [DONE]\n").content, "World");
  ASSERT_TRUE(read(200, pieces).fault);  // cut off
  EXPECT_EQ(read(200, pieces).fault->kind, FaultKind::not_json);
  EXPECT_TRUE(read(200, std::string(pieces) + "data: {\"choi").fault);
  EXPECT_EQ(read(200, "data: {\"error\":{\"message\":\"out of memory\"}}\n").fault->kind,
            FaultKind::no_choice);
}

TEST(ChatReply, KnowsARefusal) {
  EXPECT_TRUE(
      read(200, R"({"choices":[{"message":{"content":null,"refusal":"I can't."}}]})").refused);
  EXPECT_TRUE(read(200, R"({"choices":[{"message":{"content":"World"},
                             "finish_reason":"content_filter"}]})")
                  .refused);
}

TEST(ChatReply, SurvivesOddShapes) {
  for (const char* body :
       {R"({"choices":[1]})", R"({"choices":[{"message":3}]})", R"({"choices":{}})", "[]", "null",
        R"({"choices":[{"message":{"content":7}}],"usage":[]})", "data: {\"choices\":[3]}",
        "data: {\"choices\":{}}", "data: {\"choices\":[{\"delta\":4}]}\ndata: [DONE]",
        R"({"error":{"message":3}})",
        R"({"choices":[{}],"usage":{"prompt_tokens":-4,"prompt_tokens_details":3}})"}) {
    EXPECT_NO_THROW(read(200, body)) << body;
    EXPECT_NO_THROW(read(400, body)) << body;
  }
}

const auto kNow = std::chrono::sys_days(std::chrono::year(2024) / 10 / 29) +
                  std::chrono::hours(16) + std::chrono::minutes(56);

TEST(RetryAfter, ReadsSecondsAndDates) {
  EXPECT_EQ(parse_retry_after("7", kNow), milliseconds(7000));
  EXPECT_EQ(parse_retry_after("Tue, 29 Oct 2024 16:56:32 GMT", kNow), milliseconds(32'000));
  EXPECT_EQ(parse_retry_after("Tue, 29 Oct 2024 16:00:00 GMT", kNow), milliseconds(0));
  for (const char* header : {"", "soon", "-3", "1.5", "Tue, 99 Oct 2024 16:56:32 GMT",
                             "Tue, 29 Foo 2024 16:56:32 GMT", "99999999999999"}) {
    EXPECT_EQ(parse_retry_after(header, kNow), std::nullopt) << header;
  }
}

TEST(RetryWait, DoublesUpToItsLongest) {
  const RetryPolicy policy;
  EXPECT_EQ(wait_before_retry(policy, 1, "", 0, kNow), milliseconds(500));
  EXPECT_EQ(wait_before_retry(policy, 3, "", 0, kNow), milliseconds(2000));
  EXPECT_EQ(wait_before_retry(policy, 3, "", 1, kNow), milliseconds(1500));
  EXPECT_EQ(wait_before_retry(policy, 30, "", 0, kNow), milliseconds(60'000));
}

TEST(RetryWait, ObeysTheServerWithinReasonEvenWhenAClockHasJumped) {
  const RetryPolicy policy;
  EXPECT_EQ(wait_before_retry(policy, 1, "20", 1, kNow), milliseconds(20'000));
  EXPECT_EQ(wait_before_retry(policy, 1, "86400", 0, kNow), milliseconds(300'000));
  const char* date = "Tue, 29 Oct 2024 16:56:32 GMT";
  EXPECT_EQ(wait_before_retry(policy, 1, date, 0, kNow - std::chrono::hours(48)),
            milliseconds(300'000));
  EXPECT_EQ(wait_before_retry(policy, 1, date, 0, kNow + std::chrono::hours(48)), milliseconds(0));
}

}  // namespace
}  // namespace noiseal
