// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/wordpiece_settings.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.h"

namespace noiseal {
namespace {

using nlohmann::json;

/// More pieces than any model has; guards against an id that would fill the memory.
constexpr std::size_t kMostPieces = 10'000'000;

[[noreturn]] void fail(const std::filesystem::path& file, std::string_view what) {
  throw Error(fmt::format("{}: {}; fetch the encoder's folder again.", file.string(), what));
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) {
    throw Error(
        fmt::format("{} cannot be read; check the file and its permissions.", file.string()));
  }
  return bytes;
}

/// UTF-8 without U+0000.
bool is_text(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto length = static_cast<std::int64_t>(bytes.size());
  for (std::int64_t at = 0; at < length;) {
    UChar32 character = 0;
    U8_NEXT(data, at, length, character);
    if (character <= 0) {
      return false;
    }
  }
  return true;
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  const std::string bytes = read_file(file);
  if (bytes.empty() || !is_text(bytes)) {
    fail(file, bytes.empty() ? "the vocabulary is empty"
                             : "this is not a vocabulary, because it is not UTF-8 text");
  }
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const bool carriage_return = end > begin && bytes[end - 1] == '\r';
    lines.push_back(bytes.substr(begin, end - begin - (carriage_return ? 1 : 0)));
    begin = end + 1;
  }
  return lines;
}

/// The object in a JSON file; an empty object where there is no such file.
json read_object(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    return json::object();
  }
  json object = json::parse(read_file(file), nullptr, false);
  if (!object.is_object()) {
    fail(file, object.is_discarded() ? "this is not valid JSON, or it is cut off"
                                     : "the file holds no JSON object");
  }
  return object;
}

const json& member(const json& object, const char* key) {
  static const json none;
  return object.is_object() && object.contains(key) ? object[key] : none;
}

/// Pieces and their ids out of tokenizer.json, added tokens included.
void put(std::vector<std::string>& pieces, const std::string& piece, const json& id,
         const std::filesystem::path& file) {
  if (!id.is_number_unsigned() || id.get<std::size_t>() >= kMostPieces) {
    fail(file, fmt::format("the piece \"{}\" has no usable id", piece));
  }
  const auto index = id.get<std::size_t>();
  if (index >= pieces.size()) {
    pieces.resize(index + 1);
  }
  pieces[index] = piece;
}

std::vector<std::string> pieces_of(const json& tokenizer, const std::filesystem::path& file) {
  const json& vocabulary = member(member(tokenizer, "model"), "vocab");
  if (!vocabulary.is_object() || vocabulary.empty()) {
    fail(file, "there is no WordPiece vocabulary in it (model.vocab)");
  }
  std::vector<std::string> pieces;
  for (const auto& [piece, id] : vocabulary.items()) {
    put(pieces, piece, id, file);
  }
  for (const json& token : member(tokenizer, "added_tokens")) {
    if (member(token, "content").is_string()) {
      put(pieces, token["content"].get<std::string>(), member(token, "id"), file);
    }
  }
  return pieces;
}

void take_bool(bool& setting, const json& value) {
  if (value.is_boolean()) {
    setting = value.get<bool>();
  }
}

/// A special token is a string, or an object with its text under "content".
void take_token(std::string& setting, const json& value) {
  const json& text = value.is_object() ? member(value, "content") : value;
  if (text.is_string()) {
    setting = text.get<std::string>();
  }
}

void take_tokenizer_json(WordPieceSettings& settings, const json& tokenizer,
                         const std::filesystem::path& file) {
  const json& model = member(tokenizer, "model");
  const json& type = member(model, "type");
  if (type.is_string() && type != "WordPiece") {
    throw Error(
        fmt::format("{}: the tokenizer is of the type {}, but only WordPiece encoders "
                    "(BERT family) can be read; choose another encoder.",
                    file.string(), type.get<std::string>()));
  }
  const json& normalizer = member(tokenizer, "normalizer");
  take_bool(settings.clean_text, member(normalizer, "clean_text"));
  take_bool(settings.lower_case, member(normalizer, "lowercase"));
  take_bool(settings.separate_ideographs, member(normalizer, "handle_chinese_chars"));
  if (const json& strip = member(normalizer, "strip_accents"); strip.is_boolean()) {
    settings.strip_accents = strip.get<bool>();
  }
  take_token(settings.unknown, member(model, "unk_token"));
  take_token(settings.continuation, member(model, "continuing_subword_prefix"));
  if (const json& longest = member(model, "max_input_chars_per_word");
      longest.is_number_unsigned()) {
    settings.max_word_characters = longest.get<std::size_t>();
  }
}

void take_tokenizer_config(WordPieceSettings& settings, const json& config) {
  take_bool(settings.lower_case, member(config, "do_lower_case"));
  take_bool(settings.separate_ideographs, member(config, "tokenize_chinese_chars"));
  if (config.contains("strip_accents")) {
    const json& strip = config["strip_accents"];
    settings.strip_accents =
        strip.is_boolean() ? std::optional<bool>(strip.get<bool>()) : std::nullopt;
  }
  take_token(settings.unknown, member(config, "unk_token"));
  take_token(settings.opening, member(config, "cls_token"));
  take_token(settings.closing, member(config, "sep_token"));
  take_token(settings.padding, member(config, "pad_token"));
}

}  // namespace

WordPieceFolder read_wordpiece_folder(const std::filesystem::path& folder) {
  const std::filesystem::path lines = folder / "vocab.txt";
  const std::filesystem::path tokenizer_file = folder / "tokenizer.json";
  const bool has_lines = std::filesystem::exists(lines);
  if (!has_lines && !std::filesystem::exists(tokenizer_file)) {
    throw Error(
        fmt::format("{} is missing, and there is no tokenizer.json beside it; choose the "
                    "folder of an encoder in Hugging Face layout.",
                    lines.string()));
  }
  const json tokenizer = read_object(tokenizer_file);
  const json config = read_object(folder / "tokenizer_config.json");
  WordPieceFolder result;
  take_tokenizer_json(result.settings, tokenizer, tokenizer_file);
  take_tokenizer_config(result.settings, config);
  result.vocabulary_file = has_lines ? lines : tokenizer_file;
  result.pieces = has_lines ? lines_of(lines) : pieces_of(tokenizer, tokenizer_file);
  return result;
}

}  // namespace noiseal
