// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/trial.h"

namespace noiseal {

/// As bytes to be stored for a while by the same program.
std::string save_trained_epochs(const std::vector<TrainedEpoch>& epochs);
/// Throws Error when the bytes are not of this form.
std::vector<TrainedEpoch> load_trained_epochs(std::string_view bytes);

}  // namespace noiseal
