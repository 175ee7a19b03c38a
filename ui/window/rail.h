// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>
#include <vector>

class QAbstractButton;
class QButtonGroup;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace noiseal::ui {

/// The left edge of the window: the project's name, a button for each page, the menu.
class Rail : public QFrame {
  Q_OBJECT

 public:
  explicit Rail(QWidget* parent = nullptr);

  /// name: of the button's object, "rail-data".
  void add_page(const QString& title, const QString& name, const QString& keys);
  void set_badge(int page, const QString& badge);
  /// -1: none.
  void set_current(int page);
  void set_pages_enabled(bool enabled);
  /// facts: a second line, "20,480 rows, 12 labels".
  void set_project(const QString& name, const QString& facts);
  [[nodiscard]] QToolButton* menu_button() const { return menu_; }

 Q_SIGNALS:
  void page_chosen(int page);

 private:
  QLabel* name_;
  QLabel* facts_;
  QVBoxLayout* buttons_;
  QButtonGroup* group_;
  QToolButton* menu_;
};

}  // namespace noiseal::ui
