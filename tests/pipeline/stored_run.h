// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/pipeline/run_facts.h"
#include "core/store/project.h"

namespace noiseal::test {

/// What a run has stored, read back.

nlohmann::json report_of(const Project& project, std::int64_t run);
RunFacts facts_of(const Project& project, std::int64_t run);
/// A recorded column as numbers; empty where it was not recorded.
std::vector<float> signal_of(const Project& project, std::int64_t run, int epoch,
                             const std::string& model, const std::string& name);
/// By row id.
std::map<std::int64_t, RowScore> scores_of(const Project& project, std::int64_t run);

/// Everything, by name, but for the run's id, times and seconds: equal where two runs are equal bit
/// for bit.
std::map<std::string, std::string> trace_of(const Project& project, std::int64_t run);

/// The same but for what is kept of the models.
std::map<std::string, std::string> figures_trace_of(const Project& project, std::int64_t run);

}  // namespace noiseal::test
