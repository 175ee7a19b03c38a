// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "core/base/error.h"
#include "tests/net/asked_rows.h"
#include "tests/net/loopback_server.h"

namespace noiseal::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using Ending = Reaction::Ending;

constexpr std::size_t kRows = 24;
constexpr std::size_t kStruck = 5;  ///< the row that meets the fault

Reaction with_header(Reaction reaction, const std::string& name, const std::string& value) {
  reaction.headers.emplace_back(name, value);
  return reaction;
}

Reaction ends(Ending ending) {
  Reaction reaction = says("Odd");
  reaction.ending = ending;
  return reaction;
}

Reaction answers(const std::string& body) {
  Reaction reaction;
  reaction.body = body;
  return reaction;
}

/// What becomes of a row whose request meets a fault.
enum class Outcome : std::uint8_t {
  retried,     ///< the next attempt goes well
  failed,      ///< marked as failed, the others go on
  unparsable,  ///< an answer, but no label
  answered,    ///< no fault at all
  stops,       ///< no further request is sent
};

struct Fault {
  const char* name;
  Reaction reaction;
  Outcome outcome;
  const char* words = "";  ///< that a person reads where the fault stays
  int least_wait_ms = 0;   ///< between the two attempts
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.name;
}

class OneFault : public testing::TestWithParam<Fault> {
 protected:
  /// Every row's own label, but for the struck row, for the first so many of its requests.
  Behaviour struck(std::size_t times) {
    return [this, times](const SeenRequest& request) {
      const std::size_t number = number_in(request.last_text());
      if (number == kStruck) {
        moments_.push_back(std::chrono::steady_clock::now());
        if (moments_.size() <= times) {
          return GetParam().reaction;
        }
      }
      return says(parity(number));
    };
  }
  static HttpChatOptions client(const std::string& url) {
    HttpChatOptions options = quick_client(url);
    options.most_answer_bytes = 200'000;
    // 2024-10-29 16:56:31
    options.wall_clock = [] {
      return std::chrono::sys_days(std::chrono::year(2024) / 10 / 29) + std::chrono::hours(16) +
             std::chrono::minutes(56) + std::chrono::seconds(31);
    };
    return options;
  }
  void expect_others_answered() {
    for (const auto& [row, answer] : rows_.answers()) {
      if (row != kStruck) {
        EXPECT_EQ(answer.raw, parity(row));
      }
    }
  }

  std::vector<std::chrono::steady_clock::time_point> moments_;  ///< of the struck row's requests
  AskedRows rows_{kRows};
};

TEST_P(OneFault, ThatPassesLeavesNoTrace) {
  const Fault& fault = GetParam();
  if (fault.outcome != Outcome::retried) {
    return;  // only for faults that are retried
  }
  const LoopbackServer server(struck(1));
  EXPECT_EQ(rows_.ask(client(server.url())), "");
  EXPECT_EQ(rows_.count(AnswerState::answered), kRows);
  expect_others_answered();
  ASSERT_EQ(moments_.size(), 2U);  // sent twice, not thrice: nothing below the client repeats it
  EXPECT_GE(moments_[1] - moments_[0], milliseconds(fault.least_wait_ms));
  EXPECT_LT(moments_[1] - moments_[0], milliseconds(fault.least_wait_ms + 1500));
  EXPECT_EQ(server.seen().size(), kRows + 1);
}

TEST_P(OneFault, ThatStaysIsToldAndEveryAnswerIsKept) {
  const Fault& fault = GetParam();
  std::size_t requests = 0;
  {
    const LoopbackServer server(struck(SIZE_MAX));
    HttpChatOptions options = client(server.url());
    options.retry.most_attempts = 2;
    const std::string sentence = rows_.ask(options);
    requests = server.seen().size();
    EXPECT_EQ(moments_.size(), fault.outcome == Outcome::retried ? 2U : 1U);
    if (fault.outcome == Outcome::stops) {
      EXPECT_THAT(sentence, HasSubstr(fault.words));
      EXPECT_EQ(sentence.back(), '.');
      EXPECT_EQ(rows_.answers().size(), requests - 1);  // what was open has come in
      EXPECT_LT(requests, kRows);
      EXPECT_FALSE(rows_.answers().contains(kStruck));
    } else {
      EXPECT_EQ(sentence, "");
      EXPECT_EQ(rows_.answers().size(), kRows);
    }
  }
  expect_others_answered();
  if (fault.outcome == Outcome::retried || fault.outcome == Outcome::failed) {
    EXPECT_EQ(rows_.count(AnswerState::failed), 1U);
    EXPECT_THAT(rows_.answers().at(kStruck).raw, HasSubstr(fault.words));
  } else if (fault.outcome == Outcome::unparsable) {
    EXPECT_EQ(rows_.count(AnswerState::unparsable), 1U);
  } else if (fault.outcome == Outcome::answered) {
    EXPECT_EQ(rows_.count(AnswerState::answered), kRows);
  }
}

TEST_P(OneFault, IsMadeGoodByAskingAgainAndNothingElseIsAsked) {
  const Fault& fault = GetParam();
  if (fault.outcome == Outcome::unparsable || fault.outcome == Outcome::answered) {
    return;  // only for faults
  }
  {
    const LoopbackServer server(struck(SIZE_MAX));
    HttpChatOptions options = client(server.url());
    options.retry.most_attempts = 1;
    static_cast<void>(rows_.ask(options));
  }
  const std::size_t answered = rows_.count(AnswerState::answered);
  const LoopbackServer healthy(
      [](const SeenRequest& request) { return says(parity(number_in(request.last_text()))); });
  EXPECT_EQ(rows_.ask(client(healthy.url())), "");
  EXPECT_EQ(healthy.seen().size(), kRows - answered);
  EXPECT_EQ(rows_.count(AnswerState::answered), kRows);
}

const std::string kCompletion = says("Odd").body;

INSTANTIATE_TEST_SUITE_P(
    Table, OneFault,
    testing::Values(
        Fault{"HangsBeforeHeaders", ends(Ending::nothing), Outcome::retried, "in time", 300},
        Fault{"HangsInTheBody", ends(Ending::half), Outcome::retried, "in time", 300},
        Fault{"ResetInTheBody", ends(Ending::reset), Outcome::retried, "broke", 15},
        Fault{"ClosedUnanswered", ends(Ending::close_unanswered), Outcome::retried, "broke", 15},
        Fault{"ContextLength",
              fails(400, R"({"error":{"code":"context_length_exceeded","message":"too long"}})"),
              Outcome::failed, "too long for the model"},
        Fault{"OtherBadRequest", fails(400, R"({"error":{"message":"no such field"}})"),
              Outcome::failed, "no such field"},
        Fault{"NoKey", fails(401), Outcome::stops, "does not accept the key"},
        Fault{"Forbidden", fails(403), Outcome::stops, "forbids"},
        Fault{"NoModel", fails(404, R"({"error":"model 'm' not found"})"), Outcome::stops,
              "model 'm' not found"},
        Fault{"RequestTimeout", fails(408), Outcome::retried, "busy", 15},
        Fault{"Conflict", fails(409), Outcome::retried, "busy", 15},
        Fault{"RequestTooLarge", fails(413), Outcome::failed, "too long for the model"},
        Fault{"Unprocessable", fails(422, R"({"detail":"bad role"})"), Outcome::failed, "bad role"},
        Fault{"TooManyRequests", fails(429), Outcome::retried, "llm_requests_per_minute", 15},
        Fault{"TooManyRequestsWithSeconds", with_header(fails(429), "Retry-After", "1"),
              Outcome::retried, "llm_requests_per_minute", 1000},
        Fault{"TooManyRequestsWithDate",
              with_header(fails(429), "Retry-After", "Tue, 29 Oct 2024 16:56:32 GMT"),
              Outcome::retried, "llm_requests_per_minute", 1000},
        Fault{"InsufficientQuota", fails(429, R"({"error":{"code":"insufficient_quota"}})"),
              Outcome::stops, "no credit"},
        Fault{"InternalError", fails(500), Outcome::retried, "status 500", 15},
        Fault{"BadGatewayWithHtml", fails(502, "<html><h1>Bad Gateway</h1></html>"),
              Outcome::retried, "status 502", 15},
        Fault{"Unavailable", fails(503), Outcome::retried, "busy", 15},
        Fault{"Overloaded", fails(529), Outcome::retried, "busy", 15},
        Fault{"TruncatedJson", answers(kCompletion.substr(0, kCompletion.size() / 2)),
              Outcome::retried, "no JSON", 15},
        Fault{"NotJson", answers("<html>Hello</html>"), Outcome::retried, "no JSON", 15},
        Fault{"EmptyChoices", answers(R"({"choices":[]})"), Outcome::retried, "without a choice",
              15},
        Fault{"Redirect", with_header(fails(302), "Location", "http://127.0.0.1:1/"),
              Outcome::stops, "another address"},
        Fault{"NullContent", answers(R"({"choices":[{"message":{"content":null}}]})"),
              Outcome::unparsable},
        Fault{"Refusal", answers(R"({"choices":[{"message":{"content":"","refusal":"No."}}]})"),
              Outcome::unparsable},
        Fault{"LabelInOtherCase", says(" oDD\n"), Outcome::answered},
        Fault{"LabelInASentence", says("The label is Odd."), Outcome::unparsable},
        Fault{"TwoLabels", says("Even, Odd"), Outcome::unparsable},
        Fault{"LabelOutsideTheSet", says("Prime"), Outcome::unparsable},
        Fault{"Answer100kB", says(std::string(100'000, 'x')), Outcome::unparsable},
        Fault{"EndlessAnswer", says(std::string(400'000, 'x')), Outcome::failed, "far longer"},
        Fault{"DuplicateAnswer", ends(Ending::twice), Outcome::answered}),
    [](const auto& fault) { return fault.param.name; });

TEST(AServerThatIsNotThere, IsToldAfterItsAttempts) {
  AskedRows rows(kRows);
  EXPECT_THAT(rows.ask(quick_client(deserted_url())), HasSubstr("Nothing answers at http://127"));
  EXPECT_TRUE(rows.answers().empty());
}

TEST(AServerThatIsNotThere, HasANameThatNobodyKnows) {
  AskedRows rows(kRows);
  HttpChatOptions options = quick_client("http://nobody.invalid/v1");
  options.use_proxy = false;
  options.total_timeout = options.transfer_timeout = milliseconds(8000);
  EXPECT_THAT(rows.ask(options), HasSubstr("The host of http://nobody.invalid/v1 can't be found"));
  EXPECT_TRUE(rows.answers().empty());
}

TEST(AServerWithoutATrustedCertificate, GetsNothing) {
  const LoopbackServer server([](const SeenRequest&) { return says("Odd"); },
                              Transport::self_signed);
  AskedRows rows(kRows);
  HttpChatOptions options = quick_client(server.url());
  options.transfer_timeout = options.total_timeout = milliseconds(20'000);
  EXPECT_THAT(rows.ask(options),
              testing::AllOf(HasSubstr("certificate"), HasSubstr("nothing was sent")));
  EXPECT_TRUE(server.seen().empty());
  EXPECT_TRUE(rows.answers().empty());
}

TEST(AServerThatGoesAway, StopsTheStageWithWhatWasAnswered) {
  AskedRows rows(100);
  auto server = std::make_unique<LoopbackServer>([](const SeenRequest& request) {
    Reaction reaction = says(parity(number_in(request.last_text())));
    if (request.number >= 20) {
      reaction.ending = Ending::close_unanswered;
    }
    return reaction;
  });
  EXPECT_THAT(rows.ask(quick_client(server->url())), HasSubstr("16 requests in a row failed"));
  EXPECT_EQ(rows.count(AnswerState::answered), 20U);
}

TEST(AClockThatJumps, HoldsNothingUp) {
  const LoopbackServer server([](const SeenRequest& request) {
    const std::size_t number = number_in(request.last_text());
    if (request.number == 3) {
      return with_header(fails(503), "Retry-After", "Tue, 29 Oct 2024 16:56:32 GMT");
    }
    return says(parity(number));
  });
  // Days ahead, then days behind.
  for (const int days : {2, -2}) {
    AskedRows rows(kRows);
    HttpChatOptions options = quick_client(server.url());
    options.retry.longest_asked_wait = milliseconds(400);
    options.wall_clock = [days] {
      return std::chrono::sys_days(std::chrono::year(2024) / 10 / 29) + std::chrono::days(days);
    };
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(rows.ask(options), "");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    EXPECT_EQ(rows.count(AnswerState::answered), kRows);
  }
}

}  // namespace
}  // namespace noiseal::test
