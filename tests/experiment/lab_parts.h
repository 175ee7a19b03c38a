// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/experiment/options.h"
#include "core/experiment/result.h"
#include "core/experiment/runner.h"
#include "tests/pipeline/noisy_project.h"

namespace noiseal::test {

/// Experiments on fake models; noise that depends on the row depends on the length of its text.
ExperimentParts fake_lab(const std::shared_ptr<FakeWatch>& watch = nullptr);

/// The small recipe, two seeds.
ExperimentOptions small_options();

/// Queues the experiment, works on it to its end, and reads what came of it.
ExperimentResult run_experiment(const Project& project, ExperimentKind kind,
                                const ExperimentOptions& options = small_options(),
                                const ExperimentParts& parts = fake_lab());

/// Figures, curves and histograms of an experiment: everything but how long it took and what was
/// shared.
std::string figures_of(const Project& project, std::int64_t experiment);

/// Everything of a project that experiments must leave alone, as text.
std::string untouched_parts(const Project& project);

/// The mean of an arm's figure; -1 where it is not known.
double mean_of(const ExperimentResult& result, const std::string& arm, Figure figure);

}  // namespace noiseal::test
