// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <sentencepiece_processor.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace noiseal {
namespace {

class SentencePieceTokenizer final : public Tokenizer {
 public:
  explicit SentencePieceTokenizer(std::string_view serialized_model) {
    const bool loaded = serialized_model.size() <= std::numeric_limits<std::int32_t>::max() &&
                        processor_.LoadFromSerializedProto(serialized_model).ok();
    if (!loaded || processor_.GetPieceSize() == 0 || processor_.unk_id() < 0) {
      throw Error(
          "The sub-word vocabulary is damaged: it is no SentencePiece model; train it again.");
    }
  }

  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view text,
                                                 std::size_t max_tokens) const override {
    std::vector<int> ids;
    if (!processor_.Encode(text, &ids).ok()) {
      throw Error(
          fmt::format("A text of {} bytes cannot be tokenised; shorten it or leave its "
                      "row out.",
                      text.size()));
    }
    if (ids.empty()) {
      ids.push_back(processor_.unk_id());
    }
    ids.resize(std::min(ids.size(), max_tokens));
    return ids;
  }

  [[nodiscard]] std::size_t vocabulary_size() const override {
    return static_cast<std::size_t>(processor_.GetPieceSize());
  }
  [[nodiscard]] std::int32_t padding_id() const override {
    return processor_.pad_id() >= 0 ? processor_.pad_id() : processor_.unk_id();
  }
  [[nodiscard]] std::string piece(std::int32_t id) const override {
    if (id < 0 || id >= processor_.GetPieceSize()) {
      throw Error(fmt::format("The vocabulary has no piece {}; its ids end at {}.", id,
                              processor_.GetPieceSize() - 1));
    }
    return processor_.IdToPiece(id);
  }

 private:
  sentencepiece::SentencePieceProcessor processor_;
};

}  // namespace

std::unique_ptr<Tokenizer> load_sentencepiece(std::string_view serialized_model) {
  return std::make_unique<SentencePieceTokenizer>(serialized_model);
}

}  // namespace noiseal
