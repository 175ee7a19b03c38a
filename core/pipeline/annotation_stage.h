// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/annotate/acceptance.h"
#include "core/annotate/demonstration_trial.h"
#include "core/annotate/demonstrations.h"
#include "core/base/control.h"
#include "core/pipeline/annotator_progress.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/request_account.h"
#include "core/pipeline/run_event.h"
#include "core/pipeline/run_parts.h"
#include "core/pipeline/run_rows.h"
#include "core/store/project.h"

namespace noiseal {

/// Which selection asks.
struct AnnotationRound {
  int epoch = 0;
  const Selection* selection = nullptr;
  std::span<const RowRole> roles;  ///< [n_rows] before any answer, reviewers' decisions applied
  const MatrixF* p_joint = nullptr;
  const MatrixF* pooled = nullptr;        ///< null unless wants_vectors()
  std::span<const float> scores;          ///< [n_rows] error scores so far
  const RunObserver* observer = nullptr;  ///< hears how far an LLM is
};

/// What the answers of rows that were asked twice said.
struct TwoAskFacts {
  std::size_t asked = 0;
  std::size_t changed = 0;
};

/// Asks the run's annotator, epoch by epoch, within the budget; every answer is in the project
/// before it is used.
class AnnotationStage {
 public:
  AnnotationStage(const Project& project, std::int64_t run, const Recipe& recipe,
                  const RunRows& rows, RunAnnotator annotator,
                  AfterPilot after_pilot = AfterPilot::go_on, const DemonstrationTrial& trial = {});

  /// False for the annotator none: ask() has nothing to do then.
  [[nodiscard]] bool asks() const { return asks_; }
  /// Vectors of the strong model are needed for the next ask().
  [[nodiscard]] bool wants_vectors() const;
  /// Makes the stage stand as at the end of an epoch: keeps what is stored up to there. Answers
  /// beyond it are dropped, to be given again alike, unless they cost money.
  void resume_after(int epoch);
  /// Returns the number of rows asked now. Throws Interrupted after the pilot where the run is to
  /// stop then.
  std::size_t ask(const AnnotationRound& round, const Control& control);
  [[nodiscard]] std::span<const KeptAnswer> answers() const { return answers_; }
  [[nodiscard]] const DemonstrationFacts& last_demonstrations() const { return demonstrations_; }
  /// Of the last selection.
  [[nodiscard]] const TwoAskFacts& last_two_asks() const { return two_asks_; }
  [[nodiscard]] const std::vector<std::string>& remarks() const { return annotator_.remarks; }
  [[nodiscard]] std::string name() const { return annotator_.annotator->name(); }
  [[nodiscard]] bool simulated() const { return annotator_.annotator->simulated(); }

 private:
  [[nodiscard]] bool costs_money() const { return annotator_.cost != nullptr; }
  std::vector<Question> questions_for(const std::vector<std::uint32_t>& chosen,
                                      const AnnotationContext& context, const Control& control);
  void ask_all(std::span<const Question> questions, const AnnotationContext& context,
               const Control& control);
  void ask_network(std::span<const Question> questions, const AnnotationContext& context,
                   const AnswerSink& sink, const Control& control);
  void ask_twice(std::span<const Question> questions, const AnnotationContext& context,
                 const Control& control);
  void take(const Answer& answer, const Question& question, int epoch);
  void store_pending();

  const Project& project_;
  std::int64_t run_;
  const Recipe& recipe_;
  const RunRows& rows_;
  RunAnnotator annotator_;
  bool asks_;
  Budget budget_;
  BudgetUse used_;
  RequestAccount account_;
  std::vector<KeptAnswer> answers_;
  std::vector<AnswerRecord> pending_;
  AfterPilot after_pilot_;
  DemonstrationTrial trial_;
  const RunObserver* observer_ = nullptr;
  AnnotatorProgress progress_;
  TwoAskFacts two_asks_;
  DemonstrationFacts demonstrations_;
};

}  // namespace noiseal
