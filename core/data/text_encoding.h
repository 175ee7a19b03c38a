// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace noiseal {

/// How wide the units are in which a file's syntax (delimiters, quotes, line ends) stands.
enum class UnitLayout : std::uint8_t { one_byte, two_little, two_big, four_little, four_big };

std::size_t unit_bytes(UnitLayout layout);

/// A character encoding in which files can be read and written: every encoding known to ICU that
/// has no shift states and holds ASCII (in units of 1, 2 or 4 bytes). Not thread safe.
class TextEncoding {
 public:
  /// Throws UsageError when the encoding is not known or can't be used.
  explicit TextEncoding(const std::string& name);
  ~TextEncoding();
  TextEncoding(TextEncoding&&) noexcept;
  TextEncoding& operator=(TextEncoding&&) noexcept;

  /// The usual name, e.g. "UTF-8" for "utf8".
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] UnitLayout layout() const { return layout_; }
  [[nodiscard]] bool is_utf8() const { return is_utf8_; }
  /// Bytes below 0x40 and above 0x7F apart, a byte that looks like ASCII may be the second byte of
  /// a character (Shift_JIS, GBK, Big5, ...).
  [[nodiscard]] bool has_ascii_trail_bytes() const { return has_ascii_trail_bytes_; }

  /// Appends the text in UTF-8; false (and nothing certain appended) when bytes can't be decoded.
  bool decode(std::string_view bytes, std::string& out) const;
  /// Appends the bytes of UTF-8 text; false when a character can't be expressed, or would not be
  /// read back as the same.
  bool encode(std::string_view text, std::string& out) const;

 private:
  struct Converter;
  std::string name_;
  UnitLayout layout_ = UnitLayout::one_byte;
  bool is_utf8_ = false;
  bool has_ascii_trail_bytes_ = false;
  std::unique_ptr<Converter> converter_;
};

}  // namespace noiseal
