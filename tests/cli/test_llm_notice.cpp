// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/llm_notice.h"
#include "core/base/error.h"
#include "core/store/project.h"
#include "tests/cli/small_project.h"

namespace noiseal::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

class Notice : public testing::Test {
 protected:
  Notice() : project_(Project::open(imported_folder() / "p.noiseal", OpenMode::read)) {
    recipe_.annotator = "llm";
    recipe_.llm_model = "model-without-a-price";
    recipe_.demonstrations = 3;
  }
  [[nodiscard]] LlmNotice notice(const std::string& url) {
    set_recipe_value(recipe_, "llm_url", url);
    return make_llm_notice(project_, recipe_, UseDecisions::no);
  }

  Project project_;
  Recipe recipe_;
};

TEST_F(Notice, ShowsTheRequestOfOneRowAsItWouldBePosted) {
  const LlmNotice told = notice("http://localhost:8000/v1");
  EXPECT_EQ(told.address, "http://localhost:8000/v1/chat/completions");
  const json request = json::parse(told.request);
  EXPECT_EQ(request.at("model"), "model-without-a-price");
  const json& messages = request.at("messages");
  ASSERT_GE(messages.size(), 2);
  EXPECT_EQ(messages.front().at("role"), "system");
  EXPECT_THAT(messages.front().at("content").get<std::string>(),
              AllOf(HasSubstr("animals"), HasSubstr("food"), HasSubstr("weather")));
  EXPECT_EQ(messages.back().at("role"), "user");
  EXPECT_THAT(messages.back().at("content").get<std::string>(), HasSubstr("```"));
}

TEST_F(Notice, SaysThatAServerOfOnesOwnCostsNothing) {
  const LlmNotice told = notice("http://localhost:8000/v1");
  EXPECT_TRUE(told.free);
  EXPECT_THAT(told.sentences, Contains(HasSubstr("http://localhost:8000/v1")));
  EXPECT_THAT(told.sentences, Contains(HasSubstr("costs nothing")));
}

TEST_F(Notice, SaysThatAnUnknownPriceIsNotCounted) {
  const LlmNotice told = notice("https://api.example.org/v1");
  EXPECT_FALSE(told.free);
  EXPECT_THAT(told.sentences, Contains(HasSubstr("is not known, so cost is not counted")));
  EXPECT_THAT(told.sentences, Not(Contains(HasSubstr("noiseal "))));  // a window has no commands
}

TEST_F(Notice, RefusesABudgetInMoneyWithoutAPrice) {
  recipe_.budget_money = 1;
  EXPECT_THAT([&] { static_cast<void>(notice("https://api.example.org/v1")); },
              ThrowsMessage<Error>(HasSubstr("a budget in money can't be kept")));
}

}  // namespace
}  // namespace noiseal::test
