// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/work.h"

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/pipeline/run_rows.h"
#include "core/pipeline/training_run.h"
#include "core/pipeline/trial.h"

namespace noiseal {

DataFacts read_data_facts(const Project& project, const std::string& program_version) {
  // The seed only draws held-out rows, of which there are equally many for each.
  const RunRows rows = read_run_rows(project, 1, UseDecisions::no);
  return {rows.fingerprint(), rows.trained_rows(), program_version};
}

std::string outcome_key(const ExperimentPlan& plan, const Arm& arm, std::uint64_t seed,
                        const DataFacts& data) {
  return sha256_hex(fmt::format("{}\n{}\n{}\n{} {}\n{} {}\n{}\n", data.program_version,
                                data.fingerprint, recipe_to_json(run_recipe(arm, seed)),
                                arm.noise.type, arm.noise.rate, arm.demonstrations.corrupted,
                                arm.demonstrations.sway, plan.histograms ? "histograms" : ""));
}

void add_stored_outcomes(KnownBefore& before, const Project& project, const ExperimentPlan& plan,
                         const DataFacts& data) {
  for (const std::uint64_t seed : plan.seeds) {
    for (const Arm& arm : plan.arms) {
      const std::string key = outcome_key(plan, arm, seed, data);
      if (project.experiments().outcome_of(key)) {
        before.outcomes.insert(key);
      }
    }
  }
}

std::vector<PlannedRun> planned_runs(const ExperimentPlan& plan, const DataFacts& data,
                                     KnownBefore& before) {
  std::vector<PlannedRun> runs;
  for (const std::uint64_t seed : plan.seeds) {
    for (std::size_t i = 0; i < plan.arms.size(); ++i) {
      const Arm& arm = plan.arms[i];
      const Recipe recipe = run_recipe(arm, seed);
      const WarmUpStart start =
          warm_up_start(recipe, data.trained_rows,
                        fmt::format("{} {} {}", data.fingerprint, arm.noise.type, arm.noise.rate));
      PlannedRun run;
      run.arm = i;
      run.seed = seed;
      run.key = outcome_key(plan, arm, seed, data);
      run.start = start.key;
      run.epochs = plan_epochs(recipe, data.trained_rows).all();
      run.warm_up = start.epochs;
      run.reused = !before.outcomes.insert(run.key).second;
      run.shared = !run.reused && !before.starts.insert(run.start).second;
      runs.push_back(std::move(run));
    }
  }
  return runs;
}

}  // namespace noiseal
