// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <cstdint>

namespace noiseal::ui {

enum class Scheme : std::uint8_t { light, dark };

/// Every colour of the window. The sets and clean/noisy keep theirs everywhere.
struct Colours {
  QColor background;
  QColor panel;
  QColor line;
  QColor text;
  QColor muted;
  QColor accent;
  QColor on_accent;  ///< text on accent
  QColor rail;       ///< behind the page buttons
  QColor hover;      ///< under the pointer
  QColor selection;  ///< chosen rows; text on it is text
  QColor reliable;
  QColor hard;
  QColor purified;
  QColor unused;
  QColor clean;
  QColor noisy;
  QColor warning_panel;  ///< behind a notice that wants attention
};

const Colours& colours(Scheme scheme);

/// Black or white, whichever is read better on that ground, which is opaque.
QColor readable_on(const QColor& ground);
/// What a see-through colour looks like on a ground.
QColor laid_over(const QColor& ground, const QColor& colour);

/// The colour of a label that has none of its own: by its index, the same everywhere, away from the
/// colours of the sets.
QColor label_colour(int index, Scheme scheme);

}  // namespace noiseal::ui
