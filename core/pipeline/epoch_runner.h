// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/pipeline/annotation_stage.h"
#include "core/pipeline/epoch_figures.h"
#include "core/pipeline/epoch_state.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/run_event.h"
#include "core/pipeline/run_facts.h"
#include "core/pipeline/run_parts.h"
#include "core/pipeline/run_rows.h"
#include "core/pipeline/training_run.h"
#include "core/pipeline/trial.h"
#include "core/selection/signatures.h"
#include "core/store/project.h"

namespace noiseal {

/// What the epochs of a run work with; all of it outlives the EpochRunner.
struct EpochContext {
  const Project& project;
  std::int64_t run = 0;
  const Recipe& recipe;
  const RunRows& rows;
  RunLearners& learners;
  AnnotationStage& annotation;
  EpochCounts epochs;
  const RunObserver& observer;
  const Control& control;
  const Trial* trial = nullptr;  ///< of an experiment
  WarmUpStart start = {};        ///< of a trial
};

/// Works through one epoch after the other and stores the end of each.
class EpochRunner {
 public:
  EpochRunner(const EpochContext& context, EpochState state, RunFacts facts);
  /// The epoch after state().epoch.
  void run_next();
  [[nodiscard]] const EpochState& state() const { return state_; }

 private:
  using Clock = std::chrono::steady_clock;
  /// Everything about the epoch at work that is stored at its end.
  struct Work;

  [[nodiscard]] bool is_warm_up(int epoch) const { return epoch <= context_.epochs.warm_up; }
  EpochPlan plan(Work& work);
  EpochPlan plan_noise_aware(Work& work);
  void train_and_predict(Work& work, const EpochPlan& plan);
  /// Another run's epoch in place of training it; false where there is none.
  bool take_shared(Work& work);
  void share(const Work& work);
  void train(Work& work, Learner& learner, const std::string& model, const EpochPlan& plan,
             int part);
  void predict(Work& work, int part);
  [[nodiscard]] MatrixF transition() const;
  void take_evidence(int epoch);
  [[nodiscard]] std::vector<float> scores() const;
  void choose_best(Work& work);
  void find_notices(Work& work);
  void store(Work& work);
  void say_progress(const Work& work, double share_of_epoch, const std::string& what) const;

  EpochContext context_;
  EpochState state_;
  RunFacts facts_;
  MatrixF pooled_;  ///< of the last prediction, where the annotator wants vectors
  int pooled_epoch_ = 0;
  std::optional<SharedWarmUp> found_;  ///< of another run, as long as its epochs are taken
  SharedWarmUp left_;                  ///< for other runs
};

}  // namespace noiseal
