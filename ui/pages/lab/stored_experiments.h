// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/experiment/plan.h"
#include "core/store/project.h"

namespace noiseal::ui {

/// An experiment that the project holds, without its figures.
struct StoredExperiment {
  std::int64_t id = 0;
  ExperimentKind kind = ExperimentKind::separation;
  ExperimentState state = ExperimentState::waiting;
  std::string created;  ///< UTC, "2026-01-31T12:00:00Z"
  std::string note;     ///< why it failed
  std::size_t seeds = 0;
  std::size_t runs_done = 0;
  std::size_t runs = 0;
  bool asks_llm = false;  ///< texts leave this computer
};

/// In order of id. What another version of the program has stored and this one doesn't know is left
/// out.
std::vector<StoredExperiment> read_stored_experiments(const Project& project);

}  // namespace noiseal::ui
