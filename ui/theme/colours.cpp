// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colours.h"

#include <cmath>

namespace noiseal::ui {
namespace {

QColor rgb(QRgb value) {
  return QColor::fromRgb(qRed(value), qGreen(value), qBlue(value));
}

}  // namespace

const Colours& colours(Scheme scheme) {
  static const Colours light{
      .background = rgb(0xf6f7f9),
      .panel = rgb(0xffffff),
      .line = rgb(0xdfe3e8),
      .text = rgb(0x1d232b),
      .muted = rgb(0x667080),
      .accent = rgb(0x2f6feb),
      .on_accent = rgb(0xffffff),
      .rail = rgb(0xecf0f4),
      .hover = rgb(0xedf1f6),
      .selection = rgb(0xdce7fb),
      .reliable = rgb(0x2f7ed8),
      .hard = rgb(0xe6a117),
      .purified = rgb(0x702c9c),
      .unused = rgb(0xc4cad2),
      .clean = rgb(0x159a8c),
      .noisy = rgb(0xd9483b),
      .warning_panel = rgb(0xfdf3dc),
  };
  static const Colours dark{
      .background = rgb(0x15181d),
      .panel = rgb(0x1c2027),
      .line = rgb(0x2e343d),
      .text = rgb(0xe6e9ee),
      .muted = rgb(0x94a0b0),
      .accent = rgb(0x5b92ff),
      .on_accent = rgb(0x10141a),
      .rail = rgb(0x181c22),
      .hover = rgb(0x252b34),
      .selection = rgb(0x2a3a58),
      .reliable = rgb(0x5aa2f0),
      .hard = rgb(0xf0b73c),
      .purified = rgb(0xe3c8f7),
      .unused = rgb(0x5b6470),
      .clean = rgb(0x35bfae),
      .noisy = rgb(0xf0695c),
      .warning_panel = rgb(0x372e19),
  };
  return scheme == Scheme::light ? light : dark;
}

QColor laid_over(const QColor& ground, const QColor& colour) {
  const float share = colour.alphaF();
  const auto mixed = [share](float under, float over) { return under + share * (over - under); };
  return QColor::fromRgbF(mixed(ground.redF(), colour.redF()),
                          mixed(ground.greenF(), colour.greenF()),
                          mixed(ground.blueF(), colour.blueF()));
}

QColor readable_on(const QColor& ground) {
  // Relative luminance, WCAG 2.1; contrast with white and with black are equal at 0.179.
  const auto linear = [](double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  const double luminance = 0.2126 * linear(ground.redF()) + 0.7152 * linear(ground.greenF()) +
                           0.0722 * linear(ground.blueF());
  return luminance > 0.179 ? QColor(Qt::black) : QColor(Qt::white);
}

QColor label_colour(int index, Scheme scheme) {
  // Hues a golden angle apart, so that neighbours differ most.
  constexpr int kGoldenAngle = 137;
  constexpr int kFirstHue = 205;
  const int hue = (kFirstHue + index * kGoldenAngle) % 360;
  return scheme == Scheme::light ? QColor::fromHsl(hue, 110, 110) : QColor::fromHsl(hue, 120, 160);
}

}  // namespace noiseal::ui
