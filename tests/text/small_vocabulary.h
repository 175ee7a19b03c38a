// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/tokenizer.h"

namespace noiseal::test {

void write_file(const std::filesystem::path& file, std::string_view bytes);

/// vocab.txt of [PAD], [UNK], [CLS], [SEP] (ids 0 to 3) and the given pieces (from 4).
std::string vocabulary_of(const std::vector<std::string>& pieces);

/// The pieces of a text, special tokens included.
std::vector<std::string> pieces_of(const Tokenizer& tokenizer, std::string_view text,
                                   std::size_t max_tokens = 100'000);

}  // namespace noiseal::test
