// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/llm_notice.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/run_rows.h"
#include "core/store/project.h"

namespace noiseal {

/// What a run of the recipe would send, and what it costs at most; nothing is sent. Throws
/// UsageError where the recipe names no server or no model.
LlmNotice make_llm_notice(const Project& project, const Recipe& recipe, UseDecisions use_decisions);

}  // namespace noiseal
