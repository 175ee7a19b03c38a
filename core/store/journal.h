// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace noiseal {

/// Brings what was committed to a project from its journal into its file, through a connection of
/// its own, so that no commit has to. Nobody waits for it, and it waits for nobody. Throws Error
/// when the file can't be read or written.
void settle_journal(const std::filesystem::path& project);

}  // namespace noiseal
