// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "core/base/control.h"
#include "core/store/project.h"

namespace noiseal {

/// What is written of a run's strong model.
struct ModelExportOptions {
  std::filesystem::path output;       ///< a folder that is not there yet
  std::optional<std::int64_t> run;    ///< none: the newest run with a model
  std::filesystem::path predictions;  ///< CSV of what it says about the test rows; empty: none
};

struct ModelExportReport {
  std::int64_t run = 0;
  int epoch = 0;  ///< whose weights
  std::size_t labels = 0;
};

/// Writes the strong model as a Hugging Face folder, whole or not at all. Throws Error when the
/// project has no trained model.
ModelExportReport export_model(const Project& project, const ModelExportOptions& options,
                               const Control& control);

}  // namespace noiseal
