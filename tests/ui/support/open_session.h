// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include "tests/ui/support/waiting.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui::test {

/// Opens a project and waits for it.
inline void open_session(ProjectSession& session, const std::filesystem::path& file) {
  session.open(file);
  ASSERT_TRUE(wait_until([&] { return session.is_open(); }));
}

}  // namespace noiseal::ui::test
