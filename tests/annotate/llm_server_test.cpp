// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/llm_server.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/annotate/llm_prices.h"
#include "core/base/error.h"

namespace noiseal {
namespace {

TEST(LlmServerUrl, IsCompletedAndCleaned) {
  EXPECT_EQ(parse_llm_server("http://localhost:8000").base_url, "http://localhost:8000/v1");
  EXPECT_EQ(parse_llm_server("http://localhost:8000/v1/").base_url, "http://localhost:8000/v1");
  EXPECT_EQ(parse_llm_server("HTTPS://api.some.org/openai/v1/chat/completions").base_url,
            "https://api.some.org/openai/v1");
  EXPECT_EQ(parse_llm_server("ollama").base_url, "http://localhost:11434/v1");
  EXPECT_TRUE(parse_llm_server("openai").encrypted);
}

TEST(LlmServerUrl, KnowsWhatIsLocal) {
  for (const char* url :
       {"http://localhost", "http://127.0.0.1:80/v1", "http://[::1]:8000/v1", "http://192.168.1.4",
        "http://10.0.0.1", "http://172.20.0.1", "http://box.local:8000"}) {
    EXPECT_TRUE(parse_llm_server(url).local) << url;
  }
  for (const char* url : {"https://api.openai.com", "http://172.32.0.1", "http://10.evil.com",
                          "http://localhost.evil.com", "http://8.8.8.8"}) {
    EXPECT_FALSE(parse_llm_server(url).local) << url;
  }
}

TEST(LlmServerUrl, RefusesWhatIsNoneOrCouldHoldAKey) {
  for (const char* url : {"", "localhost:8000", "ftp://x", "http://", "http:///v1", "http://a b",
                          "http://a\nb", "http://user:secret@x/v1", "https://x/v1?key=secret"}) {
    EXPECT_THROW(parse_llm_server(url), UsageError) << url;
  }
}

TEST(LlmKey, GoesOnlyWhereItIsSafe) {
  setenv("NOISEAL_LLM_KEY", "sk-1", 1);
  EXPECT_EQ(llm_key(parse_llm_server("https://some.org")), "sk-1");
  EXPECT_EQ(llm_key(parse_llm_server("http://localhost")), "sk-1");
  EXPECT_THROW(llm_key(parse_llm_server("http://some.org")), Error);
  setenv("NOISEAL_LLM_KEY", "sk-1\nHost: x", 1);
  EXPECT_THROW(llm_key(parse_llm_server("https://some.org")), Error);
  unsetenv("NOISEAL_LLM_KEY");
  setenv("OPENAI_API_KEY", "sk-2", 1);
  EXPECT_EQ(llm_key(parse_llm_server("openai")), "sk-2");
  EXPECT_EQ(llm_key(parse_llm_server("https://some.org")), "");
  unsetenv("OPENAI_API_KEY");
}

TEST(LlmPrices, CountCachedInputApart) {
  const ModelPrice price{2, 0.5, 8};
  EXPECT_DOUBLE_EQ(cost_of({.in = 1'000'000, .cached_in = 0, .out = 0}, price), 2);
  EXPECT_DOUBLE_EQ(cost_of({.in = 1'000'000, .cached_in = 600'000, .out = 100'000}, price),
                   0.8 + 0.3 + 0.8);
  EXPECT_DOUBLE_EQ(cost_of({.in = 10, .cached_in = 20, .out = 0}, price), 5e-6);
}

TEST(LlmPrices, CanBeEdited) {
  PriceTable table = PriceTable::built_in();
  ASSERT_TRUE(table.find("gpt-4o-mini"));
  EXPECT_FALSE(table.find("gpt-4o-mini-x"));
  table.add_json(R"({"mine": {"input": 1, "output": 2}, "gpt-4o": {"input": 0, "output": 0}})",
                 "f");
  EXPECT_DOUBLE_EQ(table.find("mine")->cached_input, 1);
  EXPECT_DOUBLE_EQ(table.find("gpt-4o")->output, 0);
  for (const char* bad :
       {"", "[]", R"({"m": 1})", R"({"m": {"input": 1}})", R"({"m": {"input": -1, "output": 1}})",
        R"({"m": {"input": "1", "output": 1}})"}) {
    EXPECT_THROW(table.add_json(bad, "prices.json"), UsageError) << bad;
  }
}

}  // namespace
}  // namespace noiseal
