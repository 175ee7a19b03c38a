// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/store/project.h"

namespace noiseal::test {

/// A project of one source with n training rows ("text 1", "text 2", ...; ids "r1", ...; labels
/// "b" and "a" in turn, so that keys and indices differ), one record set aside after the first
/// row, and one valid row at the end.
Project make_small_project(const std::filesystem::path& file, int n = 4);

}  // namespace noiseal::test
