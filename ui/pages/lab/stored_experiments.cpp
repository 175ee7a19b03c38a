// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/stored_experiments.h"

#include "core/base/error.h"
#include "ui/pages/lab/llm_consent.h"

namespace noiseal::ui {

std::vector<StoredExperiment> read_stored_experiments(const Project& project) {
  std::vector<StoredExperiment> stored;
  for (const ExperimentRecord& record : project.experiments().all()) {
    StoredExperiment experiment;
    experiment.id = record.id;
    experiment.state = record.state;
    experiment.created = record.created;
    experiment.note = record.note;
    try {
      const ExperimentPlan plan = plan_from_json(record.plan);
      experiment.kind = plan.kind;
      experiment.asks_llm = asks_llm(plan);
      experiment.seeds = plan.seeds.size();
      experiment.runs = plan.arms.size() * plan.seeds.size();
    } catch (const Error&) {
      continue;
    }
    experiment.runs_done = record.state == ExperimentState::finished
                               ? experiment.runs
                               : project.experiments().outcomes(record.id).size();
    stored.push_back(std::move(experiment));
  }
  return stored;
}

}  // namespace noiseal::ui
