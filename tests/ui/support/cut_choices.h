// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

class QComboBox;

namespace noiseal::ui::test {

/// Choices of a box that it would show cut, and the box itself where it stands outside the place of
/// its row.
std::vector<std::string> cut_choices(const QComboBox& box);

}  // namespace noiseal::ui::test
