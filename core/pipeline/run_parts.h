// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/annotate/annotator.h"
#include "core/annotate/budget.h"
#include "core/annotate/demonstration_trial.h"
#include "core/base/control.h"
#include "core/nn/learner.h"
#include "core/pipeline/recipe.h"

namespace noiseal {

/// The texts of a run; they outlive its learners.
struct RunTexts {
  std::vector<std::string_view> train;
  std::vector<std::string_view> valid;
  std::vector<std::string_view> test;
};

/// The two models of a run with whatever they need to live.
class RunLearners {
 public:
  virtual ~RunLearners() = default;
  [[nodiscard]] virtual Learner& strong() = 0;
  [[nodiscard]] virtual Learner& weak() = 0;  ///< the second model
};

/// Makes the models that a recipe asks for: tokenisers, vocabularies, weights. The same recipe and
/// texts give the same models, so that a stored state can be loaded into them.
using LearnerMaker = std::function<std::unique_ptr<RunLearners>(
    const Recipe& recipe, std::size_t n_labels, const RunTexts& texts, const Control& control)>;

/// What an annotator is made for.
struct AnnotatorSetup {
  Recipe recipe;
  std::vector<std::string> labels;
  std::vector<std::string> descriptions = {};  ///< of the labels; empty, or "" where there is none
  std::vector<std::int32_t> gold;              ///< [n_rows], -1 unknown
  std::vector<std::int32_t> given = {};        ///< [n_rows] labels, for a forecast's examples
  const RunTexts* texts = nullptr;
  unsigned threads = 1;
  DemonstrationTrial demonstrations = {};  ///< of an experiment
};

/// An annotator with, where it costs money, what a question costs at most.
struct RunAnnotator {
  std::unique_ptr<Annotator> annotator;
  const CostEstimate* cost = nullptr;     ///< owned by the annotator; null: free
  std::vector<std::string> remarks = {};  ///< what a person should know before the run begins
};

/// What a run does once its annotator's first rows, the pilot, are answered and forecast.
enum class AfterPilot : std::uint8_t { go_on, stop };

using AnnotatorMaker = std::function<RunAnnotator(const AnnotatorSetup& setup)>;

/// The annotators that need no network (make_local_annotator). Throws UsageError for llm.
RunAnnotator make_offline_annotator(const AnnotatorSetup& setup);

}  // namespace noiseal
