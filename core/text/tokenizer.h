// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/control.h"
#include "core/text/corpus.h"

namespace noiseal {

/// Text to token ids. Implementations are immutable and may be shared between threads.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  /// Ids of one UTF-8 text with the special tokens of the model ([CLS] ... [SEP] for BERT),
  /// at most max_tokens of them (max_tokens >= 2); cut at the end, the closing token kept.
  /// Invalid UTF-8 is read as U+FFFD.
  [[nodiscard]] virtual std::vector<std::int32_t> encode(std::string_view text,
                                                         std::size_t max_tokens) const = 0;
  [[nodiscard]] virtual std::size_t vocabulary_size() const = 0;
  [[nodiscard]] virtual std::int32_t padding_id() const = 0;
  /// The piece of an id, for display and export.
  [[nodiscard]] virtual std::string piece(std::int32_t id) const = 0;
};

/// WordPiece as BERT's reference tokenizer does it (Hugging Face BertTokenizer), from vocab.txt
/// or tokenizer.json in an encoder's folder; lower-casing and accent stripping as
/// tokenizer_config.json (or tokenizer.json) says, lower-case when neither is there.
/// A special token typed in a text, such as "[SEP]", is plain text: "[", "sep", "]". The reference
/// does so with split_special_tokens=True; its default makes the token of it, and a row of a data
/// set could then end its own text for the model. Tokens added to a vocabulary are plain text too.
/// Throws Error naming the file when it is missing, has no [UNK]/[CLS]/[SEP]/[PAD] or is not text.
std::unique_ptr<Tokenizer> load_wordpiece(const std::filesystem::path& folder);

/// Trains a SentencePiece unigram vocabulary of at most max_pieces (METHOD.md section 1: 8,000)
/// on the texts, fewer where the corpus has not enough of them. Deterministic: one thread, no
/// sampling below 1,000,000 texts (above, every n-th text). Returns the serialized model, for
/// load_sentencepiece(). A stop is answered while the texts are read, not within the training.
/// Throws Error where no text holds a letter, digit or sign, UsageError for max_pieces below 4.
std::string train_sentencepiece(const std::vector<std::string_view>& texts, int max_pieces,
                                const Control& control);

/// From the bytes of a SentencePiece model; no special tokens are added to a text, and an empty
/// text gets one unknown piece.
std::unique_ptr<Tokenizer> load_sentencepiece(std::string_view serialized_model);

/// Tokenises many texts on all cores, in the order of the texts.
TokenCorpus tokenize(const Tokenizer& tokenizer, const std::vector<std::string_view>& texts,
                     std::size_t max_tokens, const Control& control);

}  // namespace noiseal
