// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

struct EncodingGuess {
  std::string encoding;
  std::string byte_order_mark;
};

/// The mark at the start of head and the encoding that it names.
std::optional<EncodingGuess> encoding_of_mark(std::string_view head);

/// head: the file's first bytes; samples: stretches from further on, cut anywhere. UTF-8 where the
/// bytes are valid UTF-8 (or nearly so, with other such characters around), UTF-16 and UTF-32 by
/// their zero bytes, else ICU's best match that decodes them all.
EncodingGuess guess_encoding(std::string_view head, const std::vector<std::string>& samples);

}  // namespace noiseal
