// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <cstdint>

#include "core/stats/matrix.h"

class QPainter;

namespace noiseal::ui {

/// Given label (down) x decided or suggested label (across) as a heat map, its axes named; labels
/// stand along them where there is room. A click chooses a cell; the page's filters do the same
/// from the keyboard.
class TransitionMap : public QWidget {
  Q_OBJECT

 public:
  explicit TransitionMap(QWidget* parent = nullptr);

  void show_counts(const Matrix<std::uint32_t>& counts, const QStringList& labels);
  void clear();
  [[nodiscard]] QSize sizeHint() const override { return {260, 220}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 100}; }
  /// The cell's place within the widget; for tests, too.
  [[nodiscard]] QRectF cell_rect(int given, int other) const;

 Q_SIGNALS:
  void cell_chosen(int given, int other);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  /// Where the cells are, square, right of and below the names of the axes.
  [[nodiscard]] QRectF grid() const;
  /// Room for the labels' names along an axis; 0: there are too many to name.
  [[nodiscard]] double name_width() const;
  [[nodiscard]] int label_count() const { return static_cast<int>(counts_.rows()); }
  void paint_axes(QPainter& painter) const;
  void paint_cells(QPainter& painter) const;
  [[nodiscard]] QPoint cell_at(const QPointF& place) const;
  [[nodiscard]] QString cell_words(int given, int other) const;

  Matrix<std::uint32_t> counts_;
  QStringList labels_;
};

}  // namespace noiseal::ui
