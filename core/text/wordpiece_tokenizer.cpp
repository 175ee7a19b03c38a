// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "core/text/tokenizer.h"
#include "core/text/word_splitter.h"
#include "core/text/wordpiece_settings.h"
#include "core/text/wordpiece_vocabulary.h"

namespace noiseal {
namespace {

/// Turns words into ids until max_ids are there.
class IdCollector final : public WordReceiver {
 public:
  IdCollector(const WordPieceVocabulary& vocabulary, std::vector<std::int32_t>& ids,
              std::size_t max_ids)
      : vocabulary_(vocabulary), ids_(ids), max_ids_(max_ids) {}

  bool take(std::string_view word) override {
    vocabulary_.append_word(word, ids_);
    return ids_.size() < max_ids_;
  }

 private:
  const WordPieceVocabulary& vocabulary_;
  std::vector<std::int32_t>& ids_;
  std::size_t max_ids_;
};

class WordPieceTokenizer final : public Tokenizer {
 public:
  explicit WordPieceTokenizer(WordPieceFolder folder)
      : splitter_(folder.settings), vocabulary_(std::move(folder)) {}

  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view text,
                                                 std::size_t max_tokens) const override {
    const std::size_t max_ids = std::max(max_tokens, std::size_t{2}) - 1;  // room for the closing
    std::vector<std::int32_t> ids;
    ids.reserve(std::min(max_ids, text.size() / 3 + 1) + 1);
    ids.push_back(vocabulary_.opening());
    if (max_ids > 1) {
      IdCollector collector(vocabulary_, ids, max_ids);
      splitter_.split(text, collector);
    }
    ids.resize(std::min(ids.size(), max_ids));
    ids.push_back(vocabulary_.closing());
    return ids;
  }

  [[nodiscard]] std::size_t vocabulary_size() const override { return vocabulary_.size(); }
  [[nodiscard]] std::int32_t padding_id() const override { return vocabulary_.padding(); }
  [[nodiscard]] std::string piece(std::int32_t id) const override { return vocabulary_.piece(id); }

 private:
  WordSplitter splitter_;
  WordPieceVocabulary vocabulary_;
};

}  // namespace

std::unique_ptr<Tokenizer> load_wordpiece(const std::filesystem::path& folder) {
  return std::make_unique<WordPieceTokenizer>(read_wordpiece_folder(folder));
}

}  // namespace noiseal
