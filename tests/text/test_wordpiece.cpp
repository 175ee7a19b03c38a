// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/text/tokenizer.h"
#include "tests/support/test_data.h"
#include "tests/text/small_vocabulary.h"

namespace noiseal::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> kPieces = {"un",   "##aff", "##able", "Un",         "élan",
                                          "elan", "a",     "b",      "##b",        "東",
                                          "京",   "東京",  "i",      "##\xcc\x87", "!"};

/// A folder with a vocab.txt of kPieces and, where given, tokenizer_config.json.
struct Folder {
  explicit Folder(const std::string& config = "") {
    write_file(folder / "vocab.txt", vocabulary_of(kPieces));
    if (!config.empty()) {
      write_file(folder / "tokenizer_config.json", config);
    }
  }
  [[nodiscard]] std::unique_ptr<Tokenizer> load() const { return load_wordpiece(folder.path()); }
  TemporaryFolder folder;
};

std::string message_of(const std::filesystem::path& folder) {
  try {
    load_wordpiece(folder);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(WordPiece, TakesTheLongestPieceFirst) {
  const Folder folder;
  EXPECT_THAT(pieces_of(*folder.load(), "unaffable!"),
              ElementsAre("[CLS]", "un", "##aff", "##able", "!", "[SEP]"));
}

TEST(WordPiece, AWordWithoutAllItsPiecesIsUnknownAsAWhole) {
  const Folder folder;
  EXPECT_THAT(pieces_of(*folder.load(), "unaffx a"), ElementsAre("[CLS]", "[UNK]", "a", "[SEP]"));
}

TEST(WordPiece, AWordOfMoreThanAHundredCharactersIsUnknown) {
  const Folder folder;
  const auto tokenizer = folder.load();
  EXPECT_EQ(tokenizer->encode(std::string(100, 'b'), 1000).size(), 102U);
  EXPECT_THAT(pieces_of(*tokenizer, std::string(101, 'b')), ElementsAre("[CLS]", "[UNK]", "[SEP]"));
}

TEST(WordPiece, CuttingKeepsTheClosingToken) {
  const Folder folder;
  const auto tokenizer = folder.load();
  EXPECT_THAT(pieces_of(*tokenizer, "a unaffable b", 4), ElementsAre("[CLS]", "a", "un", "[SEP]"));
  EXPECT_THAT(pieces_of(*tokenizer, "a b", 4), ElementsAre("[CLS]", "a", "b", "[SEP]"));
  EXPECT_THAT(pieces_of(*tokenizer, "a b", 2), ElementsAre("[CLS]", "[SEP]"));
  EXPECT_THAT(pieces_of(*tokenizer, "", 2), ElementsAre("[CLS]", "[SEP]"));
}

TEST(WordPiece, LowerCasesAndStripsAccentsWhenNothingIsSaid) {
  const Folder folder;
  EXPECT_THAT(pieces_of(*folder.load(), "ÉLAN UN"), ElementsAre("[CLS]", "elan", "un", "[SEP]"));
}

TEST(WordPiece, ACasedVocabularyKeepsCaseAndAccents) {
  const Folder folder(R"({"do_lower_case": false, "strip_accents": null})");
  EXPECT_THAT(pieces_of(*folder.load(), "élan Un A"),
              ElementsAre("[CLS]", "élan", "Un", "[UNK]", "[SEP]"));
}

TEST(WordPiece, AccentsCanStayThoughCaseGoes) {
  const Folder folder(R"({"do_lower_case": true, "strip_accents": false})");
  EXPECT_THAT(pieces_of(*folder.load(), "ÉLAN İ"),
              ElementsAre("[CLS]", "élan", "i", "##\xcc\x87", "[SEP]"));
}

TEST(WordPiece, AccentsCanGoThoughCaseStays) {
  const Folder folder(R"({"do_lower_case": false, "strip_accents": true})");
  EXPECT_THAT(pieces_of(*folder.load(), "élan Un"), ElementsAre("[CLS]", "elan", "Un", "[SEP]"));
}

TEST(WordPiece, IdeographsAreWordsUnlessTheConfigurationSaysOtherwise) {
  EXPECT_THAT(pieces_of(*Folder().load(), "東京"), ElementsAre("[CLS]", "東", "京", "[SEP]"));
  EXPECT_THAT(pieces_of(*Folder(R"({"tokenize_chinese_chars": false})").load(), "東京"),
              ElementsAre("[CLS]", "東京", "[SEP]"));
}

TEST(WordPiece, TheConfigurationGoesBeforeTokenizerJson) {
  const Folder folder(R"({"do_lower_case": false})");
  write_file(folder.folder / "tokenizer.json",
             R"({"normalizer": {"lowercase": true}, "model": {"type": "WordPiece"}})");
  EXPECT_THAT(pieces_of(*folder.load(), "Un"), ElementsAre("[CLS]", "Un", "[SEP]"));
}

TEST(WordPiece, TokenizerJsonAloneIsEnough) {
  const TemporaryFolder folder;
  write_file(folder / "tokenizer.json",
             R"({"normalizer": {"type": "BertNormalizer", "lowercase": false},
                 "model": {"type": "WordPiece", "vocab":
                   {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "A": 4, "##b": 5}}})");
  const auto tokenizer = load_wordpiece(folder.path());
  EXPECT_EQ(tokenizer->vocabulary_size(), 6U);
  EXPECT_THAT(pieces_of(*tokenizer, "Ab"), ElementsAre("[CLS]", "A", "##b", "[SEP]"));
}

TEST(WordPiece, AVocabularyWithWindowsLineEndsIsTheSame) {
  const TemporaryFolder folder;
  write_file(folder / "vocab.txt", "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\na\r\n");
  EXPECT_THAT(pieces_of(*load_wordpiece(folder.path()), "a"), ElementsAre("[CLS]", "a", "[SEP]"));
}

TEST(WordPiece, SpecialTokensMayHaveOtherNames) {
  const TemporaryFolder folder;
  write_file(folder / "vocab.txt", "<pad>\n<unk>\n<s>\n</s>\na\n");
  write_file(folder / "tokenizer_config.json",
             R"({"unk_token": "<unk>", "pad_token": "<pad>", "cls_token": {"content": "<s>"},
                 "sep_token": {"content": "</s>"}})");
  EXPECT_THAT(pieces_of(*load_wordpiece(folder.path()), "a b"),
              ElementsAre("<s>", "a", "<unk>", "</s>"));
}

TEST(WordPiece, AMissingVocabularyIsNamed) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of(folder.path()),
              AllOf(HasSubstr((folder / "vocab.txt").string()), HasSubstr("missing")));
}

TEST(WordPiece, AVocabularyWithoutASpecialTokenIsNamedWithTheToken) {
  const TemporaryFolder folder;
  write_file(folder / "vocab.txt", "[PAD]\n[CLS]\n[SEP]\na\n");
  EXPECT_THAT(message_of(folder.path()),
              AllOf(HasSubstr((folder / "vocab.txt").string()), HasSubstr("no [UNK]")));
}

TEST(WordPiece, AVocabularyThatIsNoTextIsNamed) {
  const TemporaryFolder folder;
  write_file(folder / "vocab.txt", "");
  EXPECT_THAT(message_of(folder.path()), HasSubstr("vocab.txt: the vocabulary is empty"));
  write_file(folder / "vocab.txt", std::string_view("[PAD]\n\0\n", 8));
  EXPECT_THAT(message_of(folder.path()), HasSubstr("not UTF-8 text"));
  write_file(folder / "vocab.txt", "[PAD]\n\xff\xfe\n");
  EXPECT_THAT(message_of(folder.path()), HasSubstr("not UTF-8 text"));
}

TEST(WordPiece, BrokenJsonIsNamedInOneSentence) {
  const Folder folder(R"({"do_lower_case": tr)");
  EXPECT_THAT(message_of(folder.folder.path()),
              AllOf(HasSubstr("tokenizer_config.json"), HasSubstr("not valid JSON"),
                    Not(HasSubstr("parse_error")), Not(HasSubstr("\n"))));
}

TEST(WordPiece, ATokenizerJsonWithoutUsablePiecesIsNamed) {
  const TemporaryFolder folder;
  for (const char* text :
       {"[]", "{}", R"({"model": 3})", R"({"model": {"vocab": []}})",
        R"({"model": {"vocab": {"a": -1}}})", R"({"model": {"vocab": {"a": 1e9}}})",
        R"({"model": {"vocab": {"a": 99999999999}}})"}) {
    write_file(folder / "tokenizer.json", text);
    EXPECT_THAT(message_of(folder.path()), HasSubstr("tokenizer.json: ")) << text;
  }
}

TEST(WordPiece, ATokenizerOfAnotherTypeIsRefusedByName) {
  const TemporaryFolder folder;
  write_file(folder / "tokenizer.json", R"({"model": {"type": "BPE", "vocab": {"a": 0}}})");
  EXPECT_THAT(message_of(folder.path()), AllOf(HasSubstr("tokenizer.json"), HasSubstr("BPE")));
}

TEST(WordPiece, AnIdOutsideTheVocabularyIsAnError) {
  const auto tokenizer = Folder().load();
  EXPECT_THROW((void)tokenizer->piece(-1), Error);
  EXPECT_THROW((void)tokenizer->piece(1000), Error);
}

}  // namespace
}  // namespace noiseal::test
