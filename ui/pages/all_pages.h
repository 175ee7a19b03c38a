// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "ui/window/main_window.h"

namespace noiseal::ui {

/// The window with the start page and every page that is built, in the order of the rail.
std::unique_ptr<MainWindow> make_main_window(Services services);

}  // namespace noiseal::ui
