// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace noiseal {

/// What an experiment does to the labels that are shown with demonstrations, and how a simulated
/// annotator feels it.
///
/// Corruption: whether a reliable row shows another label, and which (uniform over the others), is
/// a function of (seed, row): the same in every question and epoch. Nothing is trained on it.
///
/// Sway, the model of how demonstrations move a simulated annotator: with probability `sway` it
/// copies the label that is shown on the nearest demonstration (the copying that has been observed
/// of language models: a near example's label is repeated), else it answers on its own, right with
/// probability Q. Without demonstrations it always answers on its own. `neighbours` needs no
/// model: it votes over the rows that would be shown, with the labels that they show. A language
/// model sees them in its request.
struct DemonstrationTrial {
  double corrupted = 0;  ///< 0..1, share of reliable rows that show another label
  double sway = 0;       ///< 0..1, simulated annotators alone
  friend bool operator==(const DemonstrationTrial&, const DemonstrationTrial&) = default;
};

/// The label that a reliable row shows: its own, or where it is drawn, another one.
std::int32_t shown_label(std::uint32_t row, std::int32_t label, double corrupted,
                         std::size_t n_labels, std::uint64_t seed);

}  // namespace noiseal
