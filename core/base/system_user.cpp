// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/system_user.h"

#include <pwd.h>
#include <unistd.h>

namespace noiseal {

std::string system_user_name() {
  const passwd* user = getpwuid(getuid());
  return user != nullptr && user->pw_name != nullptr ? user->pw_name : "unknown";
}

}  // namespace noiseal
