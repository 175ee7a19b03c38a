// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bert_characters.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>

namespace noiseal {
namespace {

constexpr char32_t kReplacementCharacter = 0xfffd;
constexpr unsigned kReferenceMajorVersion = 8;

struct Range {
  char32_t first;
  char32_t last;
};

constexpr Range kIdeographs[] = {
    {0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0xf900, 0xfaff},   {0x20000, 0x2a6df},
    {0x2a700, 0x2b73f}, {0x2b740, 0x2b81f}, {0x2b920, 0x2ceaf}, {0x2f800, 0x2fa1f},
};

bool newer_than_reference(UChar32 character) {
  UVersionInfo version;
  u_charAge(character, version);
  return version[0] > kReferenceMajorVersion;
}

CharacterKind kind_of_category(std::uint32_t category) {
  constexpr std::uint32_t kRemoved = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK;
  if ((category & U_GC_P_MASK) != 0) {
    return CharacterKind::punctuation;
  }
  if ((category & U_GC_MN_MASK) != 0) {
    return CharacterKind::accent;
  }
  return (category & kRemoved) != 0 ? CharacterKind::removed : CharacterKind::word;
}

CharacterKind ascii_kind(char32_t character) {
  if (character == ' ' || (character >= '\t' && character <= '\r')) {
    return character == '\v' || character == '\f' ? CharacterKind::removed : CharacterKind::space;
  }
  if (character < 0x20 || character == 0x7f) {
    return CharacterKind::removed;
  }
  // Symbols such as $, + and ~ count as punctuation too.
  return u_isalnum(static_cast<UChar32>(character)) != 0 ? CharacterKind::word
                                                         : CharacterKind::punctuation;
}

}  // namespace

CharacterKind character_kind(char32_t character) {
  if (character < 0x80) {
    return ascii_kind(character);
  }
  switch (character) {
    case kReplacementCharacter:
      return CharacterKind::removed;
    case 0x166d:   // CANADIAN SYLLABICS CHI SIGN: a symbol since Unicode 12
    case 0x111c9:  // SHARADA SANDHI MARK: a mark since Unicode 11
      return CharacterKind::punctuation;
    case 0x1734:  // HANUNOO SIGN PAMUDPOD: spacing since Unicode 14
      return CharacterKind::accent;
    case 0x1885:  // MONGOLIAN LETTER ALI GALI BALUDA
    case 0x1886:  // MONGOLIAN LETTER ALI GALI THREE BALUDA: marks since Unicode 9
    case 0xa9bd:  // JAVANESE CONSONANT SIGN KERET: non-spacing since Unicode 11
      return CharacterKind::word;
    default:
      break;
  }
  const auto code = static_cast<UChar32>(character);
  const CharacterKind kind = kind_of_category(U_GET_GC_MASK(code));
  if (kind == CharacterKind::word) {
    return u_isUWhiteSpace(code) != 0 ? CharacterKind::space : CharacterKind::word;
  }
  return newer_than_reference(code) ? CharacterKind::word : kind;
}

bool is_cjk_ideograph(char32_t character) {
  return character >= 0x3400 &&
         std::any_of(std::begin(kIdeographs), std::end(kIdeographs), [&](const Range& range) {
           return character >= range.first && character <= range.last;
         });
}

}  // namespace noiseal
