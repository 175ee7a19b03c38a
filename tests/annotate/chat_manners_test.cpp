// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/chat_manners.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace noiseal {
namespace {

using nlohmann::json;

HttpResult refusal(const char* body, int status = 400) {
  HttpResult result;
  result.status = status;
  result.body = body;
  return result;
}

const char* const kBody = R"({"model":"m","temperature":0,"max_tokens":64})";

TEST(ChatManners, LeaveARequestAsItIsWhereNothingIsKnown) {
  EXPECT_EQ(with_manners(kBody, {}), kBody);
}

TEST(ChatManners, RenameTheLimitAndDropTheTemperature) {
  const json body = json::parse(with_manners(kBody, {true, true}));
  EXPECT_EQ(body, json::parse(R"({"model":"m","max_completion_tokens":64})"));
}

TEST(ChatManners, AreLearntFromWhatTheServerRefuses) {
  ChatManners manners;
  EXPECT_TRUE(learn_manners(manners, {},
                            refusal("Unsupported parameter: 'max_tokens' is not supported with "
                                    "this model. Use 'max_completion_tokens' instead.")));
  EXPECT_TRUE(manners.completion_limit);
  EXPECT_FALSE(manners.no_temperature);
  EXPECT_TRUE(learn_manners(manners, manners,
                            refusal("Unsupported value: 'temperature' does not support 0.")));
  EXPECT_TRUE(manners.no_temperature);
}

TEST(ChatManners, SendAgainWhatWentOutBeforeTheyWereLearnt) {
  ChatManners manners{true, false};
  EXPECT_TRUE(learn_manners(manners, {}, refusal("use max_completion_tokens")));
}

TEST(ChatManners, AreNotBlamedTwice) {
  ChatManners manners{true, true};
  EXPECT_FALSE(learn_manners(manners, manners, refusal("max_completion_tokens: temperature")));
}

TEST(ChatManners, HaveNothingToDoWithOtherRefusals) {
  ChatManners manners;
  EXPECT_FALSE(learn_manners(manners, {}, refusal("no such field")));
  EXPECT_FALSE(learn_manners(manners, {}, refusal("temperature", 500)));
  EXPECT_FALSE(learn_manners(
      manners, {}, refusal("maximum context length is 8 tokens, you asked for max_tokens 9")));
  EXPECT_EQ(manners, ChatManners());
}

}  // namespace
}  // namespace noiseal
