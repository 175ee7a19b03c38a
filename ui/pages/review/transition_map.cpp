// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/transition_map.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr double kGap = 2;
constexpr int kMostWithNumbers = 8;
constexpr int kMostWithNames = 12;  ///< labels along the axes
constexpr double kMostNameWidth = 64;
constexpr double kAxisGap = 4;

}  // namespace

TransitionMap::TransitionMap(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Given label by decided or suggested label"));
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TransitionMap::show_counts(const Matrix<std::uint32_t>& counts, const QStringList& labels) {
  counts_ = counts;
  labels_ = labels;
  update();
}

void TransitionMap::clear() {
  counts_ = {};
  labels_.clear();
  update();
}

QRectF TransitionMap::grid() const {
  const QFontMetricsF metrics(text_font(TextSize::small));
  const double line = std::ceil(metrics.height());
  const double names = name_width();
  const double left = line + kAxisGap + names;
  const double top = line + kAxisGap + names;
  const double side = std::max(1.0, std::min(width() - left, height() - top));
  return {left, top, side, side};
}

double TransitionMap::name_width() const {
  if (label_count() > kMostWithNames) {
    return 0;
  }
  const QFontMetricsF metrics(text_font(TextSize::small));
  double widest = 0;
  for (const QString& label : labels_) {
    widest = std::max(widest, std::ceil(metrics.horizontalAdvance(label)));
  }
  return std::min(widest + kAxisGap, kMostNameWidth);
}

QRectF TransitionMap::cell_rect(int given, int other) const {
  const QRectF all = grid();
  const double cell = all.width() / std::max(1, label_count());
  return {all.left() + other * cell, all.top() + given * cell, std::max(1.0, cell - kGap),
          std::max(1.0, cell - kGap)};
}

QPoint TransitionMap::cell_at(const QPointF& place) const {
  const QRectF all = grid();
  const double cell = all.width() / std::max(1, label_count());
  const QPointF inside = place - all.topLeft();
  return inside.x() < 0 || inside.y() < 0
             ? QPoint(-1, -1)
             : QPoint(static_cast<int>(inside.x() / cell), static_cast<int>(inside.y() / cell));
}

QString TransitionMap::cell_words(int given, int other) const {
  const std::uint32_t count =
      counts_(static_cast<std::size_t>(given), static_cast<std::size_t>(other));
  return given == other ? tr("%1: %2 rows stay").arg(labels_[given], QLocale().toString(count))
                        : tr("%1 given, %2 decided or suggested: %3 rows")
                              .arg(labels_[given], labels_[other], QLocale().toString(count));
}

void TransitionMap::paintEvent(QPaintEvent* /*event*/) {
  const Colours& colours = current_colours();
  QPainter painter(this);
  painter.setFont(text_font(TextSize::small));
  if (label_count() == 0) {
    painter.setPen(colours.muted);
    painter.drawText(rect(), Qt::AlignCenter, tr("No rows yet"));
    return;
  }
  paint_axes(painter);
  paint_cells(painter);
}

void TransitionMap::paint_axes(QPainter& painter) const {
  const QRectF all = grid();
  const QFontMetricsF metrics = painter.fontMetrics();
  const double line = std::ceil(metrics.height());
  painter.setPen(current_colours().muted);
  const QString across = tr("decided or suggested ") + QChar(0x2192);
  const double room = static_cast<double>(width());
  const double left = std::clamp(room - metrics.horizontalAdvance(across), 0.0, all.left());
  painter.drawText(QRectF(left, 0, room - left, line), Qt::AlignLeft | Qt::AlignVCenter,
                   metrics.elidedText(across, Qt::ElideRight, room - left));
  painter.save();
  painter.translate(0, all.bottom());
  painter.rotate(-90);
  painter.drawText(QRectF(0, 0, all.height(), line), Qt::AlignRight | Qt::AlignVCenter,
                   QChar(0x2190) + tr(" given label"));
  painter.restore();
  if (label_count() > kMostWithNames) {
    return;
  }
  painter.setPen(current_colours().text);
  const double names = name_width();
  for (int i = 0; i < label_count(); ++i) {
    const QRectF cell = cell_rect(i, i);
    const QString name = metrics.elidedText(labels_.value(i), Qt::ElideRight, names - kAxisGap);
    const QRectF beside(all.left() - names, cell.top(), names - kAxisGap, cell.height());
    painter.drawText(beside, Qt::AlignRight | Qt::AlignVCenter, name);
    painter.save();
    painter.translate(cell.left(), all.top() - kAxisGap);
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, names, cell.width()), Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.restore();
  }
}

void TransitionMap::paint_cells(QPainter& painter) const {
  const Colours& colours = current_colours();
  const int n = label_count();
  std::uint32_t most = 1;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      if (i != j) {
        most = std::max(most, counts_(static_cast<std::size_t>(i), static_cast<std::size_t>(j)));
      }
    }
  }
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      const std::uint32_t count = counts_(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
      QColor colour = i == j ? colours.unused : colours.purified;
      colour.setAlphaF(i == j ? 0.25F
                              : static_cast<float>(0.08 + 0.82 * static_cast<double>(count) /
                                                              static_cast<double>(most)));
      const QRectF cell = cell_rect(i, j);
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawRoundedRect(cell, 2, 2);
      if (n <= kMostWithNumbers && count > 0) {
        painter.setPen(readable_on(laid_over(colours.panel, colour)));
        painter.drawText(cell, Qt::AlignCenter, QString::number(count));
      }
    }
  }
}

void TransitionMap::mousePressEvent(QMouseEvent* event) {
  const QPoint cell = cell_at(event->position());
  const int n = label_count();
  if (cell.x() >= 0 && cell.x() < n && cell.y() < n) {
    Q_EMIT cell_chosen(cell.y(), cell.x());
  }
}

bool TransitionMap::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const QPoint cell = cell_at(help->pos());
    const int n = label_count();
    if (cell.x() >= 0 && cell.x() < n && cell.y() < n) {
      QToolTip::showText(help->globalPos(), cell_words(cell.y(), cell.x()).toHtmlEscaped(), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace noiseal::ui
