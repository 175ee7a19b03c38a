// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/window_arguments.h"

namespace noiseal {

/// Opens the window and returns its exit status when it is closed. Without a display: one sentence
/// on stderr, 1. May start the program anew to set what the OpenMP library reads at its start.
int open_window(int argc, char** argv, const WindowArguments& arguments);

}  // namespace noiseal
