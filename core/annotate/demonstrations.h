// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/annotate/annotator.h"

namespace noiseal {

struct DemonstrationOptions {
  std::size_t count = 10;      ///< 0..50; 0 = zero-shot
  double corrupted_share = 0;  ///< 0..1, for experiments: so many labels shown are replaced
  std::size_t n_labels = 0;    ///< needed where corrupted_share > 0
  std::uint64_t seed = 1;      ///< whether and how a row's shown label is replaced is a function of
                               ///< (seed, row): the same in every question
  unsigned threads = 1;
};

/// Questions for the rows with their demonstrations (METHOD.md section 4): the nearest rows of the
/// context's reliable ones by cosine of the pooled vectors, spread over labels (in turns over the
/// labels, labels by their nearest row, until there are `count`), nearest last.
/// Throws Error when count > 50 or vectors are missing though demonstrations are asked for.
std::vector<Question> make_questions(std::span<const std::uint32_t> rows,
                                     const AnnotationContext& context,
                                     const DemonstrationOptions& options, const Control& control);

/// Demonstrations in the questions, and those whose shown label the joint prediction of that row
/// denies (in-context failure, METHOD.md section 8).
struct DemonstrationFacts {
  std::size_t shown = 0;
  std::size_t denied = 0;
};
DemonstrationFacts demonstration_facts(std::span<const Question> questions,
                                       std::span<const std::int32_t> joint);

}  // namespace noiseal
