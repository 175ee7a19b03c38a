// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace noiseal {

/// Qt's network needs an application object. Makes one where the program has none, on the calling
/// thread; the process's locale and signals stay as they are.
void ensure_qt_application();

}  // namespace noiseal
