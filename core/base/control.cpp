// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/control.h"

#include <chrono>

#include "core/base/error.h"

namespace noiseal {

void Control::check_point() const {
  if (stop_requested()) {
    throw Interrupted();
  }
  std::unique_lock lock(state_->mutex);
  while (state_->paused && !stop_requested()) {
    state_->changed.wait_for(lock, std::chrono::milliseconds(100));
  }
  if (stop_requested()) {
    throw Interrupted();
  }
}

}  // namespace noiseal
