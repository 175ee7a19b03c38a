// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QPolygonF>
#include <QString>
#include <cstdint>
#include <functional>
#include <optional>

class QAbstractSeries;
class QValueAxis;

namespace noiseal::ui {

/// How rows are chosen in a plot.
enum class Picking : std::uint8_t {
  none,
  point,  ///< a click
  range,  ///< a click, or a drag along x
  area,   ///< a drag: lasso or box
};

enum class AreaShape : std::uint8_t { lasso, box };

/// A plot with two value axes in the window's look, where values are hovered and chosen by pointer
/// or keyboard: arrows move a cursor, Enter chooses. All values are in the axes' units.
class PlotView : public QChartView {
  Q_OBJECT

 public:
  explicit PlotView(QWidget* parent = nullptr);

  [[nodiscard]] QValueAxis* x() const { return x_; }
  [[nodiscard]] QValueAxis* y() const { return y_; }
  /// Ticks at multiples of interval. format: printf's, "%.0f" and its like; thousands are
  /// separated.
  void set_x(double low, double high, double interval, const char* format);
  void set_y(double low, double high, double interval, const char* format);
  void set_titles(const QString& x, const QString& y);
  /// The series belongs to the chart from now on, on both axes.
  void add(QAbstractSeries* series);

  void set_picking(Picking picking) { picking_ = picking; }
  void set_area_shape(AreaShape shape) { area_shape_ = shape; }
  /// What is said about a place; empty: nothing.
  void set_hover(std::function<QString(const QPointF&)> text) { hover_ = std::move(text); }
  /// Steps of the keyboard's cursor.
  void set_steps(double x, double y) { steps_ = {x, y}; }
  /// In place of a plot without values; empty: none.
  void set_empty_text(const QString& text);
  /// Stands above that text where there is room: what the plot will show.
  void set_meaning(const QString& sentences) { meaning_ = sentences; }
  /// What stays marked until the next choice; empty: nothing.
  void set_marked(const QPolygonF& area);

  [[nodiscard]] QPointF value_at(const QPointF& position) const;
  [[nodiscard]] QPointF position_of(const QPointF& value) const;

  /// Colours anew after the theme has changed.
  void recolour();

 Q_SIGNALS:
  void picked(const QPointF& value);
  void range_picked(double from, double to);
  void area_picked(const QPolygonF& area);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void say(const QPointF& value, const QPoint& position);
  void choose_by_key();
  void move_cursor(int across, int up);
  [[nodiscard]] QPointF held_in(const QPointF& value) const;
  [[nodiscard]] QPolygonF drawn_area() const;
  void finish_drag();

  QValueAxis* x_;
  QValueAxis* y_;
  Picking picking_ = Picking::none;
  AreaShape area_shape_ = AreaShape::lasso;
  std::function<QString(const QPointF&)> hover_;
  QPointF steps_{1, 1};
  QString empty_text_;
  QString meaning_;
  std::optional<QPointF> cursor_;  ///< of the keyboard
  QPolygonF drag_;                 ///< values, while the button is down
  QPolygonF marked_;
};

/// An axis end and a distance of ticks that suit values up to most: at most four ticks.
struct NiceAxis {
  double high = 1;
  double interval = 0.5;
};
NiceAxis nice_axis(double most);

}  // namespace noiseal::ui
