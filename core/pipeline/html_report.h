// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/pipeline/project_export.h"
#include "core/store/project.h"

namespace noiseal {

/// One HTML page about an export that opens offline and runs nothing: what was decided by whom, the
/// run behind it, what the statistics say, charts as inline SVG. Every figure is read from the
/// project; every text of the data is escaped.
std::string html_report(const Project& project, const ExportReport& written,
                        std::optional<std::int64_t> run);

}  // namespace noiseal
