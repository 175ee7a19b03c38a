// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/store/project.h"

namespace noiseal::cli {

/// The row with this id: its own one from the data, else its number. Throws Error without one.
std::int64_t row_named(const Project& project, const std::string& name);

}  // namespace noiseal::cli
