// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/base/control.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/run_parts.h"

namespace noiseal {

/// The real models of a run (a LearnerMaker): the recipe's encoder on WordPiece, and a BiLSTM on a
/// SentencePiece vocabulary of these training texts, or what the recipe says in its place.
std::unique_ptr<RunLearners> make_model_learners(const Recipe& recipe, std::size_t n_labels,
                                                 const RunTexts& texts, const Control& control);

/// The strong model alone, e.g. to load stored weights for an export.
std::unique_ptr<RunLearners> make_strong_learner(const Recipe& recipe, std::size_t n_labels,
                                                 const RunTexts& texts, const Control& control);

}  // namespace noiseal
