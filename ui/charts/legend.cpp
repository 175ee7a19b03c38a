// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/legend.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kMark = 9;
constexpr int kLineMark = 14;

int mark_width(const LegendEntry& entry) {
  return entry.line == Qt::NoPen ? kMark : kLineMark;
}

}  // namespace

Legend::Legend(QWidget* parent) : QWidget(parent) {
  setFont(text_font(TextSize::small));
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

void Legend::set_entries(std::vector<LegendEntry> entries) {
  const bool same = entries.size() == entries_.size() &&
                    std::equal(entries.begin(), entries.end(), entries_.begin(),
                               [](const LegendEntry& a, const LegendEntry& b) {
                                 return a.name == b.name && a.colour == b.colour;
                               });
  if (same) {
    return;
  }
  entries_ = std::move(entries);
  off_.assign(entries_.size(), false);
  current_ = 0;
  name_it();
  updateGeometry();
  update();
}

void Legend::name_it() {
  QStringList names;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    names.append(off_[i] ? tr("%1 (hidden)").arg(entries_[i].name) : entries_[i].name);
  }
  setAccessibleName(tr("Legend: %1").arg(names.join(QStringLiteral(", "))));
}

void Legend::set_switchable(bool switchable) {
  switchable_ = switchable;
  setFocusPolicy(switchable ? Qt::StrongFocus : Qt::NoFocus);
  setToolTip(switchable ? tr("Click a name to hide or show its line") : QString());
  setCursor(switchable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool Legend::is_on(std::size_t entry) const {
  return entry < off_.size() && !off_[entry];
}

void Legend::set_on(std::size_t entry, bool on) {
  if (entry < off_.size() && is_on(entry) != on) {
    flip(entry);
  }
}

void Legend::flip(std::size_t entry) {
  off_[entry] = !off_[entry];
  name_it();
  update();
  Q_EMIT switched(static_cast<int>(entry), !off_[entry]);
}

std::vector<QRect> Legend::places(int width) const {
  const QFontMetrics metrics(font());
  const int height = metrics.height() + 2;
  std::vector<QRect> result;
  int x = 0;
  int y = 0;
  for (const LegendEntry& entry : entries_) {
    const int needed = mark_width(entry) + kTight + metrics.horizontalAdvance(entry.name) + kNear;
    if (x > 0 && x + needed - kNear > width) {
      x = 0;
      y += height;
    }
    result.emplace_back(x, y, needed, height);
    x += needed;
  }
  return result;
}

QSize Legend::sizeHint() const {
  return {160, heightForWidth(std::max(width(), 160))};
}

QSize Legend::minimumSizeHint() const {
  return {60, QFontMetrics(font()).height() + 2};
}

int Legend::heightForWidth(int width) const {
  const std::vector<QRect> rects = places(width);
  return rects.empty() ? QFontMetrics(font()).height() + 2 : rects.back().bottom() + 1;
}

void Legend::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colours& colours = current_colours();
  const std::vector<QRect> rects = places(width());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const LegendEntry& entry = entries_[i];
    const QRect& rect = rects[i];
    const QColor colour = off_[i] ? colours.line : colours.*entry.colour;
    const int middle = rect.center().y();
    if (entry.line == Qt::NoPen) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawRoundedRect(QRectF(rect.x(), middle - kMark / 2.0 + 0.5, kMark, kMark), 2, 2);
    } else {
      QPen pen(colour, 2, entry.line);
      pen.setCapStyle(Qt::FlatCap);
      painter.setPen(pen);
      painter.drawLine(QPointF(rect.x(), middle + 0.5),
                       QPointF(rect.x() + kLineMark, middle + 0.5));
    }
    painter.setPen(off_[i] ? colours.unused : colours.muted);
    painter.drawText(rect.adjusted(mark_width(entry) + kTight, 0, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, entry.name);
    if (switchable_ && hasFocus() && i == current_) {
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(colours.accent, 1));
      painter.drawRoundedRect(QRectF(rect).adjusted(-1.5, 0.5, -kNear + 3.5, -0.5), 3, 3);
    }
  }
}

void Legend::mousePressEvent(QMouseEvent* event) {
  const std::vector<QRect> rects = places(width());
  for (std::size_t i = 0; switchable_ && i < rects.size(); ++i) {
    if (rects[i].contains(event->position().toPoint())) {
      current_ = i;
      flip(i);
      return;
    }
  }
  QWidget::mousePressEvent(event);
}

void Legend::keyPressEvent(QKeyEvent* event) {
  if (switchable_ && !entries_.empty()) {
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
      const std::size_t step = event->key() == Qt::Key_Right ? 1 : entries_.size() - 1;
      current_ = (current_ + step) % entries_.size();
      update();
      return;
    }
    if (event->key() == Qt::Key_Space) {
      flip(current_);
      return;
    }
  }
  QWidget::keyPressEvent(event);
}

}  // namespace noiseal::ui
