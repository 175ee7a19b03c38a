// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/selection/selection.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// What a person has decided about a row, as far as training is concerned.
enum class RowVerdict : std::uint8_t {
  undecided = 0,
  labelled = 1,   ///< keep or another label: trains as reliable with it
  ambiguous = 2,  ///< trains as hard, on a soft target
  excluded = 3,   ///< does not train
};
struct RowDecision {
  RowVerdict kind = RowVerdict::undecided;
  std::int32_t label = -1;  ///< where labelled
};

/// What became of an annotator's answer in this selection. Stored: never renumber.
enum class AnswerFate : std::uint8_t {
  not_asked = 0,
  accepted = 1,
  refused = 2,  ///< no second witness
  unparsable = 3,
  failed = 4,
  idle = 5,  ///< answered earlier, but the row's set uses no answers now
};

/// How a row trains in this epoch: its set after the annotator, the acceptance rule and the
/// reviewer have had their say.
struct RowRole {
  RowSet set = RowSet::unused;
  std::int32_t label = -1;       ///< R: the label trained on; P: its label; H, unused: given
  bool may_demonstrate = false;  ///< may be shown to the annotator
  bool settled = false;          ///< the label is a reviewer's or an accepted answer, no given one
  AnswerFate fate = AnswerFate::not_asked;
  std::int32_t given = -1;  ///< label, whatever became of it
  bool ambiguous = false;   ///< by a reviewer's decision: no single label is trained on
  friend bool operator==(const RowRole&, const RowRole&) = default;
};

/// Roles before any answer: R the given label, P the joint prediction, H and unused the given.
/// Only rows of R may be demonstrations.
std::vector<RowRole> roles_of(const Selection& selection, std::span<const std::int32_t> given);

/// A person's decisions outweigh the selection: see RowVerdict. A labelled row may be a
/// demonstration. decisions: empty or [n_rows].
void apply_decisions(std::vector<RowRole>& roles, std::span<const RowDecision> decisions);

/// The rows that may be shown to an annotator, in order of rows: AnnotationContext::reliable.
std::vector<std::uint32_t> demonstrable_rows(std::span<const RowRole> roles);

/// The label of every role, [n_rows]: AnnotationContext::labels.
std::vector<std::int32_t> labels_of(std::span<const RowRole> roles);

/// accepted: reversed cross-entropy where an answer was accepted; the models' own word alone is not
/// trained on, so that the purified rows can't feed on themselves. given: cross-entropy where an
/// answer was accepted, and the other rows train on their given label as those of R do; under a
/// correction that takes what a label has to say, wrong or not.
enum class PurifiedLoss : std::uint8_t { rce, ce, accepted, off, given };
/// given: cross-entropy on the given label, corrected where EpochPlanOptions::correction says so;
/// rows that a reviewer called ambiguous train as under embmix.
enum class HardLoss : std::uint8_t { embmix, soft, given, off };
/// How the loss of given labels makes up for wrong ones among them.
enum class Correction : std::uint8_t {
  none,
  forward,  ///< forward correction (Patrini et al. 2017) by an estimated noise transition
};

struct EpochPlanOptions {
  PurifiedLoss p_loss = PurifiedLoss::rce;
  HardLoss h_loss = HardLoss::embmix;
  double temperature = 0.5;                  ///< of the sharpened targets of H, > 0; 1: as they are
  Correction correction = Correction::none;  ///< of given labels in R, H and warm-up
};

enum class PlannedLoss : std::uint8_t {
  cross_entropy,            ///< on the hard label
  corrected_cross_entropy,  ///< on the given label, through the noise transition
  reversed_cross_entropy,   ///< on the hard label
  soft_cross_entropy,       ///< on the soft target
  embmix,                   ///< on the soft target, mixed within the batch
};

/// A row as it trains in an epoch.
struct PlannedExample {
  std::uint32_t row = 0;
  RowSet set = RowSet::reliable;
  PlannedLoss loss = PlannedLoss::cross_entropy;
  std::int32_t label = -1;  ///< hard label, -1 where the soft target is used
  std::uint32_t soft = 0;   ///< row of EpochPlan::soft_targets
  friend bool operator==(const PlannedExample&, const PlannedExample&) = default;
};

struct EpochPlan {
  std::vector<PlannedExample> examples;  ///< by row
  MatrixF soft_targets;                  ///< [rows of H, n_labels], each sums to 1
};

/// Warm-up (and plain training): cross-entropy on every row's given label, or the reviewer's;
/// excluded and held-out rows left out. held_out: empty or [n_rows], not 0 = left out of the
/// losses.
EpochPlan plan_warm_up(std::span<const std::int32_t> given, std::span<const RowDecision> decisions,
                       std::span<const std::uint8_t> held_out,
                       Correction correction = Correction::none);

/// A noise-aware epoch (METHOD.md section 5). p_target [n_rows, n_labels]: what the targets of H
/// are sharpened from: pbar, or the strong model's p under rule mixture.
EpochPlan plan_epoch(std::span<const RowRole> roles, const MatrixF& p_target,
                     std::span<const std::uint8_t> held_out, const EpochPlanOptions& options);

}  // namespace noiseal
