// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/json_scanner.h"

#include <algorithm>

#include "core/data/unit_view.h"
#include "core/data/utf8.h"

namespace noiseal {
namespace {

constexpr int kMaxDepth = 200;

/// One scan; all places are in units. Functions return false after setting a problem.
template <typename Units>
class Scanner {
 public:
  Scanner(Units units, JsonScan& scan) : units_(units), scan_(scan) {}

  void run() {
    scan_.members.clear();
    scan_.problem = nullptr;
    skip_space();
    if (peek() != '{') {
      scan_.problem = at_ == units_.size() ? "an empty line" : "not a JSON object";
      return;
    }
    if (!read_members()) {
      return;
    }
    skip_space();
    if (at_ != units_.size()) {
      fail("text after the JSON object");
    }
  }

 private:
  static constexpr std::size_t kBytes = Units::kBytes;
  static constexpr std::uint32_t kEnd = 0xFFFFFFFFU;

  [[nodiscard]] std::uint32_t peek() const { return at_ < units_.size() ? units_[at_] : kEnd; }
  [[nodiscard]] static bool is_digit(std::uint32_t unit) { return unit >= '0' && unit <= '9'; }

  bool fail(const char* problem) {
    if (scan_.problem == nullptr) {
      scan_.problem = problem;
    }
    return false;
  }
  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') {
      ++at_;
    }
  }

  bool read_members() {
    ++at_;  // {
    skip_space();
    if (peek() == '}') {
      scan_.close = at_++ * kBytes;
      return true;
    }
    while (true) {
      JsonMember member;
      if (!read_key(member) || !read_member_value(member)) {
        return false;
      }
      scan_.members.push_back(member);
      skip_space();
      if (peek() == '}') {
        scan_.close = at_++ * kBytes;
        return true;
      }
      if (peek() != ',') {
        return fail(unfinished("no valid JSON: a comma or } is missing"));
      }
      ++at_;
      skip_space();
    }
  }

  [[nodiscard]] const char* unfinished(const char* otherwise) const {
    return at_ == units_.size() ? "the line ends in the middle of a JSON object" : otherwise;
  }

  bool read_key(JsonMember& member) {
    if (peek() != '"') {
      return fail(unfinished("no valid JSON: a key in quotes is missing"));
    }
    member.key_begin = at_ * kBytes;
    if (!read_string(member.key_has_escapes)) {
      return false;
    }
    member.key_end = at_ * kBytes;
    skip_space();
    if (peek() != ':') {
      return fail(unfinished("no valid JSON: a colon after a key is missing"));
    }
    ++at_;
    skip_space();
    return true;
  }

  bool read_member_value(JsonMember& member) {
    member.begin = at_ * kBytes;
    if (!read_value(member.token, member.has_escapes, 1)) {
      return false;
    }
    member.end = at_ * kBytes;
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by kMaxDepth
  bool read_value(JsonToken& token, bool& has_escapes, int depth) {
    switch (peek()) {
      case '"':
        token = JsonToken::string;
        return read_string(has_escapes);
      case '{':
        token = JsonToken::object;
        return read_nested('}', depth);
      case '[':
        token = JsonToken::array;
        return read_nested(']', depth);
      case 't':
        token = JsonToken::truth;
        return read_word("true");
      case 'f':
        token = JsonToken::truth;
        return read_word("false");
      case 'n':
        token = JsonToken::null;
        return read_word("null");
      default:
        token = JsonToken::number;
        return read_number();
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by kMaxDepth
  bool read_nested(char close, int depth) {
    if (depth >= kMaxDepth) {
      return fail("a JSON value nested too deeply");
    }
    const auto closing = static_cast<std::uint32_t>(static_cast<unsigned char>(close));
    ++at_;
    skip_space();
    if (peek() == closing) {
      ++at_;
      return true;
    }
    while (true) {
      JsonMember ignored;
      if (close == '}' && !read_key(ignored)) {
        return false;
      }
      if (!read_value(ignored.token, ignored.has_escapes, depth + 1)) {
        return false;
      }
      skip_space();
      if (peek() == closing) {
        ++at_;
        return true;
      }
      if (peek() != ',') {
        return fail(unfinished("no valid JSON: a comma or closing bracket is missing"));
      }
      ++at_;
      skip_space();
    }
  }

  bool read_string(bool& has_escapes) {
    ++at_;
    while (true) {
      const std::uint32_t unit = peek();
      if (unit == kEnd) {
        return fail("the line ends in the middle of a JSON string");
      }
      if (unit == '"') {
        ++at_;
        return true;
      }
      if (unit < 0x20) {
        return fail("no valid JSON: a control character in a string is not escaped");
      }
      ++at_;
      if (unit == '\\') {
        has_escapes = true;
        if (!read_escape()) {
          return false;
        }
      }
    }
  }

  bool read_escape() {
    const std::uint32_t unit = peek();
    if (unit == 'u') {
      ++at_;
      for (int i = 0; i < 4; ++i, ++at_) {
        const std::uint32_t digit = peek();
        const std::uint32_t lower = digit | 0x20;
        if (digit == kEnd || !(is_digit(digit) || (lower >= 'a' && lower <= 'f'))) {
          return fail("no valid JSON: a \\u escape without four digits");
        }
      }
      return true;
    }
    switch (unit) {
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't':
        ++at_;
        return true;
      default:
        return fail(unfinished("no valid JSON: an unknown escape in a string"));
    }
  }

  bool read_word(std::string_view word) {
    for (const char letter : word) {
      if (peek() != static_cast<unsigned char>(letter)) {
        return fail(unfinished("no valid JSON: an unknown word"));
      }
      ++at_;
    }
    return true;
  }

  bool read_digits() {
    if (!is_digit(peek())) {
      return fail(unfinished("no valid JSON: a value is missing or no number"));
    }
    while (is_digit(peek())) {
      ++at_;
    }
    return true;
  }

  bool read_number() {
    if (peek() == '-') {
      ++at_;
    }
    if (peek() == '0') {
      ++at_;
    } else if (!read_digits()) {
      return false;
    }
    if (peek() == '.') {
      ++at_;
      if (!read_digits()) {
        return false;
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') {
        ++at_;
      }
      return read_digits();
    }
    return true;
  }

  Units units_;
  JsonScan& scan_;
  std::size_t at_ = 0;
};

std::uint32_t hex_value(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char digit : digits) {
    const auto unit = static_cast<unsigned char>(digit);
    value = value * 16 + (unit <= '9' ? unit - '0' : (unit | 0x20U) - 'a' + 10U);
  }
  return value;
}

/// Reads the four digits of a \u escape at content[at], and of the second half of a pair.
bool unescape_unit(std::string_view content, std::size_t& at, std::string& out) {
  std::uint32_t code = hex_value(content.substr(at, 4));
  at += 4;
  if (code >= 0xDC00 && code <= 0xDFFF) {
    return false;
  }
  if (code >= 0xD800 && code <= 0xDBFF) {
    if (content.substr(at, 2) != "\\u" || content.size() < at + 6) {
      return false;
    }
    const std::uint32_t low = hex_value(content.substr(at + 2, 4));
    if (low < 0xDC00 || low > 0xDFFF) {
      return false;
    }
    at += 6;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  append_utf8(code, out);
  return true;
}

char unescaped(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;
  }
}

void append_u_escape(std::uint32_t unit, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) {
    out.push_back(kDigits[(unit >> shift) & 0xF]);
  }
}

std::uint32_t code_point_of(std::string_view character) {
  const auto byte = [&](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(character[i])};
  };
  switch (character.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 |
             (byte(3) & 0x3F);
  }
}

void append_escaped(std::string_view character, JsonCharacters characters, std::string& out) {
  const char first = character[0];
  if (first == '"' || first == '\\') {
    out.push_back('\\');
    out.push_back(first);
  } else if (first == '\n') {
    out += "\\n";
  } else if (first == '\r') {
    out += "\\r";
  } else if (first == '\t') {
    out += "\\t";
  } else if (static_cast<unsigned char>(first) < 0x20) {
    append_u_escape(static_cast<unsigned char>(first), out);
  } else if (character.size() == 1 || characters == JsonCharacters::all) {
    out += character;
  } else {
    const std::uint32_t code = code_point_of(character);
    if (code >= 0x10000) {
      append_u_escape(0xD800 + ((code - 0x10000) >> 10), out);
      append_u_escape(0xDC00 + ((code - 0x10000) & 0x3FF), out);
    } else {
      append_u_escape(code, out);
    }
  }
}

}  // namespace

void scan_json(std::string_view line, UnitLayout layout, JsonScan& scan) {
  with_units(layout, line, [&](auto units) { Scanner(units, scan).run(); });
}

bool unescape_json(std::string_view content, std::string& out) {
  std::size_t at = 0;
  while (at < content.size()) {
    const std::size_t escape = content.find('\\', at);
    out += content.substr(at, escape - at);
    if (escape == std::string_view::npos) {
      break;
    }
    const char letter = content[escape + 1];
    at = escape + 2;
    if (letter != 'u') {
      out.push_back(unescaped(letter));
    } else if (!unescape_unit(content, at, out)) {
      return false;
    }
  }
  return true;
}

std::string json_string(std::string_view text, JsonCharacters characters) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(utf8_character_bytes(text), 1);
    append_escaped(text.substr(0, size), characters, out);
    text.remove_prefix(size);
  }
  out.push_back('"');
  return out;
}

bool is_json_number(std::string_view text) {
  JsonScan scan;
  std::string object = "{\"\":";
  object += text;
  object.push_back('}');
  scan_json(object, UnitLayout::one_byte, scan);
  return scan.problem == nullptr && scan.members.size() == 1 &&
         scan.members[0].token == JsonToken::number && scan.members[0].end + 1 == object.size() &&
         scan.members[0].begin == 4;
}

}  // namespace noiseal
