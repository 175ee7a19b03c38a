// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/page.h"

namespace noiseal::ui {

bool Page::takes(const PageRequest& /*request*/) const {
  return false;
}

void Page::take(const PageRequest& /*request*/) {}

}  // namespace noiseal::ui
