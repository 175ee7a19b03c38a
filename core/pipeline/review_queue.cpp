// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/review_queue.h"

#include <fmt/format.h>

#include <numeric>
#include <unordered_set>
#include <vector>

#include "core/base/error.h"
#include "core/stats/ordering.h"

namespace noiseal {
namespace {

/// The undecided rows with scores, as parallel columns: no texts in memory.
struct Waiting {
  std::vector<std::int64_t> ids;
  std::vector<float> scores;
  std::vector<std::int32_t> given;
};

Waiting waiting_rows(const Project& project, std::int64_t run) {
  std::unordered_set<std::int64_t> decided;
  project.decisions().for_each_current(
      [&](const CurrentDecision& decision) { decided.insert(decision.row); });
  Waiting waiting;
  project.scores().for_each_by_row(run, [&](const RowScore& score) {
    if (!decided.contains(score.row)) {
      waiting.ids.push_back(score.row);
      waiting.scores.push_back(static_cast<float>(score.score));
    }
    return true;
  });
  // Scores and labels both come in order of row id: one pass joins them.
  std::size_t next = 0;
  waiting.given.assign(waiting.ids.size(), -1);
  for (const Split split : {Split::train, Split::valid, Split::test}) {
    const SplitLabels labels = project.rows().read_labels(split);
    next = 0;
    for (std::size_t i = 0; i < labels.ids.size() && next < waiting.ids.size(); ++i) {
      while (next < waiting.ids.size() && waiting.ids[next] < labels.ids[i]) {
        ++next;
      }
      if (next < waiting.ids.size() && waiting.ids[next] == labels.ids[i]) {
        waiting.given[next] = labels.given[i];
      }
    }
  }
  return waiting;
}

}  // namespace

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

void for_each_in_queue(const Project& project, std::optional<std::int64_t> run,
                       const std::function<bool(const QueueEntry&)>& visit) {
  const std::optional<std::int64_t> scored = scored_run(project, run);
  if (!scored) {
    throw Error(
        fmt::format("The project {} has no scored rows to review; start a run with "
                    "\"noiseal run\" and let it finish.",
                    project.path().string()));
  }
  const Waiting waiting = waiting_rows(project, *scored);
  std::vector<std::uint32_t> positions(waiting.ids.size());
  std::iota(positions.begin(), positions.end(), 0U);
  for (const std::uint32_t place : spread_order(positions, waiting.scores, waiting.given)) {
    const std::int64_t id = waiting.ids[place];
    const QueueEntry entry{project.rows().row(id), project.scores().get(*scored, id).value()};
    if (!visit(entry)) {
      return;
    }
  }
}

}  // namespace noiseal
