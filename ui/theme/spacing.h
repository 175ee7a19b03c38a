// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace noiseal::ui {

// Distances in device-independent pixels.
inline constexpr int kTight = 4;
inline constexpr int kClose = 8;
inline constexpr int kNear = 12;
inline constexpr int kApart = 16;
inline constexpr int kFar = 24;

inline constexpr int kCornerRadius = 6;

}  // namespace noiseal::ui
