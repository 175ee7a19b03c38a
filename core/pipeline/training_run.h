// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/control.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/run_event.h"
#include "core/pipeline/run_parts.h"
#include "core/pipeline/run_rows.h"
#include "core/store/project.h"

namespace noiseal {

struct Trial;

/// Who takes part in a run.
struct RunParts {
  LearnerMaker learners;
  AnnotatorMaker annotators = make_offline_annotator;
  std::string program_version;
  AfterPilot after_pilot = AfterPilot::go_on;
  const Trial* trial = nullptr;  ///< of an experiment; outlives the run
};

/// Starts a new run and works on it to its end: warm-up, then select, ask, train and predict in
/// each noise-aware epoch (METHOD.md section 2). The end of every epoch is stored as a whole.
/// Calls come on one thread; observer is called on it. Returns the run's id.
///
/// Throws Interrupted after a stop (the run's state is "stopped", resume_run goes on from its last
/// stored epoch), Error otherwise (the state is "failed", with the reason).
std::int64_t start_run(const Project& project, const Recipe& recipe, UseDecisions use_decisions,
                       const RunParts& parts, const RunObserver& observer, const Control& control);

/// Goes on with a run that did not finish, after its last stored epoch, with its stored recipe: on
/// one machine with the same thread count it ends bit for bit as if it had never stopped.
/// run: none: the newest unfinished one. Throws Error when there is none, or when rows, labels or
/// decisions have changed since it began.
std::int64_t resume_run(const Project& project, std::optional<std::int64_t> run,
                        const RunParts& parts, const RunObserver& observer, const Control& control);

/// Epochs that a recipe plans on so many rows.
struct EpochCounts {
  int warm_up = 0;
  int noise_aware = 0;
  int added_warm_up = 0;  ///< of warm_up, for min_warm_up_steps
  [[nodiscard]] int all() const { return warm_up + noise_aware; }
};
EpochCounts plan_epochs(const Recipe& recipe, std::size_t trained_rows);

}  // namespace noiseal
