// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace noiseal::test {
namespace {

/// One id for each byte, and what the test wants to happen at a text.
class ByteTokenizer : public Tokenizer {
 public:
  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view text,
                                                 std::size_t max_tokens) const override {
    ++calls;
    if (text == "stop") {
      control.request_stop();
    }
    if (text == "fail") {
      throw Error("This text cannot be read.");
    }
    const std::string_view cut = text.substr(0, max_tokens);
    return {cut.begin(), cut.end()};
  }
  [[nodiscard]] std::size_t vocabulary_size() const override { return 256; }
  [[nodiscard]] std::int32_t padding_id() const override { return 0; }
  [[nodiscard]] std::string piece(std::int32_t id) const override {
    return {static_cast<char>(id)};
  }

  Control control;
  mutable std::atomic<std::size_t> calls{0};
};

std::vector<std::string> numbers(std::size_t n) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < n; ++i) {
    texts.push_back(i % 7 == 0 ? "" : std::to_string(i * i));
  }
  return texts;
}

TEST(Tokenize, GivesWhatEncodeGivesInTheOrderOfTheTexts) {
  const ByteTokenizer tokenizer;
  for (const std::size_t n : {0U, 1U, 256U, 257U, 5000U}) {
    const auto texts = numbers(n);
    const TokenCorpus corpus =
        tokenize(tokenizer, {texts.begin(), texts.end()}, 5, tokenizer.control);
    ASSERT_EQ(corpus.size(), n);
    for (std::size_t i = 0; i < n; ++i) {
      const auto expected = tokenizer.encode(texts[i], 5);
      ASSERT_TRUE(std::ranges::equal(corpus.text(i), expected)) << "text " << i << " of " << n;
    }
  }
}

TEST(Tokenize, AStopInterrupts) {
  const ByteTokenizer tokenizer;
  std::vector<std::string_view> texts(200'000, "text");
  texts[10] = "stop";
  EXPECT_THROW(tokenize(tokenizer, texts, 8, tokenizer.control), Interrupted);
  EXPECT_LT(tokenizer.calls, texts.size());
}

TEST(Tokenize, AFailureInAThreadReachesTheCaller) {
  const ByteTokenizer tokenizer;
  std::vector<std::string_view> texts(2000, "text");
  texts[1500] = "fail";
  EXPECT_THROW(tokenize(tokenizer, texts, 8, tokenizer.control), Error);
}

}  // namespace
}  // namespace noiseal::test
