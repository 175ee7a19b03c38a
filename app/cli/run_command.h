// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/training_run.h"

namespace noiseal::cli {

/// The models and annotators of this program.
RunParts run_parts();

}  // namespace noiseal::cli
