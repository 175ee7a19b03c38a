// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/annotate/annotator.h"
#include "core/selection/epoch_plan.h"
#include "core/selection/selection.h"

namespace noiseal {

enum class Acceptance : std::uint8_t { overwrite, two_witness };

/// An answer as it is kept for the whole run: a row is asked once, later epochs reuse it.
struct KeptAnswer {
  bool asked = false;
  AnswerState state = AnswerState::failed;
  std::int32_t label = -1;
};

struct AcceptanceCounts {
  std::size_t accepted = 0;
  std::size_t refused = 0;  ///< answered, but no second witness
  std::size_t unparsable = 0;
  std::size_t failed = 0;
};

/// True when rows of the set are asked: P always; H under two-witness, and under rule mixture,
/// whose P is empty.
bool is_asked(RowSet set, Rule rule, Acceptance acceptance);

/// The roles of all rows after the answers (METHOD.md section 4).
/// - overwrite: an answer becomes the label of a row of P. Under mixture, an answered row of H
///   trains as reliable with it.
/// - two-witness: an answer counts only where it equals the joint prediction or the given label. A
///   row of P keeps it as its label, a refused one goes to H; an accepted row of H trains as
///   reliable but is never a demonstration.
/// Both: an unasked row of P keeps the joint prediction, an unparsable or failed one goes to H.
/// Rows of R and unused rows are untouched. answers: empty or [n_rows].
std::vector<RowRole> accept_answers(const Selection& selection, Rule rule, Acceptance acceptance,
                                    std::span<const std::int32_t> given,
                                    std::span<const KeptAnswer> answers);

AcceptanceCounts count_fates(std::span<const RowRole> roles);

/// Keeps for suggestions what was last accepted: sets accepted[i] to the answer's label where it
/// was accepted now, to -1 where it was refused now. accepted: [n_rows], -1 at first.
/// Call it before apply_decisions(), which changes labels.
void remember_accepted(std::span<const RowRole> roles, std::vector<std::int32_t>& accepted);

}  // namespace noiseal
