// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/pipeline/queue_query.h"
#include "core/store/project.h"

namespace noiseal {

/// One row that is listed for review.
struct QueueEntry {
  Row row;
  RowScore score;
};

/// Visits the rows that a query lets through, in its order, from the n-th (0-based) on. Return
/// false from visit to end. Throws Error when no run has scores.
/// run: none: the newest run that has scores.
void for_each_in_queue(const Project& project, std::optional<std::int64_t> run,
                       const QueueQuery& query, const std::function<bool(const QueueEntry&)>& visit,
                       std::size_t from = 0);

/// The run that was asked for, else the newest that has scores; nothing when there is none.
std::optional<std::int64_t> scored_run(const Project& project, std::optional<std::int64_t> run);
/// The same; throws Error, with what to do, when there is none.
std::int64_t require_scored_run(const Project& project, std::optional<std::int64_t> run);

}  // namespace noiseal
