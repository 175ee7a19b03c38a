// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "core/experiment/plan.h"

namespace noiseal::ui {

/// Ways of an experiment that are compared with each other.
struct WaysCompared {
  QString title;      ///< what they have in common; may be empty
  QStringList names;  ///< in the plan's order, without what the title says already
};
std::vector<WaysCompared> ways_compared(const ExperimentPlan& plan);

/// The charts that its result will have, a sentence each.
QStringList charts_to_come(const ExperimentPlan& plan);

/// What a person should know before it runs, a sentence each.
QStringList remarks_before(const ExperimentPlan& plan);

}  // namespace noiseal::ui
