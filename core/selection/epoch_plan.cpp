// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/epoch_plan.h"

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/selection/probabilities.h"

namespace noiseal {
namespace {

template <typename T>
void check_length(std::span<const T> values, std::size_t n_rows, const char* what) {
  if (!values.empty() && values.size() != n_rows) {
    throw Error(std::string(what) + " must be given for every row or for none.");
  }
}

PlannedLoss loss_of_given(Correction correction) {
  return correction == Correction::forward ? PlannedLoss::corrected_cross_entropy
                                           : PlannedLoss::cross_entropy;
}

/// Whether a purified row trains on its given label.
bool trains_on_given(const RowRole& role, const EpochPlanOptions& options) {
  return role.set == RowSet::purified && options.p_loss == PurifiedLoss::given && !role.settled;
}

/// How a row of the role trains; nothing where it does not.
std::optional<PlannedLoss> loss_of(const RowRole& role, const EpochPlanOptions& options) {
  switch (role.set) {
    case RowSet::reliable:
      return role.settled ? PlannedLoss::cross_entropy : loss_of_given(options.correction);
    case RowSet::purified:
      if (options.p_loss == PurifiedLoss::off ||
          (options.p_loss == PurifiedLoss::accepted && !role.settled)) {
        return std::nullopt;
      }
      if (trains_on_given(role, options)) {
        return loss_of_given(options.correction);
      }
      return options.p_loss == PurifiedLoss::ce || options.p_loss == PurifiedLoss::given
                 ? PlannedLoss::cross_entropy
                 : PlannedLoss::reversed_cross_entropy;
    case RowSet::hard:
      if (options.h_loss == HardLoss::off) {
        return std::nullopt;
      }
      if (options.h_loss == HardLoss::given && !role.ambiguous) {
        return loss_of_given(options.correction);
      }
      return options.h_loss == HardLoss::soft ? PlannedLoss::soft_cross_entropy
                                              : PlannedLoss::embmix;
    case RowSet::unused:
      break;
  }
  return std::nullopt;
}

bool is_soft(PlannedLoss loss) {
  return loss == PlannedLoss::soft_cross_entropy || loss == PlannedLoss::embmix;
}

}  // namespace

std::vector<RowRole> roles_of(const Selection& selection, std::span<const std::int32_t> given) {
  if (given.size() != selection.set.size() || selection.joint.size() != selection.set.size()) {
    throw Error("A selection and the given labels are not of the same number of rows.");
  }
  std::vector<RowRole> roles(given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    roles[i].set = selection.set[i];
    roles[i].given = given[i];
    roles[i].label = selection.set[i] == RowSet::purified ? selection.joint[i] : given[i];
    roles[i].may_demonstrate = selection.set[i] == RowSet::reliable;
  }
  return roles;
}

void apply_decisions(std::vector<RowRole>& roles, std::span<const RowDecision> decisions) {
  check_length(decisions, roles.size(), "Decisions");
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    RowRole& role = roles[i];
    switch (decisions[i].kind) {
      case RowVerdict::undecided:
        break;
      case RowVerdict::labelled:
        role.set = RowSet::reliable;
        role.label = decisions[i].label;
        role.settled = true;
        role.may_demonstrate = true;
        break;
      case RowVerdict::ambiguous:
        role.set = RowSet::hard;
        role.ambiguous = true;
        role.may_demonstrate = false;
        break;
      case RowVerdict::excluded:
        role.set = RowSet::unused;
        role.may_demonstrate = false;
        break;
    }
  }
}

std::vector<std::uint32_t> demonstrable_rows(std::span<const RowRole> roles) {
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i].may_demonstrate) {
      rows.push_back(static_cast<std::uint32_t>(i));
    }
  }
  return rows;
}

std::vector<std::int32_t> labels_of(std::span<const RowRole> roles) {
  std::vector<std::int32_t> labels(roles.size());
  std::transform(roles.begin(), roles.end(), labels.begin(),
                 [](const RowRole& role) { return role.label; });
  return labels;
}

EpochPlan plan_warm_up(std::span<const std::int32_t> given, std::span<const RowDecision> decisions,
                       std::span<const std::uint8_t> held_out, Correction correction) {
  check_length(decisions, given.size(), "Decisions");
  check_length(held_out, given.size(), "Held-out marks");
  EpochPlan plan;
  plan.examples.reserve(given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    const RowDecision decision = decisions.empty() ? RowDecision{} : decisions[i];
    if ((!held_out.empty() && held_out[i] != 0) || decision.kind == RowVerdict::excluded) {
      continue;
    }
    PlannedExample example;
    example.row = static_cast<std::uint32_t>(i);
    const bool decided = decision.kind == RowVerdict::labelled;
    example.label = decided ? decision.label : given[i];
    example.loss = decided ? PlannedLoss::cross_entropy : loss_of_given(correction);
    plan.examples.push_back(example);
  }
  return plan;
}

EpochPlan plan_epoch(std::span<const RowRole> roles, const MatrixF& p_target,
                     std::span<const std::uint8_t> held_out, const EpochPlanOptions& options) {
  check_length(held_out, roles.size(), "Held-out marks");
  if (p_target.rows() != roles.size()) {
    throw Error("Predictions and roles are not of the same number of rows.");
  }
  EpochPlan plan;
  plan.examples.reserve(roles.size());
  std::vector<std::uint32_t> soft_rows;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const auto loss = loss_of(roles[i], options);
    if (!loss || (!held_out.empty() && held_out[i] != 0)) {
      continue;
    }
    PlannedExample example;
    example.row = static_cast<std::uint32_t>(i);
    example.set = roles[i].set;
    example.loss = *loss;
    if (is_soft(*loss)) {
      example.soft = static_cast<std::uint32_t>(soft_rows.size());
      soft_rows.push_back(example.row);
    } else {
      example.label = trains_on_given(roles[i], options) ? roles[i].given : roles[i].label;
    }
    plan.examples.push_back(example);
  }
  plan.soft_targets = MatrixF(soft_rows.size(), p_target.columns());
  for (std::size_t i = 0; i < soft_rows.size(); ++i) {
    const auto target = plan.soft_targets.row(i);
    std::ranges::copy(p_target.row(soft_rows[i]), target.begin());
    sharpen(target, options.temperature);
  }
  return plan;
}

}  // namespace noiseal
