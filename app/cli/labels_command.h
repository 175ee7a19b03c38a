// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace noiseal::cli {

/// Adds the command labels to the program's parser.
void add_labels(CLI::App& program, Session& session);

}  // namespace noiseal::cli
