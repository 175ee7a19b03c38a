// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/cli/program.h"

namespace noiseal::test {

/// What lies in the folder before the case prepares its own files.
enum class Start : std::uint8_t {
  nothing,
  imported,  ///< imported_folder()
  reviewed,  ///< reviewed_folder()
};

/// One call of the program and how it must end. Exit status 0: stdout has the words. Else stderr
/// has one message with the words, and no file under the folder has changed.
struct Case {
  std::string name;
  Start start = Start::nothing;
  Arguments arguments;
  int status = 0;
  std::vector<std::string> words;
  std::function<void(const std::filesystem::path& folder)> prepare{};
  Conditions conditions{};
};

/// Shows a case by its name where GoogleTest prints it.
inline void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

std::vector<Case> import_cases();
std::vector<Case> run_cases();     ///< noise and run
std::vector<Case> output_cases();  ///< all other commands, and the command line itself

}  // namespace noiseal::test
