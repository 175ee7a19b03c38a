// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/review_queue.h"

#include <fmt/format.h>

#include <vector>

#include "core/base/error.h"
#include "core/pipeline/review_list.h"

namespace noiseal {
std::optional<std::int64_t> scored_run(const Project& project, std::optional<std::int64_t> run) {
  if (run) {
    return project.scores().count(project.runs().run(*run).id) > 0 ? run : std::nullopt;
  }
  const std::vector<RunRecord> runs = project.runs().all();
  for (auto newest = runs.rbegin(); newest != runs.rend(); ++newest) {
    if (project.scores().count(newest->id) > 0) {
      return newest->id;
    }
  }
  return std::nullopt;
}

std::int64_t require_scored_run(const Project& project, std::optional<std::int64_t> run) {
  if (const std::optional<std::int64_t> scored = scored_run(project, run)) {
    return *scored;
  }
  throw Error(
      fmt::format("The project {} has no scored rows to review; start a run with "
                  "\"noiseal run\" and let it finish.",
                  project.path().string()));
}

void for_each_in_queue(const Project& project, std::optional<std::int64_t> run,
                       const QueueQuery& query, const std::function<bool(const QueueEntry&)>& visit,
                       std::size_t from) {
  ReviewList list(project, run, Control());
  list.apply(query);
  for (std::size_t i = from; i < list.order().size(); ++i) {
    const std::int64_t id = list.row_at(i);
    if (!visit({project.rows().row(id), project.scores().get(list.run(), id).value()})) {
      return;
    }
  }
}

}  // namespace noiseal
