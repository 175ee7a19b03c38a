// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include <utility>

namespace noiseal::ui {
namespace {

constexpr const char* kSheet = R"css(
QFrame[role="panel"] { background: @panel; border: 1px solid @line; border-radius: 6px; }
QFrame[role="card"] { background: @panel; border: 1px solid @line; border-radius: 6px; }
QFrame[role="card"]:hover { background: @hover; }
QFrame[role="chosen-card"] { background: @selection; border: 1px solid @accent;
  border-radius: 6px; }
QFrame[role="notice"] { background: @warning; border: 1px solid @line; border-radius: 6px; }
QFrame[role="rail"] { background: @rail; border: none; border-right: 1px solid @line; }
QFrame[role="status"] { background: @rail; border: none; border-top: 1px solid @line; }
QFrame[role="separator"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="title"] { font-weight: 600; font-size: 14px; }
QLabel[role="banner"] { font-weight: 600; font-size: 22px; }
QLabel[role="chip"] { background: @hover; border-radius: 8px; padding: 1px 8px; }
QPushButton { background: @panel; border: 1px solid @line; border-radius: 5px;
  padding: 5px 12px; min-height: 17px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @selection; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @muted; background: @background; }
QPushButton[role="primary"] { background: @accent; color: @onaccent; border-color: @accent;
  font-weight: 600; }
QPushButton[role="primary"]:hover { background: @accenthover; }
QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton[role="primary"]:disabled { background: @line; color: @muted; border-color: @line; }
QPushButton[role="plain"], QToolButton[role="plain"] { background: transparent;
  border: 1px solid transparent; border-radius: 5px; padding: 3px 6px; }
QPushButton[role="plain"]:hover, QToolButton[role="plain"]:hover { background: @hover; }
QPushButton[role="plain"]:focus, QToolButton[role="plain"]:focus { border-color: @accent; }
QPushButton[role="small"] { padding: 2px 8px; min-height: 15px; font-size: 12px; }
QPushButton[role="link"] { background: transparent; border: none; color: @accent; padding: 2px;
  text-align: left; }
QPushButton[role="link"]:focus { text-decoration: underline; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: @panel;
  border: 1px solid @line; border-radius: 5px; padding: 3px 7px; min-height: 19px;
  selection-background-color: @accent; selection-color: @onaccent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus { border-color: @accent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
  color: @muted; background: @background; }
QComboBox { padding-right: 2px; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url(:/theme/down.svg); width: 11px; height: 11px; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right;
  width: 18px; border: none; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
  width: 18px; border: none; }
QAbstractSpinBox::up-arrow { image: url(:/theme/up.svg); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url(:/theme/down.svg); width: 9px; height: 9px; }
QCheckBox::indicator { width: 13px; height: 13px; border: 1px solid @muted; border-radius: 3px;
  background: @panel; }
QCheckBox::indicator:disabled { border-color: @line; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent;
  image: url(:/theme/tick.svg); }
QCheckBox:focus { color: @accent; }
QToolButton::menu-indicator { image: none; }
QPushButton::menu-indicator { image: url(:/theme/down.svg); width: 9px; height: 9px;
  subcontrol-origin: border; subcontrol-position: right center; right: 8px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QAbstractItemView { background: @panel; border: none; outline: none;
  selection-background-color: @selection; selection-color: @text; }
QTableView { gridline-color: @line; }
QTableView::item:hover, QListView::item:hover { background: @hover; }
QTableView::item:selected, QListView::item:selected { background: @selection; color: @text; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section { background: @panel; color: @muted; border: none;
  border-bottom: 1px solid @line; padding: 5px 3px; font-weight: 400; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSlider::groove:horizontal { background: @line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @accent; border: 2px solid @panel; width: 12px;
  margin: -6px 0; border-radius: 8px; }
QSlider::handle:horizontal:hover, QSlider:focus::handle:horizontal { border-color: @text; }
QSlider::groove:horizontal:disabled, QSlider::sub-page:horizontal:disabled,
QSlider::handle:horizontal:disabled { background: @line; }
QProgressBar { background: @line; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px 6px; }
QMenu { background: @panel; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 20px; border-radius: 4px; }
QMenu::item:selected { background: @selection; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent;
  border: none; }
)css";

}  // namespace

QString style_sheet(const Colours& colours) {
  QString sheet = QString::fromLatin1(kSheet);
  const auto mixed = [](const QColor& a, const QColor& b) {
    return QColor((a.red() + b.red()) / 2, (a.green() + b.green()) / 2, (a.blue() + b.blue()) / 2);
  };
  // Longer names first: @text would eat the start of a longer one.
  const std::pair<const char*, QColor> values[] = {
      {"@accenthover", mixed(colours.accent, mixed(colours.accent, colours.text))},
      {"@background", colours.background},
      {"@selection", colours.selection},
      {"@onaccent", colours.on_accent},
      {"@warning", colours.warning_panel},
      {"@scroll", mixed(colours.line, colours.unused)},
      {"@accent", colours.accent},
      {"@panel", colours.panel},
      {"@muted", colours.muted},
      {"@hover", colours.hover},
      {"@line", colours.line},
      {"@rail", colours.rail},
      {"@text", colours.text},
  };
  for (const auto& [name, colour] : values) {
    sheet.replace(QLatin1String(name), colour.name());
  }
  return sheet;
}

}  // namespace noiseal::ui
