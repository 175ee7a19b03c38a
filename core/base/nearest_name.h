// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace noiseal {

/// Fewest insertions, removals, replacements and swaps of neighbours that turn a into b (bytes;
/// optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that a person most likely meant by a mistyped name; empty when none is near
/// (further away than a third of the name's length, but at least 2 edits are allowed).
std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

}  // namespace noiseal
