// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/wordpiece_vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "core/base/error.h"

namespace noiseal {
namespace {

// FNV-1a, folded: the table takes the low bits.
constexpr std::uint64_t kHashStart = 0xcbf29ce484222325ULL;

std::uint64_t hash_with(std::uint64_t hash, char byte) {
  return (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = kHashStart;
  for (const char byte : text) {
    hash = hash_with(hash, byte);
  }
  return hash;
}

bool starts_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
}

/// More than limit characters (code points)?
bool longer_than(std::string_view word, std::size_t limit) {
  return word.size() > limit && static_cast<std::size_t>(std::count_if(word.begin(), word.end(),
                                                                       starts_character)) > limit;
}

}  // namespace

WordPieceVocabulary::Table::Table(std::size_t n_pieces) : slots_(std::bit_ceil(2 * n_pieces + 2)) {}

const WordPieceVocabulary::Table::Slot& WordPieceVocabulary::Table::slot(std::string_view piece,
                                                                         std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = (hash ^ (hash >> 32)) & mask;; at = (at + 1) & mask) {
    const Slot& candidate = slots_[at];
    if (candidate.id < 0 ||
        (candidate.hash == hash &&
         std::string_view(bytes_).substr(candidate.begin, candidate.size) == piece)) {
      return candidate;
    }
  }
}

void WordPieceVocabulary::Table::insert(std::string_view piece, std::int32_t id) {
  const std::uint64_t hash = hash_of(piece);
  const auto at = static_cast<std::size_t>(&slot(piece, hash) - slots_.data());
  slots_[at] = {hash, static_cast<std::uint32_t>(bytes_.size()),
                static_cast<std::uint32_t>(piece.size()), id};
  bytes_.append(piece);
  longest_piece_ = std::max(longest_piece_, piece.size());
}

std::int32_t WordPieceVocabulary::Table::find(std::string_view piece) const {
  return slot(piece, hash_of(piece)).id;
}

WordPieceVocabulary::Table::Match WordPieceVocabulary::Table::longest(std::string_view word) const {
  constexpr std::size_t kOnStack = 128;
  std::array<std::uint64_t, kOnStack> few{};
  std::vector<std::uint64_t> many;
  std::uint64_t* hashes = few.data();
  const std::size_t size = std::min(word.size(), longest_piece_);
  if (size > kOnStack) {
    many.resize(size);
    hashes = many.data();
  }
  std::uint64_t hash = kHashStart;
  for (std::size_t i = 0; i < size; ++i) {
    hash = hash_with(hash, word[i]);
    hashes[i] = hash;
  }
  for (std::size_t end = size; end > 0; --end) {
    if (end < word.size() && !starts_character(word[end])) {
      continue;
    }
    const Slot& found = slot(word.substr(0, end), hashes[end - 1]);
    if (found.id >= 0) {
      return {found.id, end};
    }
  }
  return {};
}

WordPieceVocabulary::WordPieceVocabulary(WordPieceFolder folder)
    : pieces_(std::move(folder.pieces)),
      max_word_characters_(folder.settings.max_word_characters),
      starting_(pieces_.size()),
      continuing_(pieces_.size()) {
  const std::string& continuation = folder.settings.continuation;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const std::string_view piece = pieces_[i];
    const auto id = static_cast<std::int32_t>(i);
    // Where a piece stands twice, the last one counts.
    starting_.insert(piece, id);
    if (piece.starts_with(continuation)) {
      continuing_.insert(piece.substr(continuation.size()), id);
    }
  }
  unknown_ = special(folder.settings.unknown, folder.vocabulary_file);
  opening_ = special(folder.settings.opening, folder.vocabulary_file);
  closing_ = special(folder.settings.closing, folder.vocabulary_file);
  padding_ = special(folder.settings.padding, folder.vocabulary_file);
}

std::int32_t WordPieceVocabulary::special(const std::string& token,
                                          const std::filesystem::path& file) const {
  const std::int32_t id = starting_.find(token);
  if (id < 0) {
    throw Error(
        fmt::format("{}: the vocabulary has no {}, so it does not belong to a BERT "
                    "encoder; fetch the encoder's folder again.",
                    file.string(), token));
  }
  return id;
}

const std::string& WordPieceVocabulary::piece(std::int32_t id) const {
  if (id < 0 || static_cast<std::size_t>(id) >= pieces_.size()) {
    throw Error(fmt::format("The vocabulary has no piece {}; its ids end at {}.", id,
                            static_cast<std::ptrdiff_t>(pieces_.size()) - 1));
  }
  return pieces_[static_cast<std::size_t>(id)];
}

void WordPieceVocabulary::append_word(std::string_view word, std::vector<std::int32_t>& ids) const {
  if (longer_than(word, max_word_characters_)) {
    ids.push_back(unknown_);
    return;
  }
  const std::size_t before = ids.size();
  const Table* table = &starting_;
  while (!word.empty()) {
    const Table::Match match = table->longest(word);
    if (match.id < 0) {
      ids.resize(before);
      ids.push_back(unknown_);
      return;
    }
    ids.push_back(match.id);
    word.remove_prefix(match.bytes);
    table = &continuing_;
  }
}

}  // namespace noiseal
