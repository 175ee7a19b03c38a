// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_changes.h"

#include <fmt/format.h>

#include <unordered_map>

#include "core/pipeline/run_facts.h"
#include "core/store/review_columns.h"

namespace noiseal {
namespace {

std::optional<std::int64_t> scored_run_before(const Project& project, std::int64_t run) {
  std::optional<std::int64_t> before;
  for (const RunRecord& record : project.runs().all()) {
    if (record.id < run && project.scores().count(record.id) > 0) {
      before = record.id;
    }
  }
  return before;
}

struct UsedDecision {
  DecisionKind kind = DecisionKind::keep;
  std::int32_t label = -1;
};

/// By row: what stood when the run began.
std::unordered_map<std::int64_t, UsedDecision> used_decisions(const Project& project,
                                                              std::int64_t run) {
  const RunFacts facts = run_facts_from_json(project.runs().run(run).facts);
  std::unordered_map<std::int64_t, UsedDecision> used;
  project.decisions().for_each_in_force(
      [&](const Decision& decision) {
        if (decides(decision.kind)) {
          used.emplace(decision.row, UsedDecision{decision.kind, decision.to_label});  // the newest
        }
        return true;
      },
      facts.newest_decision);
  return used;
}

void count_decided(RunChanges& changes, DecisionKind kind) {
  changes.kept += kind == DecisionKind::keep ? 1U : 0U;
  changes.relabelled += kind == DecisionKind::accept || kind == DecisionKind::label ? 1U : 0U;
  changes.ambiguous += kind == DecisionKind::ambiguous ? 1U : 0U;
  changes.excluded += kind == DecisionKind::exclude ? 1U : 0U;
}

bool carries_label(DecisionKind kind) {
  return kind == DecisionKind::keep || kind == DecisionKind::accept || kind == DecisionKind::label;
}

}  // namespace

std::optional<RunChanges> run_changes(const Project& project, std::int64_t run) {
  const std::optional<std::int64_t> before = scored_run_before(project, run);
  if (!before) {
    return std::nullopt;
  }
  RunChanges changes;
  changes.run = run;
  changes.before = *before;
  const ReviewColumns then = project.review_columns(*before, Control());
  const ReviewColumns now = project.review_columns(run, Control());
  const auto used = used_decisions(project, run);
  for (std::size_t place = 0; place < now.size(); ++place) {
    const auto decided = used.find(now.id[place]);
    if (decided != used.end()) {
      count_decided(changes, decided->second.kind);
    }
    const std::size_t old = then.place(now.id[place]);
    if (old == then.size()) {
      continue;
    }
    const std::int32_t was = then.suggestion[old];
    const std::int32_t is = now.suggestion[place];
    if (decided != used.end()) {
      if (carries_label(decided->second.kind)) {
        ++changes.decided_with_label;
        changes.agree_before += was == decided->second.label ? 1U : 0U;
        changes.agree_now += is == decided->second.label ? 1U : 0U;
      }
      continue;
    }
    const bool suggested_before = was >= 0 && was != now.given[place];
    const bool suggested_now = is >= 0 && is != now.given[place];
    changes.suggested_before += suggested_before ? 1U : 0U;
    changes.suggested_now += suggested_now ? 1U : 0U;
    changes.newly_suggested += suggested_now && !suggested_before ? 1U : 0U;
    changes.no_longer_suggested += suggested_before && !suggested_now ? 1U : 0U;
    changes.other_suggestion += suggested_before && suggested_now && was != is ? 1U : 0U;
  }
  return changes;
}

std::string run_changes_text(const RunChanges& changes) {
  return fmt::format(
      "Since run {}: {} decisions were used ({} kept, {} relabelled, {} ambiguous) and {} rows "
      "left "
      "out as excluded.\n"
      "Undecided rows that are suggested another label: {} before, {} now; {} new, {} gone, {} "
      "with "
      "another suggestion.\n"
      "On {} decided rows the suggestion is the reviewer's label {} times before, {} times now.\n",
      changes.before, changes.kept + changes.relabelled + changes.ambiguous, changes.kept,
      changes.relabelled, changes.ambiguous, changes.excluded, changes.suggested_before,
      changes.suggested_now, changes.newly_suggested, changes.no_longer_suggested,
      changes.other_suggestion, changes.decided_with_label, changes.agree_before,
      changes.agree_now);
}

}  // namespace noiseal
