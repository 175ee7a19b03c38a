// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/pipeline/run_curves.h"

namespace noiseal {

/// A sentence about what the charts show at an epoch.
struct StoryStep {
  int epoch = 0;
  std::string sentence;
};

/// The memory effect in three steps, told from a run's figures: first the pattern is learned, then
/// wrong labels are memorised, then the losses no longer tell them apart. Where the figures don't
/// show it, the steps say so. Empty when gold is not known or fewer than two epochs are stored.
std::vector<StoryStep> memory_story(const RunCurves& curves);

}  // namespace noiseal
