// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/experiment/plan.h"
#include "core/store/project.h"

namespace noiseal {

/// What the outcomes of an experiment's runs follow from, beside their arms.
struct DataFacts {
  std::string fingerprint;       ///< of the project's rows and labels
  std::size_t trained_rows = 0;  ///< in each epoch
  std::string program_version;
};
/// Throws Error when the project can't be trained on.
DataFacts read_data_facts(const Project& project, const std::string& program_version);

/// One run of an arm that is still to come.
struct PlannedRun {
  std::size_t arm = 0;
  std::uint64_t seed = 1;
  std::string key;      ///< equal: the same outcome
  std::string start;    ///< equal: begins alike, so that the warm-up can be shared
  int epochs = 0;       ///< of the run
  int warm_up = 0;      ///< of these, may be shared
  bool reused = false;  ///< its outcome will be there when its turn comes
  bool shared = false;  ///< its warm-up will be there
  /// Epochs that are left to train.
  [[nodiscard]] int to_train() const { return reused ? 0 : epochs - (shared ? warm_up : 0); }
};

/// What is there before the runs of a plan.
struct KnownBefore {
  std::set<std::string> outcomes;  ///< keys
  std::set<std::string> starts;    ///< of warm-ups that are kept
};
/// Adds the plan's outcomes that the project has, of whatever experiment.
void add_stored_outcomes(KnownBefore& before, const Project& project, const ExperimentPlan& plan,
                         const DataFacts& data);

/// The runs of a plan in their order: all arms with the first seed, then with the next. before
/// grows by what these runs will leave.
std::vector<PlannedRun> planned_runs(const ExperimentPlan& plan, const DataFacts& data,
                                     KnownBefore& before);

/// An outcome's key.
std::string outcome_key(const ExperimentPlan& plan, const Arm& arm, std::uint64_t seed,
                        const DataFacts& data);

}  // namespace noiseal
