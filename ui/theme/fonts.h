// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <cstdint>

class QWidget;

namespace noiseal::ui {

enum class TextSize : std::uint8_t {
  small,   ///< 12 px: notes, axes
  base,    ///< 13 px
  title,   ///< 14 px, bold: a panel's head
  large,   ///< 17 px: a text under review
  banner,  ///< 22 px, bold: the start page
};

/// The system's font in one of the window's sizes.
QFont text_font(TextSize size);

/// The font that the program starts with, base size; the theme gives it to the application.
QFont base_font();

}  // namespace noiseal::ui
