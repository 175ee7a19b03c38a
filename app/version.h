// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace noiseal {

/// As in the project's CMakeLists.txt, e.g. "0.1.0".
inline constexpr const char* kVersion = NOISEAL_VERSION;

}  // namespace noiseal
