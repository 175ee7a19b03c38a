// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/transition_map.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr double kGap = 2;
constexpr int kMostWithNumbers = 8;

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

QRectF TransitionMap::cell_rect(int given, int other) const {
  const double n = static_cast<double>(std::max<std::size_t>(1, counts_.rows()));
  const double cell = std::min(width() / n, height() / n);
  return {other * cell, given * cell, std::max(1.0, cell - kGap), std::max(1.0, cell - kGap)};
}

QPoint TransitionMap::cell_at(const QPointF& place) const {
  const double n = static_cast<double>(std::max<std::size_t>(1, counts_.rows()));
  const double cell = std::min(width() / n, height() / n);
  return {static_cast<int>(place.x() / cell), static_cast<int>(place.y() / cell)};
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
  const int n = static_cast<int>(counts_.rows());
  if (n == 0) {
    painter.setPen(colours.muted);
    painter.drawText(rect(), Qt::AlignCenter, tr("No rows yet"));
    return;
  }
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
        painter.setPen(colours.text);
        painter.drawText(cell, Qt::AlignCenter, QString::number(count));
      }
    }
  }
}

void TransitionMap::mousePressEvent(QMouseEvent* event) {
  const QPoint cell = cell_at(event->position());
  const int n = static_cast<int>(counts_.rows());
  if (cell.x() < n && cell.y() < n) {
    Q_EMIT cell_chosen(cell.y(), cell.x());
  }
}

bool TransitionMap::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const QPoint cell = cell_at(help->pos());
    const int n = static_cast<int>(counts_.rows());
    if (cell.x() < n && cell.y() < n) {
      QToolTip::showText(help->globalPos(), cell_words(cell.y(), cell.x()).toHtmlEscaped(), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace noiseal::ui
