// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/window_arguments.h"

#include <string_view>
#include <system_error>

namespace noiseal {
namespace {

bool names_a_project(const char* argument) {
  const std::filesystem::path file(argument);
  std::error_code ignored;
  return file.extension() == ".noiseal" ||
         (file.has_parent_path() && std::filesystem::is_regular_file(file, ignored));
}

}  // namespace

std::optional<WindowArguments> window_arguments(int argc, const char* const* argv) {
  constexpr int kScreenshotArguments = 4;  // noiseal --screenshots FOLDER PROJECT
  WindowArguments window;
  if (argc == kScreenshotArguments && std::string_view(argv[1]) == "--screenshots") {
    window.screenshots = argv[2];
    window.project = argv[3];
    return window;
  }
  if (argc <= 1) {
    return window;
  }
  if (argc == 2 && names_a_project(argv[1])) {
    window.project = argv[1];
    return window;
  }
  return std::nullopt;
}

}  // namespace noiseal
