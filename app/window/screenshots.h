// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "ui/window/main_window.h"

namespace noiseal {

/// Writes a picture of the start page, of every page with the project open and of the main dialogs,
/// in light and dark, at 1440 x 900 and 1024 x 700, as PAGE-SCHEME-WIDTHxHEIGHT.png. Returns the
/// program's exit status. For packaging/screenshots.sh.
int take_screenshots(ui::MainWindow& window, const std::filesystem::path& project,
                     const std::filesystem::path& folder);

}  // namespace noiseal
