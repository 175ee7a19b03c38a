// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/encoding_guess.h"

#include <unicode/ucsdet.h>

#include <array>
#include <memory>

#include "core/base/error.h"
#include "core/data/text_encoding.h"
#include "core/data/utf8.h"

namespace noiseal {
namespace {

struct Utf8Census {
  std::size_t characters = 0;  ///< well-formed ones beyond ASCII
  std::size_t wrong = 0;       ///< bytes that are no part of any
};

/// Bytes of a character cut off at either end of a stretch are not held against it.
void count_utf8(std::string_view bytes, Utf8Census& census) {
  std::size_t skipped = 0;
  while (skipped < 3 && !bytes.empty() && (static_cast<unsigned char>(bytes[0]) & 0xC0U) == 0x80U) {
    bytes.remove_prefix(1);
    ++skipped;
  }
  while (true) {
    const std::size_t wrong = first_invalid_utf8(bytes);
    const std::string_view valid = bytes.substr(0, wrong);
    census.characters += valid.size() - utf8_length(valid);
    if (wrong == std::string_view::npos || wrong + 4 > bytes.size()) {
      return;
    }
    ++census.wrong;
    bytes.remove_prefix(wrong + 1);
  }
}

/// Text in units of 2 or 4 bytes without a mark: most characters of most texts (and all delimiters
/// and line ends) have zeros in the same bytes of each unit.
std::optional<std::string> wide_encoding(std::string_view head) {
  std::array<std::size_t, 4> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) {
    zeros[i % 4] += head[i] == '\0' ? 1U : 0U;
  }
  const auto share = [&](std::size_t place) {
    return static_cast<double>(zeros[place]) * 4 / static_cast<double>(head.size());
  };
  constexpr double kMany = 0.9;
  constexpr double kSome = 0.1;
  constexpr double kFew = 0.02;
  if (head.size() < 4) {
    return std::nullopt;
  }
  if (share(2) > kMany && share(3) > kMany && share(0) < kFew) {
    return "UTF-32LE";
  }
  if (share(0) > kMany && share(1) > kMany && share(3) < kFew) {
    return "UTF-32BE";
  }
  if (share(1) > kSome && share(3) > kSome && share(0) < kFew && share(2) < kFew) {
    return "UTF-16LE";
  }
  if (share(0) > kSome && share(2) > kSome && share(1) < kFew && share(3) < kFew) {
    return "UTF-16BE";
  }
  return std::nullopt;
}

/// ICU says ISO-8859-1 where windows-1252 is meant more often than not.
std::string usable_name(const char* detected) {
  const std::string name = detected;
  return name == "ISO-8859-1" ? "windows-1252" : name;
}

bool decodes(const std::string& name, std::string_view bytes) {
  try {
    std::string ignored;
    // The last character may be cut off: up to the last line end.
    const std::size_t end = bytes.rfind('\n');
    return TextEncoding(name).decode(bytes.substr(0, end), ignored);
  } catch (const UsageError&) {
    return false;
  }
}

std::string detected_encoding(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                            ucsdet_close);
  ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(bytes.size()), &status);
  int32_t n_matches = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &n_matches, &status);
  for (int32_t i = 0; U_SUCCESS(status) && i < n_matches; ++i) {
    const std::string name = usable_name(ucsdet_getName(matches[i], &status));
    if (!name.starts_with("UTF-") && decodes(name, bytes)) {
      return TextEncoding(name).name();
    }
  }
  return "windows-1252";
}

/// Lines with bytes beyond ASCII: they alone tell one encoding from another.
std::string telling_lines(std::string_view head, const std::vector<std::string>& samples) {
  constexpr std::size_t kEnough = 65536;
  std::string lines;
  const auto take = [&](std::string_view bytes) {
    while (!bytes.empty() && lines.size() < kEnough) {
      const std::size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
      if (!is_ascii(bytes.substr(0, end))) {
        lines += bytes.substr(0, end);
      }
      bytes.remove_prefix(end);
    }
  };
  take(head);
  for (const std::string& sample : samples) {
    const std::size_t start = sample.find('\n');
    take(std::string_view(sample).substr(std::min(start, sample.size())));
  }
  return lines;
}

}  // namespace

std::optional<EncodingGuess> encoding_of_mark(std::string_view head) {
  using namespace std::string_view_literals;
  // UTF-32LE before UTF-16LE: its mark begins with the other's.
  constexpr std::array<std::pair<std::string_view, const char*>, 5> kMarks = {
      {{"\xEF\xBB\xBF"sv, "UTF-8"},
       {"\xFF\xFE\x00\x00"sv, "UTF-32LE"},
       {"\x00\x00\xFE\xFF"sv, "UTF-32BE"},
       {"\xFF\xFE"sv, "UTF-16LE"},
       {"\xFE\xFF"sv, "UTF-16BE"}}};
  for (const auto& [mark, encoding] : kMarks) {
    if (head.starts_with(mark)) {
      return EncodingGuess{encoding, std::string(mark)};
    }
  }
  return std::nullopt;
}

EncodingGuess guess_encoding(std::string_view head, const std::vector<std::string>& samples) {
  if (const auto marked = encoding_of_mark(head)) {
    return *marked;
  }
  if (const auto wide = wide_encoding(head)) {
    return {*wide, ""};
  }
  Utf8Census census;
  count_utf8(head, census);
  for (const std::string& sample : samples) {
    count_utf8(sample, census);
  }
  if (census.wrong == 0 || census.characters > 4 * census.wrong) {
    return {"UTF-8", ""};
  }
  return {detected_encoding(telling_lines(head, samples)), ""};
}

}  // namespace noiseal
