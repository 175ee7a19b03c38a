// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QFontDatabase>

namespace noiseal::ui {
namespace {

int pixels(TextSize size) {
  switch (size) {
    case TextSize::small:
      return 12;
    case TextSize::title:
      return 14;
    case TextSize::large:
      return 17;
    case TextSize::banner:
      return 22;
    case TextSize::base:
      break;
  }
  return 13;
}

}  // namespace

QFont text_font(TextSize size) {
  QFont font = base_font();
  font.setPixelSize(pixels(size));
  if (size == TextSize::title || size == TextSize::banner) {
    font.setWeight(QFont::DemiBold);
  }
  return font;
}

QFont base_font() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  font.setPixelSize(pixels(TextSize::base));
  return font;
}

}  // namespace noiseal::ui
