// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/annotate/annotator.h"
#include "core/annotate/annotator_name.h"
#include "core/annotate/demonstration_trial.h"

namespace noiseal {

struct LocalAnnotatorOptions {
  std::size_t n_labels = 0;
  std::uint64_t seed = 1;                  ///< simulated: an answer is a function of (seed, row)
  std::vector<std::int32_t> gold = {};     ///< [n_rows], -1 unknown; needed by simulated alone
  std::size_t nearest = 10;                ///< neighbours: rows of R that vote
  unsigned threads = 1;                    ///< neighbours: for the search
  DemonstrationTrial demonstrations = {};  ///< of an experiment
};

/// The annotators that need no network: none (answers nothing), neighbours, simulated.
/// - neighbours: similarity-weighted vote (weight max(cosine, 0)) of the nearest rows of R, ties to
///   the lower label; unparsable where no row of R votes.
/// - simulated:Q: right with probability Q, else uniform over the other labels; with :model a wrong
///   answer is the joint prediction where that is wrong, else drawn over the labels other than gold
///   in proportion to the context's p_joint. A row without gold fails.
/// Both feel DemonstrationTrial as it says there; a swayed simulated one wants demonstrations.
/// Throws Error for simulated without gold, UsageError for llm.
std::unique_ptr<Annotator> make_local_annotator(const AnnotatorName& name,
                                                const LocalAnnotatorOptions& options);

}  // namespace noiseal
