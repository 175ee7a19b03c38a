// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace noiseal {

/// The text as it may be shown on a terminal, on one line: control characters (C0, C1, line breaks,
/// direction marks that reorder what follows) become visible escapes such as "\n" and "\x1b", and
/// bytes that are no UTF-8 become "\xff". Everything else stays.
std::string printable(std::string_view text);

/// The same, cut to about max_characters characters (code points) with an ellipsis.
std::string printable_start(std::string_view text, std::size_t max_characters);

}  // namespace noiseal
