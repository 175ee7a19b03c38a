// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/text_encoding.h"

namespace noiseal {

enum class JsonToken : std::uint8_t { string, number, truth, null, object, array };

/// A member of an object; places in bytes, quotes of strings included.
struct JsonMember {
  std::size_t key_begin = 0;
  std::size_t key_end = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  JsonToken token = JsonToken::null;
  bool key_has_escapes = false;
  bool has_escapes = false;
};

struct JsonScan {
  std::vector<JsonMember> members;
  std::size_t close = 0;          ///< byte of the object's closing brace
  const char* problem = nullptr;  ///< null: a valid object; else what is wrong
};

/// Takes the JSON object (RFC 8259) on one line apart. White space around it is fine. Nesting
/// beyond 200 levels is a problem, too.
void scan_json(std::string_view line, UnitLayout layout, JsonScan& scan);

/// Appends the value of a JSON string, given in UTF-8 without its quotes. False where an escape
/// names half a surrogate pair, which no text can hold.
bool unescape_json(std::string_view content, std::string& out);

/// A JSON string with its quotes. Which characters are written as \u escapes besides the
/// necessary ones.
enum class JsonCharacters : std::uint8_t { all, ascii };
std::string json_string(std::string_view text, JsonCharacters characters);

/// True when the text is one JSON number, and nothing else.
bool is_json_number(std::string_view text);

}  // namespace noiseal
