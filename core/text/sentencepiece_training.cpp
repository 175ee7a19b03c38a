// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <sentencepiece_trainer.h>

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/text/sentencepiece_corpus.h"
#include "core/text/tokenizer.h"

namespace noiseal {
namespace {

/// Padding, unknown, the word mark and one letter.
constexpr int kFewestPieces = 4;

std::unordered_map<std::string, std::string> options(int max_pieces, const char* coverage) {
  return {
      {"model_type", "unigram"},
      {"vocab_size", std::to_string(max_pieces)},
      {"hard_vocab_limit", "false"},  // fewer pieces where the corpus has not enough
      {"character_coverage", coverage},
      {"num_threads", "1"},  // one order of summing floats
      {"pad_id", "0"},
      {"unk_id", "1"},
      {"bos_id", "-1"},
      {"eos_id", "-1"},
      {"minloglevel", "4"},  // say nothing
  };
}

/// Empty where the vocabulary is too small for the letters of the corpus.
std::string train(const std::vector<std::string_view>& texts,
                  const std::unordered_set<char32_t>& letters, int max_pieces, const char* coverage,
                  const Control& control) {
  control.check_point();
  SentencePieceCorpus corpus(texts, letters, control);
  std::string model;
  const auto status =
      sentencepiece::SentencePieceTrainer::Train(options(max_pieces, coverage), &corpus, &model);
  control.check_point();
  return status.ok() ? model : std::string();
}

}  // namespace

std::string train_sentencepiece(const std::vector<std::string_view>& texts, int max_pieces,
                                const Control& control) {
  if (max_pieces < kFewestPieces) {
    throw UsageError(
        fmt::format("A sub-word vocabulary of {} pieces is too small; ask for {} or "
                    "more.",
                    max_pieces, kFewestPieces));
  }
  if (!has_something_to_learn(texts)) {
    throw Error(
        "The texts hold no letter, digit or sign, so no sub-word vocabulary can be learnt from "
        "them; check that the right column is read as the text.");
  }
  for (const char* coverage : {"0.9995", "0.98"}) {
    std::string model = train(texts, {}, max_pieces, coverage, control);
    if (!model.empty()) {
      return model;
    }
  }
  // More letters than pieces (Chinese, or a small vocabulary): the most frequent ones only. One
  // character may become several when the trainer normalises it, hence the loop.
  for (std::size_t n = static_cast<std::size_t>(max_pieces) - kFewestPieces + 1; n > 0; n /= 2) {
    const auto kept = frequent_characters(texts, n, control);
    std::string model = train(texts, {kept.begin(), kept.end()}, max_pieces, "1.0", control);
    if (!model.empty()) {
      return model;
    }
  }
  throw Error(
      fmt::format("No sub-word vocabulary of {} pieces can be learnt from these texts; "
                  "ask for more pieces.",
                  max_pieces));
}

}  // namespace noiseal
