// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/control.h"
#include "core/pipeline/project_import.h"
#include "core/pipeline/project_noise.h"

namespace noiseal::demo {

/// What the demo's project was made of.
struct DemoProject {
  ImportReport imported;
  NoiseReport noise;
};

/// Writes invented requests (requests.csv, requests-test.csv) into the project's folder, which is
/// made where it is missing, imports them into a new project and makes 40 % of the training labels
/// wrong (asymmetric noise: each into the next label).
DemoProject make_demo_project(const std::filesystem::path& project, std::uint64_t seed,
                              const Control& control);

}  // namespace noiseal::demo
