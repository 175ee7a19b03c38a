// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

#include "ui/theme/fonts.h"
#include "ui/theme/style_sheet.h"

// The pictures are in a static library: somebody must name them.
static void load_pictures() {
  Q_INIT_RESOURCE(theme);
}

namespace noiseal::ui {
namespace {

/// The desktop's own scheme, by the palette that the program starts with.
Scheme scheme_of(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() <
                 palette.color(QPalette::WindowText).lightness()
             ? Scheme::dark
             : Scheme::light;
}

QPalette palette_of(const Colours& colours) {
  QPalette palette;
  palette.setColor(QPalette::Window, colours.background);
  palette.setColor(QPalette::WindowText, colours.text);
  palette.setColor(QPalette::Base, colours.panel);
  palette.setColor(QPalette::AlternateBase, colours.background);
  palette.setColor(QPalette::Text, colours.text);
  palette.setColor(QPalette::PlaceholderText, colours.muted);
  palette.setColor(QPalette::Button, colours.panel);
  palette.setColor(QPalette::ButtonText, colours.text);
  palette.setColor(QPalette::BrightText, colours.noisy);
  palette.setColor(QPalette::Highlight, colours.accent);
  palette.setColor(QPalette::HighlightedText, colours.on_accent);
  palette.setColor(QPalette::Link, colours.accent);
  palette.setColor(QPalette::LinkVisited, colours.accent);
  palette.setColor(QPalette::ToolTipBase, colours.panel);
  palette.setColor(QPalette::ToolTipText, colours.text);
  palette.setColor(QPalette::Mid, colours.line);
  palette.setColor(QPalette::Midlight, colours.hover);
  palette.setColor(QPalette::Light, colours.panel);
  palette.setColor(QPalette::Dark, colours.line);
  palette.setColor(QPalette::Shadow, colours.line);
  for (const QPalette::ColorRole role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, colours.muted);
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, colours.line);
  return palette;
}

}  // namespace

Theme& Theme::instance() {
  static Theme* theme = nullptr;
  if (theme == nullptr) {
    theme = new Theme(qApp);
    connect(qApp, &QObject::destroyed, [] { theme = nullptr; });
  }
  return *theme;
}

Theme::Theme(QObject* parent)
    : QObject(parent), system_scheme_(scheme_of(QApplication::palette())) {}

void Theme::set_appearance(Appearance appearance) {
  appearance_ = appearance;
  const Scheme wanted = appearance == Appearance::system  ? system_scheme_
                        : appearance == Appearance::light ? Scheme::light
                                                          : Scheme::dark;
  if (applied_ && wanted == scheme_) {
    return;
  }
  scheme_ = wanted;
  apply();
  Q_EMIT changed();
}

void Theme::apply() {
  if (!applied_) {
    load_pictures();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(base_font());
    applied_ = true;
  }
  QApplication::setPalette(palette_of(colours()));
  qApp->setStyleSheet(style_sheet(colours()));
}

const Colours& current_colours() {
  return Theme::instance().colours();
}

void set_role(QWidget* widget, const char* role) {
  widget->setProperty("role", QString::fromLatin1(role));
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

}  // namespace noiseal::ui
