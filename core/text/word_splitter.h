// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/text/bert_characters.h"
#include "core/text/wordpiece_settings.h"

namespace noiseal {

/// Receives the words of a text one by one; false ends the splitting.
class WordReceiver {
 public:
  virtual ~WordReceiver() = default;
  virtual bool take(std::string_view word) = 0;
};

/// First half of BERT's tokenizer: cleans a text, lower-cases, strips accents and cuts it into
/// words and punctuation marks.
class WordSplitter {
 public:
  explicit WordSplitter(const WordPieceSettings& settings);

  void split(std::string_view text, WordReceiver& receiver) const;

 private:
  bool split_ascii(std::string_view run, std::string& word, WordReceiver& receiver) const;
  bool split_unicode(std::string_view run, std::string& word, WordReceiver& receiver) const;
  [[nodiscard]] CharacterKind kind(char32_t character) const;

  bool clean_text_;
  bool lower_case_;
  bool strip_accents_;
  bool separate_ideographs_;
  std::array<CharacterKind, 128> ascii_kind_{};
  std::array<char, 128> ascii_lower_{};
};

}  // namespace noiseal
