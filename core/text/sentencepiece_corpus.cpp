// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentencepiece_corpus.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "core/text/utf8_reading.h"

namespace noiseal {
namespace {

constexpr std::size_t kMostTexts = 1'000'000;
constexpr std::size_t kLongestSentence = 4000;  // bytes

/// The trainer's own marks (unknown piece, start of a word), and what stands for unreadable bytes:
/// they become spaces.
bool is_reserved(char32_t character) {
  return character == 0x2585 || character == 0x2581 || character == 0xfffd;
}

/// Cuts a long text at its last space that fits, so that no word is cut; without one, between
/// characters.
std::size_t sentence_end(std::string_view text) {
  if (text.size() <= kLongestSentence) {
    return text.size();
  }
  const std::size_t space = text.find_last_of(" \t\r\n", kLongestSentence - 1);
  if (space != std::string_view::npos) {
    return space + 1;
  }
  std::size_t end = kLongestSentence;
  while (end > kLongestSentence - 4 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
    --end;
  }
  return end;
}

bool is_graphic(char32_t character) {
  constexpr std::uint32_t kGraphic = U_GC_L_MASK | U_GC_N_MASK | U_GC_P_MASK | U_GC_S_MASK;
  return !is_reserved(character) &&
         (U_GET_GC_MASK(static_cast<UChar32>(character)) & kGraphic) != 0;
}

}  // namespace

SentencePieceCorpus::SentencePieceCorpus(const std::vector<std::string_view>& texts,
                                         const std::unordered_set<char32_t>& letters,
                                         const Control& control)
    : texts_(texts),
      letters_(letters),
      control_(control),
      step_(std::max<std::size_t>((texts.size() + kMostTexts - 1) / kMostTexts, 1)) {
  if (!texts_.empty()) {
    rest_ = texts_.front();
  }
  Next();
}

bool SentencePieceCorpus::done() const {
  return done_ || control_.stop_requested();
}

sentencepiece::util::Status SentencePieceCorpus::status() const {
  using sentencepiece::util::Status;
  using sentencepiece::util::StatusCode;
  return control_.stop_requested() ? Status(StatusCode::kCancelled, "stopped") : Status();
}

void SentencePieceCorpus::Next() {
  bool worth_taking = false;
  while (!worth_taking) {
    while (rest_.empty() && index_ + step_ < texts_.size()) {
      index_ += step_;
      rest_ = texts_[index_];
    }
    if (rest_.empty()) {
      done_ = true;
      return;
    }
    const std::size_t end = sentence_end(rest_);
    worth_taking = clean_sentence(rest_.substr(0, end));
    rest_.remove_prefix(end);
  }
}

bool SentencePieceCorpus::clean_sentence(std::string_view raw) {
  bool graphic = false;
  sentence_.clear();
  for_each_character(raw, [&](char32_t character) {
    const bool keep = character > 0x1f && !is_reserved(character) &&
                      (letters_.empty() || letters_.contains(character));
    append_utf8(sentence_, keep ? character : U' ');
    graphic = graphic || (keep && is_graphic(character));
  });
  return graphic;
}

bool has_something_to_learn(const std::vector<std::string_view>& texts) {
  return std::any_of(texts.begin(), texts.end(), [](std::string_view text) {
    bool found = false;
    for_each_character(text,
                       [&found](char32_t character) { found = found || is_graphic(character); });
    return found;
  });
}

std::vector<char32_t> frequent_characters(const std::vector<std::string_view>& texts, std::size_t n,
                                          const Control& control) {
  std::unordered_map<char32_t, std::uint64_t> counts;
  for (const std::string_view text : texts) {
    control.check_point();
    for_each_character(text, [&counts](char32_t character) {
      if (is_graphic(character)) {
        ++counts[character];
      }
    });
  }
  std::vector<std::pair<char32_t, std::uint64_t>> order(counts.begin(), counts.end());
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  std::vector<char32_t> characters;
  for (std::size_t i = 0; i < std::min(n, order.size()); ++i) {
    characters.push_back(order[i].first);
  }
  return characters;
}

}  // namespace noiseal
