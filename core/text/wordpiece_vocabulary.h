// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/wordpiece_settings.h"

namespace noiseal {

/// The pieces of a WordPiece vocabulary, and the cutting of one word into them.
class WordPieceVocabulary {
 public:
  /// Throws Error naming the vocabulary's file where a special token is missing.
  explicit WordPieceVocabulary(WordPieceFolder folder);

  /// Appends the ids of a word: the longest piece that starts it, then the longest that goes on,
  /// and so forth; the unknown piece alone where that fails or the word is too long.
  void append_word(std::string_view word, std::vector<std::int32_t>& ids) const;

  [[nodiscard]] std::size_t size() const { return pieces_.size(); }
  [[nodiscard]] const std::string& piece(std::int32_t id) const;
  [[nodiscard]] std::int32_t unknown() const { return unknown_; }
  [[nodiscard]] std::int32_t opening() const { return opening_; }
  [[nodiscard]] std::int32_t closing() const { return closing_; }
  [[nodiscard]] std::int32_t padding() const { return padding_; }

 private:
  /// Open addressing, at most half full. A piece's hash runs over its bytes from the first, so
  /// that one pass over a word gives the hashes of all its beginnings.
  class Table {
   public:
    explicit Table(std::size_t n_pieces);
    void insert(std::string_view piece, std::int32_t id);
    /// The longest beginning of the word that is a piece, cut between characters.
    struct Match {
      std::int32_t id = -1;  ///< -1: none
      std::size_t bytes = 0;
    };
    [[nodiscard]] Match longest(std::string_view word) const;
    [[nodiscard]] std::int32_t find(std::string_view piece) const;

   private:
    struct Slot {
      std::uint64_t hash = 0;
      std::uint32_t begin = 0;  ///< of its bytes in bytes_
      std::uint32_t size = 0;
      std::int32_t id = -1;  ///< -1: empty
    };
    [[nodiscard]] const Slot& slot(std::string_view piece, std::uint64_t hash) const;

    std::vector<Slot> slots_;
    std::string bytes_;
    std::size_t longest_piece_ = 0;
  };

  [[nodiscard]] std::int32_t special(const std::string& token,
                                     const std::filesystem::path& file) const;

  std::vector<std::string> pieces_;
  std::size_t max_word_characters_;
  Table starting_;
  Table continuing_;
  std::int32_t unknown_ = 0;
  std::int32_t opening_ = 0;
  std::int32_t closing_ = 0;
  std::int32_t padding_ = 0;
};

}  // namespace noiseal
