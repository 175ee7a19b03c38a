// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_splitter.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>

#include "core/base/error.h"
#include "core/text/utf8_reading.h"

namespace noiseal {
namespace {

constexpr UChar32 kCapitalIWithDot = 0x130;
constexpr char kCombiningDotAbove[] = "\xcc\x87";

bool is_ascii(char byte) {
  return static_cast<unsigned char>(byte) < 0x80;
}

const icu::Normalizer2& decomposition() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status) != 0) {
    throw Error("The Unicode data of the ICU library are missing; install ICU again.");
  }
  return *normalizer;
}

icu::UnicodeString decomposed(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString result = decomposition().normalize(text, status);
  if (U_FAILURE(status) != 0) {
    throw Error("A text is too long to be tokenised; leave the longest rows out.");
  }
  return result;
}

/// Hands the word over and starts the next one.
bool finish(std::string& word, WordReceiver& receiver) {
  const bool go_on = word.empty() || receiver.take(word);
  word.clear();
  return go_on;
}

}  // namespace

WordSplitter::WordSplitter(const WordPieceSettings& settings)
    : clean_text_(settings.clean_text),
      lower_case_(settings.lower_case),
      strip_accents_(settings.strip_accents.value_or(settings.lower_case)),
      separate_ideographs_(settings.separate_ideographs) {
  for (char32_t character = 0; character < 128; ++character) {
    const auto plain = static_cast<char>(character);
    ascii_kind_[character] = kind(character);
    ascii_lower_[character] =
        lower_case_ && plain >= 'A' && plain <= 'Z' ? static_cast<char>(plain - 'A' + 'a') : plain;
  }
}

CharacterKind WordSplitter::kind(char32_t character) const {
  const CharacterKind result = character_kind(character);
  if (result != CharacterKind::removed || clean_text_) {
    return result;
  }
  const bool space = character == '\v' || character == '\f' || character == 0x85;
  return space ? CharacterKind::space : CharacterKind::word;
}

void WordSplitter::split(std::string_view text, WordReceiver& receiver) const {
  // Runs between ASCII spaces, because nothing that the splitting does reaches across one. Most
  // runs are plain ASCII, which needs no Unicode tables.
  const auto is_space = [this](char byte) {
    return is_ascii(byte) && ascii_kind_[static_cast<unsigned char>(byte)] == CharacterKind::space;
  };
  std::string word;
  bool go_on = true;
  for (std::size_t begin = 0; begin < text.size() && go_on;) {
    std::size_t end = begin;
    bool plain = true;
    for (; end < text.size() && !is_space(text[end]); ++end) {
      plain = plain && is_ascii(text[end]);
    }
    const std::string_view run = text.substr(begin, end - begin);
    go_on = plain ? split_ascii(run, word, receiver) : split_unicode(run, word, receiver);
    begin = end + 1;
  }
}

bool WordSplitter::split_ascii(std::string_view run, std::string& word,
                               WordReceiver& receiver) const {
  for (const char byte : run) {
    const auto index = static_cast<unsigned char>(byte);
    switch (ascii_kind_[index]) {
      case CharacterKind::word:
        word.push_back(ascii_lower_[index]);
        break;
      case CharacterKind::punctuation:
        if (!finish(word, receiver) || !receiver.take({&byte, 1})) {
          return false;
        }
        break;
      default:
        break;
    }
  }
  return finish(word, receiver);
}

bool WordSplitter::split_unicode(std::string_view run, std::string& word,
                                 WordReceiver& receiver) const {
  icu::UnicodeString cleaned;
  for_each_character(run, [&](char32_t character) {
    const CharacterKind raw = kind(character);
    if (raw == CharacterKind::removed) {
      return;
    }
    const bool apart = separate_ideographs_ && is_cjk_ideograph(character);
    if (apart) {
      cleaned.append(u' ');
    }
    cleaned.append(static_cast<UChar32>(raw == CharacterKind::space ? U' ' : character));
    if (apart) {
      cleaned.append(u' ');
    }
  });
  if (strip_accents_) {
    cleaned = decomposed(cleaned);
  }
  for (std::int32_t at = 0; at < cleaned.length(); at = cleaned.moveIndex32(at, 1)) {
    UChar32 character = cleaned.char32At(at);
    if (strip_accents_ &&
        character_kind(static_cast<char32_t>(character)) == CharacterKind::accent) {
      continue;
    }
    const bool dotted = lower_case_ && character == kCapitalIWithDot;
    character = lower_case_ ? u_tolower(character) : character;
    const CharacterKind what = kind(static_cast<char32_t>(character));
    if ((what == CharacterKind::space || what == CharacterKind::punctuation) &&
        !finish(word, receiver)) {
      return false;
    }
    if (what != CharacterKind::space) {
      append_utf8(word, static_cast<char32_t>(character));
    }
    if (dotted) {
      word += kCombiningDotAbove;
    }
    if (what == CharacterKind::punctuation && !finish(word, receiver)) {
      return false;
    }
  }
  return finish(word, receiver);
}

}  // namespace noiseal
