// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/experiment/result.h"

namespace noiseal {

/// One JSON object: {"experiment", "id", "state", "question", "sentence", "remarks", "seeds",
/// "arms": [{"name", "group", "place", "seeds", "figures": {ID: {"title", "values": [by seed],
/// "mean", "range": [low, high], "standard_error"}}, "curves": {NAME: {"mean", "low", "high"}},
/// "histograms", "roc_curves", "signatures", "recipe", "noise", "demonstrations"}], "saved",
/// "seconds"}; null where a figure is not known.
std::string experiment_to_json(const ExperimentResult& result);
/// Several as {"experiments": [...]}; one as itself.
std::string experiments_to_json(const std::vector<ExperimentResult>& results);

/// A line for each arm, figure and seed: experiment, arm, group, figure, seed, value, and the mean,
/// low and high of the figure over the seeds.
std::string experiments_to_csv(const std::vector<ExperimentResult>& results);

/// Question, table with mean and range, the result in a sentence, remarks, and how to repeat it.
std::string experiments_to_markdown(const std::vector<ExperimentResult>& results);

/// The same for a terminal.
std::string experiment_to_text(const ExperimentResult& result);

}  // namespace noiseal
