// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/experiment/result.h"

namespace noiseal {

enum class Comparison : std::uint8_t { unclear, better, worse };

/// Whether a is clearly better or worse than b: the ranges over the seeds must not touch. Where an
/// arm has one seed, its range is two standard errors of its figure to both sides. Unclear for
/// figures that are neither good nor bad.
Comparison compare(const FigureSummary& a, const FigureSummary& b);

/// "91.2 % (90.1 % to 92.0 %)"; of one seed the value alone.
std::string summary_text(const FigureSummary& summary);

/// The arms by how good they are, one sentence: the best, what is clearly worse, and from what
/// there is no clear difference. Arms that don't know the figure are left out; empty with fewer
/// than two.
std::string ranking_sentence(const std::vector<const ArmResult*>& arms, Figure figure);

/// The ranking sentence of each group in the figure that decides, each after its heading and a
/// colon; empty where no figure decides.
std::string ranking_by_group(const ExperimentResult& result,
                             const std::function<std::string(const std::string& group)>& heading);

/// All arms of a result, or those of a group.
std::vector<const ArmResult*> arms_of(const ExperimentResult& result);
std::vector<const ArmResult*> arms_of(const ExperimentResult& result, const std::string& group);
/// The groups in order of appearance.
std::vector<std::string> groups_of(const ExperimentResult& result);

/// "On one seed, so no range: differences within two standard errors count as unclear. ", or
/// nothing.
std::string one_seed_note(const ExperimentResult& result);

}  // namespace noiseal
