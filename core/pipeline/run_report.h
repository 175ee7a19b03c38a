// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/store/project.h"

namespace noiseal {

/// Every figure of METHOD.md section 8 about a run as one JSON object with the names of
/// `report --json`, from the project alone; null where gold or a split is missing.
/// run: none: the newest that has a finished epoch. Throws Error when there is none.
std::string make_run_report(const Project& project, std::optional<std::int64_t> run);

}  // namespace noiseal
