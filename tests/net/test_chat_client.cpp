// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/net/http_chat_client.h"
#include "tests/net/asked_rows.h"
#include "tests/net/loopback_server.h"

namespace noiseal::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

std::string body_of(std::size_t i) {
  return json({{"model", "m"},
               {"messages", {{{"role", "user"}, {"content", "text " + std::to_string(i)}}}},
               {"temperature", 0},
               {"max_tokens", 8}})
      .dump();
}

Reaction its_parity(const SeenRequest& request) {
  return says(parity(number_in(request.last_text())));
}

/// Sends so many calls and waits for all replies, by id.
std::map<std::uint64_t, ChatReply> ask_all(HttpChatClient& client, std::size_t calls,
                                           std::size_t tokens = 1) {
  for (std::size_t i = 0; i < calls; ++i) {
    client.send({i, body_of(i), tokens});
  }
  std::map<std::uint64_t, ChatReply> replies;
  while (replies.size() < calls) {
    for (ChatReply& reply : client.wait(milliseconds(100))) {
      EXPECT_TRUE(replies.emplace(reply.id, std::move(reply)).second);
    }
  }
  return replies;
}

TEST(ChatClient, GivesEachRequestItsOwnAnswer) {
  const LoopbackServer server(its_parity);
  HttpChatClient client(quick_client(server.url()));
  for (const auto& [id, reply] : ask_all(client, 200)) {
    EXPECT_EQ(reply.reading.content, parity(id));
    EXPECT_EQ(reply.attempts, 1);
    EXPECT_EQ(reply.reading.use.out, 3);
  }
  EXPECT_EQ(server.seen().size(), 200U);
}

TEST(ChatClient, KeepsAsManyRequestsOpenAsItMayAndNoMore) {
  const LoopbackServer server([](const SeenRequest& request) {
    Reaction reaction = its_parity(request);
    reaction.delay = milliseconds(50);
    return reaction;
  });
  for (const std::size_t parallel : {1U, 8U, 20U}) {
    HttpChatOptions options = quick_client(server.url());
    options.parallel = parallel;
    HttpChatClient client(options);
    ask_all(client, 60);
    EXPECT_EQ(server.most_open(), parallel);
  }
}

TEST(ChatClient, SendsTheKeyAndNothingThatItWasNotGiven) {
  const LoopbackServer server(its_parity);
  HttpChatOptions options = quick_client(server.url());
  options.key = "sk-secret";
  HttpChatClient with_key(options);
  ask_all(with_key, 1);
  options.key.clear();
  HttpChatClient without(options);
  ask_all(without, 1);
  const std::vector<SeenRequest> seen = server.seen();
  EXPECT_EQ(seen[0].path, "/v1/chat/completions");
  EXPECT_THAT(seen[0].head, HasSubstr("Authorization: Bearer sk-secret\r\n"));
  EXPECT_THAT(seen[1].head, Not(HasSubstr("Authorization")));
  for (const char* name : {"Cookie", "Referer", "Accept-Language: en"}) {
    EXPECT_THAT(seen[0].head, Not(HasSubstr(name)));
  }
}

/// Sets the system's proxy, as the environment gives it, and takes it away again.
class ProxyInTheEnvironment {
 public:
  explicit ProxyInTheEnvironment(const std::string& url) {
    setenv("http_proxy", url.c_str(), 1);
    unsetenv("no_proxy");
  }
  ~ProxyInTheEnvironment() { unsetenv("http_proxy"); }
  ProxyInTheEnvironment(const ProxyInTheEnvironment&) = delete;
  ProxyInTheEnvironment& operator=(const ProxyInTheEnvironment&) = delete;
};

TEST(ChatClient, GoesThroughTheSystemsProxyUnlessTheServerIsLocal) {
  const LoopbackServer proxy(its_parity);
  const std::string address = proxy.url().substr(0, proxy.url().rfind("/v1"));
  const ProxyInTheEnvironment environment(address);
  // A name that no resolver knows: only a proxy can have answered.
  HttpChatOptions far = quick_client("http://llm.noiseal.invalid/v1");
  far.use_proxy = true;
  HttpChatClient through(far);
  EXPECT_EQ(ask_all(through, 3).at(1).reading.content, parity(1));
  ASSERT_EQ(proxy.seen().size(), 3U);
  EXPECT_EQ(proxy.seen()[0].path, "http://llm.noiseal.invalid/v1/chat/completions");

  const LoopbackServer local(its_parity);
  HttpChatOptions near = quick_client(local.url());
  near.use_proxy = true;
  HttpChatClient straight(near);
  ask_all(straight, 2);
  EXPECT_EQ(local.seen().size(), 2U);
  EXPECT_EQ(proxy.seen().size(), 3U);
}

TEST(ChatClient, NeverShowsItsKey) {
  const LoopbackServer server([](const SeenRequest& request) {
    // A server that repeats what it got must not bring the key into a message.
    return fails(401, json({{"error", {{"message", "wrong key"}}}}).dump() + request.head);
  });
  HttpChatOptions options = quick_client(server.url());
  options.key = "sk-secret";
  HttpChatClient client(options);
  const ChatReply reply = ask_all(client, 1).at(0);
  EXPECT_THAT(reply.reading.fault->sentence, Not(HasSubstr("sk-secret")));
}

TEST(ChatClient, KeepsToTheLimitOfRequestsAMinute) {
  const LoopbackServer server(its_parity);
  HttpChatOptions options = quick_client(server.url());
  options.requests_per_minute = 5;
  HttpChatClient client(options);
  for (std::size_t i = 0; i < 20; ++i) {
    client.send({i, body_of(i), 1});
  }
  std::size_t replies = 0;
  for (int round = 0; round < 10; ++round) {
    replies += client.wait(milliseconds(100)).size();
  }
  EXPECT_EQ(replies, 5U);
  EXPECT_EQ(server.seen().size(), 5U);
}

TEST(ChatClient, KeepsToTheLimitOfTokensAMinute) {
  const LoopbackServer server(its_parity);
  HttpChatOptions options = quick_client(server.url());
  options.tokens_per_minute = 1000;
  HttpChatClient client(options);
  for (std::size_t i = 0; i < 20; ++i) {
    client.send({i, body_of(i), 300});
  }
  std::size_t replies = 0;
  for (int round = 0; round < 10; ++round) {
    replies += client.wait(milliseconds(100)).size();
  }
  EXPECT_EQ(replies, 3U);
}

TEST(ChatClient, LearnsWhatTheServerCallsTheLimitOfTokens) {
  const LoopbackServer server([](const SeenRequest& request) {
    const json body = json::parse(request.body);
    if (body.contains("max_tokens")) {
      return fails(400, R"({"error":{"message":"Unsupported parameter: 'max_tokens'. Use
                       'max_completion_tokens' instead.","param":"max_tokens"}})");
    }
    if (body.contains("temperature")) {
      return fails(400, R"({"error":{"message":"'temperature' does not support 0."}})");
    }
    return body.value("max_completion_tokens", 0) == 8 ? its_parity(request) : fails(500);
  });
  HttpChatClient client(quick_client(server.url()));
  for (const auto& [id, reply] : ask_all(client, 40)) {
    EXPECT_EQ(reply.reading.content, parity(id));
    EXPECT_EQ(reply.attempts, 1);
    EXPECT_EQ(reply.lost_attempts, 0);
  }
  EXPECT_LE(server.seen().size(), 40U + 2 * 4);  // only what was open went out wrongly
}

TEST(ChatClient, LetsNothingBelowItRepeatARequest) {
  const LoopbackServer server([](const SeenRequest&) {
    Reaction reaction = says("Odd");
    reaction.ending = Reaction::Ending::close_unanswered;
    return reaction;
  });
  HttpChatOptions options = quick_client(server.url());
  options.retry.most_attempts = 2;
  HttpChatClient client(options);
  for (const auto& [id, reply] : ask_all(client, 10)) {
    EXPECT_EQ(reply.attempts, 2);
    EXPECT_EQ(reply.lost_attempts, 2);  // the server may have billed both
  }
  EXPECT_EQ(server.seen().size(), 20U);
}

TEST(ChatClient, HoldsAllRequestsBackAfterATooMany) {
  const LoopbackServer server([](const SeenRequest& request) {
    if (request.number == 0) {
      Reaction reaction = fails(429);
      reaction.headers = {{"Retry-After", "1"}};
      return reaction;
    }
    return its_parity(request);
  });
  HttpChatOptions options = quick_client(server.url());
  options.parallel = 1;
  HttpChatClient client(options);
  for (std::size_t i = 0; i < 5; ++i) {
    client.send({i, body_of(i), 1});
  }
  EXPECT_TRUE(client.wait(milliseconds(600)).empty());
  EXPECT_EQ(server.seen().size(), 1U);
  EXPECT_FALSE(client.wait(milliseconds(2000)).empty());
}

TEST(ChatClient, GivesUpWhatIsOpenOnRequest) {
  const LoopbackServer server([](const SeenRequest&) {
    Reaction reaction = says("Odd");
    reaction.ending = Reaction::Ending::nothing;
    return reaction;
  });
  HttpChatOptions options = quick_client(server.url());
  options.transfer_timeout = options.total_timeout = milliseconds(60'000);
  HttpChatClient client(options);
  for (std::size_t i = 0; i < 20; ++i) {
    client.send({i, body_of(i), 1});
  }
  EXPECT_TRUE(client.wait(milliseconds(100)).empty());
  const auto start = std::chrono::steady_clock::now();
  client.cancel_all();
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(1000));
  EXPECT_TRUE(client.wait(milliseconds(100)).empty());
}

}  // namespace
}  // namespace noiseal::test
