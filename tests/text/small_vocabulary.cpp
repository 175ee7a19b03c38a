// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/text/small_vocabulary.h"

#include <fstream>
#include <stdexcept>

namespace noiseal::test {

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) {
    throw std::runtime_error("cannot write " + file.string());
  }
}

std::string vocabulary_of(const std::vector<std::string>& pieces) {
  std::string lines = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n";
  for (const std::string& piece : pieces) {
    lines += piece + "\n";
  }
  return lines;
}

std::vector<std::string> pieces_of(const Tokenizer& tokenizer, std::string_view text,
                                   std::size_t max_tokens) {
  std::vector<std::string> pieces;
  for (const std::int32_t id : tokenizer.encode(text, max_tokens)) {
    pieces.push_back(tokenizer.piece(id));
  }
  return pieces;
}

}  // namespace noiseal::test
