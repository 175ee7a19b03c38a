// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace noiseal::ui {

/// The Train page's columns: the recipe at the left, what happens in the middle, and at the right
/// the rows behind a choice, while they are wanted. In a narrow window they take the recipe's
/// place.
class TrainColumns : public QWidget {
  Q_OBJECT

 public:
  TrainColumns(QWidget* recipe, QWidget* middle, QWidget* rows, QWidget* parent = nullptr);

  void show_rows();
  void hide_rows();
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* recipe_;
  QWidget* rows_;
};

}  // namespace noiseal::ui
