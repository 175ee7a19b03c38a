// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/base/control.h"
#include "core/experiment/outcome.h"
#include "core/store/project.h"

namespace noiseal {

/// Whether histograms and ROC curves of every epoch are kept, too.
enum class KeepHistograms : std::uint8_t { no, yes };

/// Everything that an experiment keeps of a finished run. Throws Interrupted after a stop.
RunOutcome measure_run(const Project& project, std::int64_t run, KeepHistograms histograms,
                       const Control& control);

}  // namespace noiseal
