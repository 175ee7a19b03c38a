// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace noiseal {

/// Now in UTC, "2026-01-31T12:00:00Z".
std::string utc_now();
/// The same with milliseconds, "2026-01-31T12:00:00.123Z".
std::string utc_now_milliseconds();

}  // namespace noiseal
