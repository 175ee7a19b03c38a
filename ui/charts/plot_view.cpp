// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_view.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kLeastDrag = 4;  // pixels; less is a click
constexpr qreal kCursorShare = 0.05;

QValueAxis* make_axis(QChart* chart, Qt::Alignment side) {
  auto* axis = new QValueAxis;
  axis->setTickType(QValueAxis::TicksDynamic);
  axis->setTickAnchor(0);
  axis->setTickInterval(0.5);
  axis->setRange(0, 1);
  axis->setMinorGridLineVisible(false);
  chart->addAxis(axis, side);
  return axis;
}

/// printf's own percent sign is doubled; the chart's way of writing numbers takes it as it is.
QString label_format(const char* format) {
  return QString::fromLatin1(format).replace(QStringLiteral("%%"), QStringLiteral("%"));
}

/// Range and ticks in an order in which the axis never has more ticks than it will have in the end:
/// a range of a million rows with a tick at every one would take seconds.
void set_axis(QValueAxis& axis, double low, double high, double interval, const char* format) {
  const QString labels = label_format(format);
  if (axis.min() == low && axis.max() == high && axis.tickInterval() == interval &&
      axis.labelFormat() == labels) {
    return;  // setting a format lays the chart out anew, though nothing changes
  }
  if (interval > axis.tickInterval()) {
    axis.setTickInterval(interval);
    axis.setRange(low, high);
  } else {
    axis.setRange(low, high);
    axis.setTickInterval(interval);
  }
  axis.setLabelFormat(labels);
}

}  // namespace

PlotView::PlotView(QWidget* parent) : QChartView(new QChart, parent) {
  chart()->legend()->hide();
  chart()->setBackgroundVisible(false);
  chart()->setMargins({0, 0, 0, 0});
  chart()->layout()->setContentsMargins(0, 0, 0, 0);
  chart()->setAnimationOptions(QChart::NoAnimation);
  chart()->setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
  chart()->setLocalizeNumbers(true);  // 10,000 rather than 10000
  x_ = make_axis(chart(), Qt::AlignBottom);
  y_ = make_axis(chart(), Qt::AlignLeft);
  x_->setGridLineVisible(false);
  setRenderHint(QPainter::Antialiasing);
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(120, 100);
  recolour();
}

void PlotView::set_x(double low, double high, double interval, const char* format) {
  set_axis(*x_, low, high, interval, format);
}

void PlotView::set_y(double low, double high, double interval, const char* format) {
  set_axis(*y_, low, high, interval, format);
}

void PlotView::set_titles(const QString& x, const QString& y) {
  if (x_->titleText() != x) {
    x_->setTitleText(x);
  }
  if (y_->titleText() != y) {
    y_->setTitleText(y);
  }
}

void PlotView::add(QAbstractSeries* series) {
  chart()->addSeries(series);
  series->attachAxis(x_);
  series->attachAxis(y_);
}

void PlotView::set_empty_text(const QString& text) {
  if (text != empty_text_) {
    empty_text_ = text;
    viewport()->update();
  }
}

void PlotView::set_marked(const QPolygonF& area) {
  marked_ = area;
  viewport()->update();
}

QPointF PlotView::value_at(const QPointF& position) const {
  const QRectF plot = chart()->plotArea();
  const qreal across = plot.width() > 0 ? (position.x() - plot.left()) / plot.width() : 0;
  const qreal up = plot.height() > 0 ? (plot.bottom() - position.y()) / plot.height() : 0;
  return {x_->min() + across * (x_->max() - x_->min()), y_->min() + up * (y_->max() - y_->min())};
}

QPointF PlotView::position_of(const QPointF& value) const {
  const QRectF plot = chart()->plotArea();
  const qreal across = (value.x() - x_->min()) / (x_->max() - x_->min());
  const qreal up = (value.y() - y_->min()) / (y_->max() - y_->min());
  return {plot.left() + across * plot.width(), plot.bottom() - up * plot.height()};
}

void PlotView::recolour() {
  const Colours& colours = current_colours();
  setBackgroundBrush(colours.panel);
  for (QValueAxis* axis : {x_, y_}) {
    axis->setLabelsFont(text_font(TextSize::small));
    axis->setLabelsBrush(colours.muted);
    axis->setTitleFont(text_font(TextSize::small));
    axis->setTitleBrush(colours.muted);
    axis->setGridLinePen(QPen(colours.line, 1));
    axis->setLinePen(QPen(colours.line, 1));
  }
}

void PlotView::say(const QPointF& value, const QPoint& position) {
  const QString text = hover_ ? hover_(value) : QString();
  if (text.isEmpty()) {
    QToolTip::hideText();
  } else {
    QToolTip::showText(viewport()->mapToGlobal(position + QPoint(kNear, kNear)), text, viewport());
  }
}

void PlotView::mousePressEvent(QMouseEvent* event) {
  const bool inside = chart()->plotArea().contains(event->position());
  if (event->button() != Qt::LeftButton || picking_ == Picking::none || !inside) {
    QChartView::mousePressEvent(event);
    return;
  }
  setFocus(Qt::MouseFocusReason);
  cursor_.reset();
  drag_.clear();
  drag_.append(value_at(event->position()));
  event->accept();
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
  if (drag_.isEmpty()) {
    if (chart()->plotArea().contains(event->position())) {
      say(value_at(event->position()), event->position().toPoint());
    } else {
      QToolTip::hideText();
    }
    return;
  }
  drag_.append(held_in(value_at(event->position())));
  viewport()->update();
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
  if (drag_.isEmpty() || event->button() != Qt::LeftButton) {
    QChartView::mouseReleaseEvent(event);
    return;
  }
  drag_.append(held_in(value_at(event->position())));
  finish_drag();
}

void PlotView::finish_drag() {
  const QPolygonF area = drawn_area();
  const QPointF from = drag_.first();
  const QPointF to = drag_.last();
  QRectF extent;
  for (const QPointF& value : drag_) {
    extent |= QRectF(position_of(value), QSizeF(0.01, 0.01));
  }
  const bool dragged = extent.width() > kLeastDrag || extent.height() > kLeastDrag;
  drag_.clear();
  viewport()->update();
  if (!dragged || picking_ == Picking::point) {
    Q_EMIT picked(from);
  } else if (picking_ == Picking::range) {
    Q_EMIT range_picked(std::min(from.x(), to.x()), std::max(from.x(), to.x()));
  } else {
    set_marked(area);
    Q_EMIT area_picked(area);
  }
}

QPolygonF PlotView::drawn_area() const {
  if (picking_ == Picking::area && area_shape_ == AreaShape::lasso) {
    return drag_;
  }
  const QPointF from = drag_.first();
  const QPointF to = drag_.last();
  if (picking_ == Picking::area) {
    return QPolygonF{from, QPointF(to.x(), from.y()), to, QPointF(from.x(), to.y())};
  }
  return QPolygonF{QPointF(from.x(), y_->min()), QPointF(from.x(), y_->max()),
                   QPointF(to.x(), y_->max()), QPointF(to.x(), y_->min())};
}

QPointF PlotView::held_in(const QPointF& value) const {
  return {std::clamp(value.x(), x_->min(), x_->max()), std::clamp(value.y(), y_->min(), y_->max())};
}

void PlotView::leaveEvent(QEvent* event) {
  QToolTip::hideText();
  QChartView::leaveEvent(event);
}

void PlotView::focusOutEvent(QFocusEvent* event) {
  cursor_.reset();
  viewport()->update();
  QChartView::focusOutEvent(event);
}

void PlotView::move_cursor(int across, int up) {
  if (!cursor_) {
    cursor_ = QPointF(x_->min() + steps_.x() / 2, (y_->min() + y_->max()) / 2);
  } else {
    cursor_ = held_in(*cursor_ + QPointF(across * steps_.x(), up * steps_.y()));
  }
  viewport()->update();
  say(*cursor_, position_of(*cursor_).toPoint());
}

void PlotView::choose_by_key() {
  if (!cursor_ || picking_ == Picking::none) {
    return;
  }
  if (picking_ != Picking::area) {
    Q_EMIT picked(*cursor_);
    return;
  }
  const QPointF half(kCursorShare * (x_->max() - x_->min()),
                     kCursorShare * (y_->max() - y_->min()));
  const QRectF box(*cursor_ - half, *cursor_ + half);
  const QPolygonF area{box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()};
  set_marked(area);
  Q_EMIT area_picked(area);
}

void PlotView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      move_cursor(-1, 0);
      return;
    case Qt::Key_Right:
      move_cursor(1, 0);
      return;
    case Qt::Key_Up:
      move_cursor(0, 1);
      return;
    case Qt::Key_Down:
      move_cursor(0, -1);
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      choose_by_key();
      return;
    default:
      // Not the view's own: it would scroll. NOLINTNEXTLINE(bugprone-parent-virtual-call)
      QWidget::keyPressEvent(event);
  }
}

void PlotView::paintEvent(QPaintEvent* event) {
  QChartView::paintEvent(event);
  QPainter painter(viewport());
  painter.setRenderHint(QPainter::Antialiasing);
  const Colours& colours = current_colours();
  if (!empty_text_.isEmpty()) {
    painter.setFont(text_font(TextSize::small));
    const QRectF place = chart()->plotArea().adjusted(kClose, 0, -kClose, 0);
    constexpr int kHow = Qt::AlignCenter | Qt::TextWordWrap;
    const QString whole = meaning_.isEmpty() ? empty_text_ : meaning_ + "\n\n" + empty_text_;
    const QRectF needed = painter.boundingRect(QRectF(place.topLeft(), QSizeF(place.width(), 1)),
                                               Qt::AlignHCenter | Qt::TextWordWrap, whole);
    const bool room = needed.height() <= place.height() && needed.width() <= place.width();
    const QString& text = room ? whole : empty_text_;
    // Grid lines would strike the words out.
    painter.fillRect(painter.boundingRect(place, kHow, text).adjusted(-kTight, 0, kTight, 0),
                     colours.panel);
    painter.setPen(colours.muted);
    painter.drawText(place, kHow, text);
  }
  const QPolygonF& area = drag_.isEmpty() ? marked_ : drawn_area();
  if (area.size() > 2) {
    QPolygonF shown;
    for (const QPointF& value : area) {
      shown.append(position_of(value));
    }
    QColor fill = colours.accent;
    fill.setAlpha(40);
    painter.setBrush(fill);
    painter.setPen(QPen(colours.accent, 1));
    painter.setClipRect(chart()->plotArea());
    painter.drawPolygon(shown);
    painter.setClipping(false);
  }
  if (cursor_ && hasFocus()) {
    const QPointF place = position_of(*cursor_);
    const QRectF plot = chart()->plotArea();
    painter.setPen(QPen(colours.accent, 1, Qt::DashLine));
    painter.drawLine(QPointF(place.x(), plot.top()), QPointF(place.x(), plot.bottom()));
    if (picking_ == Picking::area) {
      painter.drawLine(QPointF(plot.left(), place.y()), QPointF(plot.right(), place.y()));
    }
  }
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.accent, 1));
    painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -0.5, -0.5), kTight,
                            kTight);
  }
}

NiceAxis nice_axis(double most) {
  if (!(most > 0)) {
    return {1, 0.5};
  }
  constexpr double kTicks = 4;
  const double rough = most / kTicks;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double interval = 10 * power;
  for (const double step : {1.0, 2.0, 2.5, 5.0}) {
    if (step * power >= rough) {
      interval = step * power;
      break;
    }
  }
  return {std::ceil(most / interval) * interval, interval};
}

}  // namespace noiseal::ui
