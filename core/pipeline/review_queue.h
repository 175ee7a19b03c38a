// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/store/project.h"

namespace noiseal {

/// One row that waits for a reviewer.
struct QueueEntry {
  Row row;
  RowScore score;
};

/// Visits the undecided rows of a run, most suspicious first: error score spread over the given
/// labels. Return false from visit to end. Throws Error when no run has scores.
/// run: none: the newest run that has scores.
void for_each_in_queue(const Project& project, std::optional<std::int64_t> run,
                       const std::function<bool(const QueueEntry&)>& visit);

/// The run that was asked for, else the newest that has scores; nothing when there is none.
std::optional<std::int64_t> scored_run(const Project& project, std::optional<std::int64_t> run);

}  // namespace noiseal
