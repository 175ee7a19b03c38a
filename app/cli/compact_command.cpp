// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>

#include "app/cli/session.h"
#include "core/base/printable.h"
#include "core/store/project.h"

namespace noiseal::cli {

void add_compact(CLI::App& program, Session& session) {
  CLI::App* command =
      program.add_subcommand("compact", "Drop what a project's finished runs no longer need.");
  const auto file = std::make_shared<std::filesystem::path>();
  command->add_option("PROJECT", *file, "the project file")->required();
  command->callback([&session, file] {
    session.action = [file] {
      Project project = Project::open(*file, OpenMode::write);
      const double megabytes = static_cast<double>(project.compact()) / 1e6;
      std::cout << fmt::format("{}: {:.1f} MB freed.\n", printable(file->string()), megabytes);
    };
  });
}

}  // namespace noiseal::cli
