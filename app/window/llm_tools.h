// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/llm_tools.h"

namespace noiseal {

/// The window's way to LLM servers: over the network, with the keychain and the person's own
/// prices.
ui::LlmTools make_llm_tools();

}  // namespace noiseal
