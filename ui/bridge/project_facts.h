// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/store/project.h"

namespace noiseal::ui {

/// What the window shows of a project everywhere; a value, read anew after every change.
struct ProjectFacts {
  std::filesystem::path file;
  std::array<std::size_t, 3> rows{};  ///< by Split
  std::vector<Label> labels;          ///< position = label index
  std::vector<RunRecord> runs;        ///< newest first
  std::size_t decided = 0;            ///< rows with a decision
  bool on_network = false;

  [[nodiscard]] std::size_t all_rows() const { return rows[0] + rows[1] + rows[2]; }
  /// "tickets.noiseal".
  [[nodiscard]] std::string name() const { return file.filename().string(); }
};

ProjectFacts read_facts(const Project& project);

}  // namespace noiseal::ui
