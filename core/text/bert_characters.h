// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace noiseal {

/// What a character is to BERT's reference tokenizer (Hugging Face tokenizers, BertNormalizer and
/// BertPreTokenizer).
enum class CharacterKind : std::uint8_t {
  word,         ///< part of a word
  space,        ///< separates words
  punctuation,  ///< a word of its own
  accent,       ///< non-spacing mark: dropped where accents are stripped, else part of a word
  removed,      ///< control, format, private use, U+0000, U+FFFD: dropped by text cleaning
};

/// The reference takes categories from Unicode 8.0, whatever the version of everything else, so a
/// punctuation mark that came later is part of a word. Checked for every code point.
CharacterKind character_kind(char32_t character);

/// Ideographs that become a word each. U+2B820..U+2B91F are left out, as in the reference.
bool is_cjk_ideograph(char32_t character);

}  // namespace noiseal
