// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/experiment/result.h"
#include "ui/charts/band_chart.h"
#include "ui/charts/pair_histogram.h"
#include "ui/charts/range_chart.h"

namespace noiseal::ui {

/// Whether its arms are steps of a quantity, so that they make lines.
bool has_places(const ExperimentResult& result);

ValueUnit unit_of(Figure figure);
/// A figure of every arm that knows it.
std::vector<RangedValue> ranges_of(const ExperimentResult& result, Figure figure);
/// A figure over the arms' places: a line for each group, and a level one for each arm without a
/// place.
std::vector<BandLine> lines_by_place(const ExperimentResult& result, Figure figure);
/// Of the experiment budget: the least asking that is not clearly worse than any other share.
std::optional<BandMark> knee_of(const ExperimentResult& result, Figure figure);

/// The curves that some arm knows, the one that the deciding figure is about first.
std::vector<std::string> curves_of(const ExperimentResult& result);
ValueUnit unit_of_curve(const std::string& curve);
/// A curve by epoch: a line for each arm of a group; all arms where group is nothing.
std::vector<BandLine> lines_by_epoch(const ExperimentResult& result, const std::string& curve,
                                     const std::optional<std::string>& group);

/// The ROC curves of an epoch, a line for each arm that keeps one: of the first seed.
std::vector<BandLine> roc_lines(const ExperimentResult& result, int epoch);

/// Null where it is not kept.
const OutcomeHistogram* histogram_of(const ArmResult& arm, const std::string& quantity, int epoch);

}  // namespace noiseal::ui
