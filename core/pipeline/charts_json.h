// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/pipeline/chart_data.h"
#include "core/pipeline/run_curves.h"

namespace noiseal {

/// The charts' numbers as one JSON object: {"run", "rows", "gold_known", "epochs": [...],
/// "notices", "epoch": {"epoch", "loss": {"strong", "weak"}, "map", "flows"}}. Numbers that are not
/// known are null. epoch: null leaves the part of one epoch out.
std::string charts_to_json(const RunCurves& curves, const EpochCharts* epoch);

/// A table of the same for a person.
std::string charts_to_text(const RunCurves& curves, const EpochCharts* epoch);

}  // namespace noiseal
