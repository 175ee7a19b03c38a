// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace noiseal {

/// What the window is opened with.
struct WindowArguments {
  std::optional<std::filesystem::path> project;
  /// Not for people: pictures of every page are written to this folder, then the program ends.
  std::optional<std::filesystem::path> screenshots;
};

/// The program's arguments when they ask for the window (none, or one project file); nothing when
/// they are a command.
std::optional<WindowArguments> window_arguments(int argc, const char* const* argv);

}  // namespace noiseal
