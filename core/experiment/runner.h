// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/control.h"
#include "core/base/error.h"
#include "core/experiment/event.h"
#include "core/experiment/plan.h"
#include "core/experiment/scratch_project.h"
#include "core/pipeline/training_run.h"
#include "core/store/project.h"

namespace noiseal {

/// Whether runs take warm-ups and outcomes from others; no: for checking that it changes nothing.
enum class Sharing : std::uint8_t { yes, no };

/// Who takes part in experiments.
struct ExperimentParts {
  RunParts run;
  NoiseEvidence evidence;
  Sharing sharing = Sharing::yes;
};

/// Thrown by an observer of run_experiments(): the experiment that it was told of is left as
/// stopped, with the runs that it has, and the next one begins.
class ExperimentLeft : public Error {
 public:
  ExperimentLeft() : Error("Stopped on request; its finished runs are kept.") {}
};

/// Puts an experiment at the end of the project's queue; returns its id.
std::int64_t queue_experiment(const Project& project, const ExperimentPlan& plan,
                              const std::string& program_version);

/// An unfinished experiment with the same plan, the newest, to go on with.
std::optional<std::int64_t> unfinished_experiment(const Project& project,
                                                  const ExperimentPlan& plan);

/// The experiments that wait, were stopped, or were left by a killed program, in order.
std::vector<std::int64_t> experiments_to_do(const Project& project);

/// Works on the experiments in order, each from the first run that it has no outcome of; the
/// outcome of every run is in the project as soon as it ends. Experiments that are put in the queue
/// meanwhile are worked on after them, if all of the queue is (ids is empty). Rows, labels, noise
/// and runs of the project stay as they are: runs are made in a ScratchProject. One that fails is
/// left as failed, with the reason, and the next one begins.
///
/// Calls come on one thread; observer is called on it. Throws Interrupted after a stop (the state
/// is "stopped"; the run at work is lost, calling again goes on with it).
void run_experiments(const Project& project, const std::vector<std::int64_t>& ids,
                     const ExperimentParts& parts, const ExperimentObserver& observer,
                     const Control& control);

}  // namespace noiseal
