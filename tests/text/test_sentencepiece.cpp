// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/text/tokenizer.h"
#include "tests/text/small_vocabulary.h"

namespace noiseal::test {
namespace {

using testing::HasSubstr;
using testing::internal::CaptureStderr;
using testing::internal::CaptureStdout;
using testing::internal::GetCapturedStderr;
using testing::internal::GetCapturedStdout;

using Texts = std::vector<std::string_view>;

/// Sentences over a few hundred words.
std::vector<std::string> sentences(std::size_t n) {
  const std::vector<std::string> syllables = {"ba", "ko", "mi", "ter", "lan", "se", "du", "ris"};
  Rng rng({7});
  const auto word = [&] {
    return syllables[rng.below(8)] + syllables[rng.below(8)] + syllables[rng.below(8)];
  };
  std::vector<std::string> result(n);
  for (std::string& sentence : result) {
    for (int i = 0; i < 8; ++i) {
      sentence += word();
      sentence += ' ';
    }
  }
  return result;
}

Texts views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

std::string joined(const Tokenizer& tokenizer, std::string_view text) {
  std::string result;
  for (const std::string& piece : pieces_of(tokenizer, text)) {
    result += piece;
  }
  return result;
}

TEST(SentencePiece, TrainingTwiceGivesTheSameBytes) {
  const auto texts = sentences(400);
  EXPECT_EQ(train_sentencepiece(views(texts), 300, Control()),
            train_sentencepiece(views(texts), 300, Control()));
}

TEST(SentencePiece, TheVocabularyIsAsLargeAsAskedFor) {
  const auto texts = sentences(400);
  const auto tokenizer = load_sentencepiece(train_sentencepiece(views(texts), 60, Control()));
  EXPECT_EQ(tokenizer->vocabulary_size(), 60U);
}

TEST(SentencePiece, TheVocabularyShrinksToWhatTheCorpusHas) {
  const Texts texts = {"good film", "bad film"};
  const auto tokenizer = load_sentencepiece(train_sentencepiece(texts, 8000, Control()));
  EXPECT_LT(tokenizer->vocabulary_size(), 60U);
  EXPECT_GE(tokenizer->vocabulary_size(), 10U);
}

TEST(SentencePiece, ThePiecesOfATextAreTheText) {
  const auto texts = sentences(400);
  const auto tokenizer = load_sentencepiece(train_sentencepiece(views(texts), 100, Control()));
  EXPECT_EQ(joined(*tokenizer, "bakomi terlanse"), "▁bakomi▁terlanse");
}

TEST(SentencePiece, TinyCorporaAreLearnt) {
  const std::vector<Texts> corpora = {{"a", "b"}, {"a"}, {"a", "a"}, {"1", ""}, {" \n", "好"}};
  for (const Texts& texts : corpora) {
    const auto tokenizer = load_sentencepiece(train_sentencepiece(texts, 8000, Control()));
    EXPECT_GE(tokenizer->vocabulary_size(), 4U);
    EXPECT_FALSE(tokenizer->encode(texts.front(), 8).empty());
  }
}

TEST(SentencePiece, MoreLettersThanPiecesKeepsTheMostFrequentOnes) {
  std::string text;
  for (int i = 0; i < 500; ++i) {
    const std::string rare = {'\xe4', static_cast<char>(0xb8 + i / 64 % 4),
                              static_cast<char>(0x80 + i % 64)};
    text += rare + " often ";
  }
  const auto tokenizer = load_sentencepiece(train_sentencepiece({text}, 20, Control()));
  EXPECT_LE(tokenizer->vocabulary_size(), 20U);
  EXPECT_EQ(joined(*tokenizer, "often"), "▁often");
}

TEST(SentencePiece, TextsThatTheTrainerCannotBearDoNoHarm) {
  const std::string long_word(20'000, 'a');
  Texts texts(30, "▅ reserved ▁ marks");
  for (const std::string_view bad :
       {std::string_view("\xff\xfe bytes"), std::string_view("nul\0char", 8),
        std::string_view(long_word), std::string_view("\xe2\x96\x81"),
        std::string_view("\xed\xa0\x80"), std::string_view("<unk> <pad>")}) {
    texts.push_back(bad);
  }
  const auto tokenizer = load_sentencepiece(train_sentencepiece(texts, 100, Control()));
  EXPECT_EQ(joined(*tokenizer, "marks"), "▁marks");
}

TEST(SentencePiece, NothingToLearnIsOneClearSentence) {
  for (const Texts& texts : std::vector<Texts>{{}, {"", " \n"}, {"▁▁"}, {"\xef\xbf\xbd"}}) {
    try {
      train_sentencepiece(texts, 100, Control());
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("no letter, digit or sign"));
    }
  }
  EXPECT_THROW(train_sentencepiece({"a"}, 3, Control()), UsageError);
}

TEST(SentencePiece, TrainingIsSilent) {
  CaptureStdout();
  CaptureStderr();
  const std::string long_line(10'000, 'x');
  train_sentencepiece({"one", "▅", long_line, ""}, 30, Control());
  EXPECT_THROW(train_sentencepiece({""}, 30, Control()), Error);
  EXPECT_THROW(load_sentencepiece("no model"), Error);
  EXPECT_EQ(GetCapturedStdout(), "");
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(SentencePiece, AStopInterruptsTraining) {
  const Control control;
  control.request_stop();
  EXPECT_THROW(train_sentencepiece({"some", "text"}, 30, control), Interrupted);
}

TEST(SentencePiece, AnEmptyTextIsOneUnknownPiece) {
  const auto tokenizer = load_sentencepiece(train_sentencepiece({"a b c"}, 30, Control()));
  for (const char* text : {"", "  ", "\n"}) {
    EXPECT_THAT(pieces_of(*tokenizer, text), testing::ElementsAre("<unk>")) << text;
  }
}

TEST(SentencePiece, LongTextsAreCutAndPaddingHasItsOwnPiece) {
  const auto tokenizer = load_sentencepiece(train_sentencepiece({"a b c"}, 30, Control()));
  EXPECT_EQ(tokenizer->encode("a b c a b c", 4).size(), 4U);
  EXPECT_EQ(tokenizer->piece(tokenizer->padding_id()), "<pad>");
}

TEST(SentencePiece, ADamagedModelIsRefused) {
  const std::string model = train_sentencepiece({"a b c"}, 30, Control());
  EXPECT_THROW(load_sentencepiece(""), Error);
  EXPECT_THROW(load_sentencepiece("\x01\x02 not a model"), Error);
  EXPECT_THROW(load_sentencepiece(model.substr(0, model.size() / 2)), Error);
}

}  // namespace
}  // namespace noiseal::test
