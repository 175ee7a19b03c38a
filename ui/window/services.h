// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/control.h"
#include "core/pipeline/training_run.h"
#include "core/stats/matrix.h"
#include "core/store/project.h"
#include "ui/window/llm_tools.h"

namespace noiseal::ui {

/// What the program gives its window: everything that needs models or lies outside of core.
/// Functions are called on worker threads and may throw noiseal::Error.
struct Services {
  std::string program_version;
  RunParts run_parts;

  /// Writes the demo corpus into a new project with 40 % of the training labels made wrong.
  std::function<void(const std::filesystem::path& project, std::uint64_t seed, const Control&)>
      make_demo_project;

  LlmTools llm;

  /// For the noise "instance-a" and "instance-b" (NoiseSpec::probabilities and ::vectors).
  std::function<MatrixF(const Project&, std::uint64_t seed, const Control&)>
      small_model_probabilities;
  std::function<MatrixF(const Project&, const Control&)> row_vectors;

  /// Writes the newest run's strong model as a folder, whole or not at all; returns the run.
  std::function<std::int64_t(const Project&, const std::filesystem::path& folder, const Control&)>
      export_model;

  /// Folders of the encoders that are installed; empty: none was found.
  std::vector<std::filesystem::path> installed_encoders;
  std::vector<std::filesystem::path> model_folders;  ///< where they are looked for
};

}  // namespace noiseal::ui
