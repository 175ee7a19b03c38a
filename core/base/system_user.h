// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace noiseal {

/// The login name of the person who runs the program; "unknown" where the system has none.
std::string system_user_name();

}  // namespace noiseal
