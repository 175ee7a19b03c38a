// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace noiseal {

/// How an encoder's folder wants its texts cut; the defaults are those of BERT uncased.
struct WordPieceSettings {
  bool clean_text = true;  ///< drop control characters
  bool lower_case = true;
  std::optional<bool> strip_accents;      ///< as lower_case where it is not given
  bool separate_ideographs = true;        ///< each CJK ideograph is a word
  std::size_t max_word_characters = 100;  ///< a longer word is unknown
  std::string continuation = "##";        ///< prefix of a piece that doesn't start a word
  std::string unknown = "[UNK]";
  std::string opening = "[CLS]";
  std::string closing = "[SEP]";
  std::string padding = "[PAD]";
};

/// What an encoder's folder says about its WordPiece tokenizer.
struct WordPieceFolder {
  WordPieceSettings settings;
  std::filesystem::path vocabulary_file;  ///< where the pieces stand, for messages
  std::vector<std::string> pieces;        ///< [vocabulary size], by id; "" where an id is unused
};

/// Pieces from vocab.txt, else from tokenizer.json; settings from tokenizer_config.json, else from
/// tokenizer.json. Throws Error that names the file and says what is wrong with it.
WordPieceFolder read_wordpiece_folder(const std::filesystem::path& folder);

}  // namespace noiseal
