// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_encoding.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ustring.h>

#include <array>
#include <vector>

#include "core/base/error.h"
#include "core/data/utf8.h"

namespace noiseal {

struct TextEncoding::Converter {
  UConverter* icu = nullptr;
  std::vector<UChar> units;

  explicit Converter(UConverter* opened) : icu(opened) {}
  ~Converter() { ucnv_close(icu); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool to_units(std::string_view bytes) {
    ucnv_resetToUnicode(icu);
    units.resize(2 * bytes.size() + 8);
    UErrorCode status = U_ZERO_ERROR;
    UChar* target = units.data();
    const char* source = bytes.data();
    ucnv_toUnicode(icu, &target, units.data() + units.size(), &source, bytes.data() + bytes.size(),
                   nullptr, 1, &status);
    units.resize(static_cast<std::size_t>(target - units.data()));
    return U_SUCCESS(status);
  }

  bool units_to_utf8(std::string& out) const {
    const std::size_t start = out.size();
    out.resize(start + 3 * units.size());
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(out.data() + start, static_cast<int32_t>(out.size() - start), &length, units.data(),
                static_cast<int32_t>(units.size()), &status);
    if (U_FAILURE(status)) {
      out.resize(start);
      return false;
    }
    out.resize(start + static_cast<std::size_t>(length));
    return true;
  }
};

namespace {

/// Characters that carry the syntax of a data file, and some that any text has.
constexpr std::string_view kSyntax = "\t\r\n \"'+,-.0123456789:;=@ABCXYZ[]abcxyz{|}";

bool is_stateful(UConverterType type) {
  switch (type) {
    case UCNV_EBCDIC_STATEFUL:
    case UCNV_ISO_2022:
    case UCNV_HZ:
    case UCNV_SCSU:
    case UCNV_BOCU1:
    case UCNV_UTF7:
    case UCNV_IMAP_MAILBOX:
    case UCNV_COMPOUND_TEXT:
    case UCNV_LMBCS_1:
      return true;
    default:
      return type >= UCNV_LMBCS_1 && type <= UCNV_LMBCS_LAST;
  }
}

UnitLayout layout_of(UConverterType type) {
  switch (type) {
    case UCNV_UTF16_BigEndian:
      return UnitLayout::two_big;
    case UCNV_UTF16_LittleEndian:
      return UnitLayout::two_little;
    case UCNV_UTF32_BigEndian:
      return UnitLayout::four_big;
    case UCNV_UTF32_LittleEndian:
      return UnitLayout::four_little;
    default:
      return UnitLayout::one_byte;
  }
}

/// Without a byte order in the name and without a mark, little endian is by far the most frequent.
std::string with_byte_order(const std::string& name) {
  for (const char* plain : {"UTF-16", "UTF-32"}) {
    if (ucnv_compareNames(name.c_str(), plain) == 0) {
      return std::string(plain) + "LE";
    }
  }
  return name;
}

std::string usual_name(UConverter* icu, const std::string& fallback) {
  UErrorCode status = U_ZERO_ERROR;
  const char* canonical = ucnv_getName(icu, &status);
  for (const char* standard : {"MIME", "IANA"}) {
    status = U_ZERO_ERROR;
    const char* name = ucnv_getStandardName(canonical, standard, &status);
    if (U_SUCCESS(status) && name != nullptr) {
      return name;
    }
  }
  return fallback;
}

}  // namespace

std::size_t unit_bytes(UnitLayout layout) {
  switch (layout) {
    case UnitLayout::one_byte:
      return 1;
    case UnitLayout::two_little:
    case UnitLayout::two_big:
      return 2;
    default:
      return 4;
  }
}

TextEncoding::TextEncoding(const std::string& name) {
  const std::string asked = with_byte_order(name);
  UErrorCode status = U_ZERO_ERROR;
  UConverter* icu = asked.empty() ? nullptr : ucnv_open(asked.c_str(), &status);
  if (icu == nullptr || U_FAILURE(status)) {
    throw UsageError(fmt::format(
        "The encoding \"{}\" is not known; try utf-8, utf-16, windows-1252 or shift_jis.", name));
  }
  converter_ = std::make_unique<Converter>(icu);
  ucnv_setFallback(icu, 0);
  ucnv_setToUCallBack(icu, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(icu, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  name_ = usual_name(icu, asked);
  const UConverterType type = ucnv_getType(icu);
  layout_ = layout_of(type);
  is_utf8_ = type == UCNV_UTF8;
  has_ascii_trail_bytes_ = type == UCNV_MBCS || type == UCNV_DBCS;
  std::string decoded;
  const bool holds_ascii =
      layout_ != UnitLayout::one_byte ||
      (converter_->to_units(kSyntax) && converter_->units_to_utf8(decoded) && decoded == kSyntax);
  if (is_stateful(type) || !holds_ascii) {
    throw UsageError(fmt::format(
        "Files in the encoding {} can't be read; convert the file to UTF-8 first.", name_));
  }
}

TextEncoding::~TextEncoding() = default;
TextEncoding::TextEncoding(TextEncoding&&) noexcept = default;
TextEncoding& TextEncoding::operator=(TextEncoding&&) noexcept = default;

bool TextEncoding::decode(std::string_view bytes, std::string& out) const {
  if (is_utf8_) {
    if (first_invalid_utf8(bytes) != std::string_view::npos) {
      return false;
    }
    out.append(bytes);
    return true;
  }
  return bytes.empty() || (converter_->to_units(bytes) && converter_->units_to_utf8(out));
}

bool TextEncoding::encode(std::string_view text, std::string& out) const {
  if (first_invalid_utf8(text) != std::string_view::npos) {
    return false;
  }
  if (is_utf8_ || text.empty()) {
    out.append(text);
    return true;
  }
  std::vector<UChar> units(text.size() + 1);
  int32_t length = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(units.data(), static_cast<int32_t>(units.size()), &length, text.data(),
                static_cast<int32_t>(text.size()), &status);
  std::string bytes(static_cast<std::size_t>(length) * 8 + 16, '\0');
  ucnv_resetFromUnicode(converter_->icu);
  const int32_t written =
      ucnv_fromUChars(converter_->icu, bytes.data(), static_cast<int32_t>(bytes.size()),
                      units.data(), length, &status);
  if (U_FAILURE(status)) {
    return false;
  }
  bytes.resize(static_cast<std::size_t>(written));
  std::string back;
  if (!decode(bytes, back) || back != text) {
    return false;
  }
  out.append(bytes);
  return true;
}

}  // namespace noiseal
