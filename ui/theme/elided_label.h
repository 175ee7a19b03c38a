// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace noiseal::ui {

/// A line of plain text that ends in "…" where there is no room for all of it; the whole text is
/// then its tool tip. Needs no width of its own.
class ElidedLabel : public QLabel {
  Q_OBJECT

 public:
  explicit ElidedLabel(QWidget* parent = nullptr, Qt::TextElideMode mode = Qt::ElideRight);

  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QString shown() const;

  Qt::TextElideMode mode_;
};

}  // namespace noiseal::ui
