// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers come from the Hugging Face tokenizer: tests/fixtures/text/record_references.py.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/base/hash.h"
#include "core/data/record_reader.h"
#include "core/text/tokenizer.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

constexpr std::size_t kUncut = std::size_t{1} << 30;

nlohmann::json references() {
  return nlohmann::json::parse(std::ifstream(fixtures() / "text/wordpiece.json"));
}

std::string from_hexadecimal(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

/// SHA-256 as the script takes it.
std::string digest_of_texts(const std::filesystem::path& file, const Tokenizer& tokenizer) {
  RecordReader reader(file, FileFormat{});
  const auto& columns = reader.columns();
  const auto column =
      static_cast<std::size_t>(std::find(columns.begin(), columns.end(), "text") - columns.begin());
  std::string rows;
  while (const Record* record = reader.next()) {
    if (record->state == RecordState::good) {
      rows += fmt::format("{}\n",
                          fmt::join(tokenizer.encode(record->fields.at(column).text, kUncut), " "));
    }
  }
  return sha256_hex(rows);
}

std::set<std::string> data_files() {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data_folder())) {
    if (entry.path().extension() == ".csv") {
      files.insert(std::filesystem::relative(entry.path(), data_folder()).string());
    }
  }
  return files;
}

TEST(WordPieceReferences, EveryTextOfTheRealDataSetsGetsTheIdsOfTheReference) {
  NOISEAL_NEEDS(!minilm_folder().empty(), "the MiniLM encoder");
  NOISEAL_NEEDS(!data_folder().empty(), "real data sets");
  const auto tokenizer = load_wordpiece(minilm_folder());
  const auto digests = references()["files"];
  for (const std::string& file : data_files()) {
    ASSERT_TRUE(digests.contains(file)) << file << " has no reference; record it";
    EXPECT_EQ(digest_of_texts(data_folder() / file, *tokenizer), digests[file]) << file;
  }
}

TEST(WordPieceReferences, NastyLinesGetTheIdsOfTheReference) {
  NOISEAL_NEEDS(!minilm_folder().empty(), "the MiniLM encoder");
  const auto tokenizer = load_wordpiece(minilm_folder());
  const auto lines = references()["lines"];
  ASSERT_GE(lines.size(), 80U);
  for (const auto& line : lines) {
    const std::string text = from_hexadecimal(line["bytes"]);
    EXPECT_EQ(tokenizer->encode(text, kUncut), line["ids"].get<std::vector<std::int32_t>>())
        << text;
  }
}

TEST(WordPieceReferences, ATextCannotBringInSpecialTokensThoughTheReferenceLetsItByDefault) {
  NOISEAL_NEEDS(!minilm_folder().empty(), "the MiniLM encoder");
  const auto tokenizer = load_wordpiece(minilm_folder());
  const auto ids = tokenizer->encode("before [SEP] between [CLS] [PAD] [MASK] [UNK] after", kUncut);
  const std::int32_t closing = ids.back();
  EXPECT_EQ(std::count(ids.begin(), ids.end(), closing), 1);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), tokenizer->padding_id()), 0);
  const auto by_default =
      references()["default_ids_of_special_tokens"].get<std::vector<std::int32_t>>();
  EXPECT_EQ(std::count(by_default.begin(), by_default.end(), closing), 2);
}

TEST(WordPieceReferences, TheVocabularyIsTheSameFromVocabTxtAndFromTokenizerJson) {
  NOISEAL_NEEDS(!minilm_folder().empty(), "the MiniLM encoder");
  const TemporaryFolder folder;
  std::filesystem::copy_file(minilm_folder() / "tokenizer.json", folder / "tokenizer.json");
  const auto from_lines = load_wordpiece(minilm_folder());
  const auto from_json = load_wordpiece(folder.path());
  ASSERT_EQ(from_json->vocabulary_size(), from_lines->vocabulary_size());
  EXPECT_EQ(from_json->padding_id(), from_lines->padding_id());
  for (std::int32_t id = 0; id < static_cast<std::int32_t>(from_lines->vocabulary_size()); ++id) {
    ASSERT_EQ(from_json->piece(id), from_lines->piece(id)) << id;
  }
  const std::string text = "Crème Brûlée, unbelievably 東京!";
  EXPECT_EQ(from_json->encode(text, kUncut), from_lines->encode(text, kUncut));
}

}  // namespace
}  // namespace noiseal::test
