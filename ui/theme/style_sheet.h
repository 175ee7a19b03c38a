// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/theme/colours.h"

namespace noiseal::ui {

/// The application's style sheet: what the palette can't say. Widgets take part by a dynamic
/// property "role":
///   panel    a QFrame with background, border and round corners
///   muted    a label in the second colour
///   title    a panel's head
///   primary  the one button of a place that goes on
///   plain    a button without frame
///   notice   a panel that wants attention
///   chip     a small rounded label
///   card, chosen-card   a panel that can be chosen from several
///   small    a button beside small text
QString style_sheet(const Colours& colours);

}  // namespace noiseal::ui
