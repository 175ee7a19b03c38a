// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace noiseal {

/// "7", "4,898", "1,000,000": a count in a sentence.
std::string count_text(std::uint64_t count);

}  // namespace noiseal
