// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <string>

#include "core/experiment/options.h"

namespace noiseal::ui {

/// The options that make a stored plan again.
ExperimentOptions options_of(const ExperimentPlan& plan);

/// Arguments of the command line that do the same, from "experiment" on.
QStringList repeat_arguments(const ExperimentPlan& plan, const QString& project);
/// As typed into a shell.
QString repeat_command(const ExperimentPlan& plan, const QString& project);

}  // namespace noiseal::ui
