// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/answer_parsing.h"

#include <unicode/unistr.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace noiseal {
namespace {

std::string trimmed(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))
      .trim()
      .toUTF8String(out);
  return out;
}

std::string folded(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))
      .trim()
      .foldCase()
      .toUTF8String(out);
  return out;
}

/// An answer longer than this is no label.
constexpr std::size_t kLongestAnswer = 10'000;

}  // namespace

AnswerParser::AnswerParser(std::vector<std::string> labels, AnswerForm form)
    : labels_(std::move(labels)), form_(form) {
  for (const std::string& label : labels_) {
    folded_.push_back(folded(label));
  }
}

std::int32_t AnswerParser::match(std::string_view name) const {
  const std::string exact = trimmed(name);
  const std::string wanted = folded(name);
  std::int32_t found = -1;
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    if (trimmed(labels_[i]) == exact) {
      return static_cast<std::int32_t>(i);
    }
    if (folded_[i] == wanted) {
      found = found == -1 ? static_cast<std::int32_t>(i) : -2;
    }
  }
  return found < 0 ? -1 : found;
}

std::int32_t AnswerParser::parse(std::string_view answer) const {
  if (answer.size() > kLongestAnswer) {
    return -1;
  }
  if (form_ == AnswerForm::schema) {
    const auto json = nlohmann::json::parse(answer, nullptr, false);
    if (json.is_object()) {
      const bool one = json.size() == 1 && json.contains("label") && json["label"].is_string();
      return one ? match(json["label"].get<std::string>()) : -1;
    }
  }
  return match(answer);
}

}  // namespace noiseal
