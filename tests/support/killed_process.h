// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <functional>

namespace noiseal::test {

/// Runs work in a child process that reports each confirmed number; kills it (SIGKILL) after some
/// microseconds. Returns the last number that was confirmed, 0 for none.
int confirmed_before_kill(const std::function<void(const std::function<void(int)>&)>& work,
                          useconds_t microseconds);

}  // namespace noiseal::test
