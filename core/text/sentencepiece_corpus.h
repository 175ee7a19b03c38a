// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sentencepiece_trainer.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/base/control.h"

namespace noiseal {

/// Texts as SentencePiece's trainer wants them: at most 1,000,000, evenly spread, in sentences
/// short enough not to be skipped, without characters that it can't bear. Ends with an error
/// status once a stop was asked for.
class SentencePieceCorpus final : public sentencepiece::SentenceIterator {
 public:
  /// letters: the only characters to keep, the others become spaces; empty: keep all. Both
  /// arguments must outlive the corpus.
  SentencePieceCorpus(const std::vector<std::string_view>& texts,
                      const std::unordered_set<char32_t>& letters, const Control& control);

  [[nodiscard]] bool done() const override;
  void Next() override;
  [[nodiscard]] const std::string& value() const override { return sentence_; }
  [[nodiscard]] sentencepiece::util::Status status() const override;

 private:
  /// Fills sentence_; false where nothing in it can be seen.
  bool clean_sentence(std::string_view raw);

  const std::vector<std::string_view>& texts_;
  const std::unordered_set<char32_t>& letters_;
  const Control control_;
  const std::size_t step_;  ///< every step_-th text is taken
  std::size_t index_ = 0;
  std::string_view rest_;  ///< of the text at index_
  std::string sentence_;
  bool done_ = false;
};

/// Does any text hold a letter, digit, symbol or punctuation mark? The trainer would end the
/// process where all that a corpus holds is normalised away.
bool has_something_to_learn(const std::vector<std::string_view>& texts);

/// The n most frequent characters of the texts, in descending order of frequency.
std::vector<char32_t> frequent_characters(const std::vector<std::string_view>& texts, std::size_t n,
                                          const Control& control);

}  // namespace noiseal
