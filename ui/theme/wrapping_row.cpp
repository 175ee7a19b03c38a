// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/wrapping_row.h"

#include <QWidget>
#include <algorithm>

namespace noiseal::ui {

WrappingRow::WrappingRow(QWidget* parent) : QLayout(parent) {}

WrappingRow::~WrappingRow() = default;

void WrappingRow::addItem(QLayoutItem* item) {
  items_.emplace_back(item);
}

int WrappingRow::count() const {
  return static_cast<int>(items_.size());
}

QLayoutItem* WrappingRow::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* WrappingRow::takeAt(int index) {
  if (index < 0 || index >= count()) {
    return nullptr;
  }
  const auto place = items_.begin() + index;
  QLayoutItem* item = place->release();
  items_.erase(place);
  return item;
}

int WrappingRow::heightForWidth(int width) const {
  return lay_out(QRect(0, 0, width, 0), Placing::measured);
}

QSize WrappingRow::sizeHint() const {
  QSize size;
  for (const auto& item : items_) {
    if (!item->isEmpty()) {
      const QSize hint = item->sizeHint();
      size = QSize(size.width() + (size.isEmpty() ? 0 : spacing()) + hint.width(),
                   std::max(size.height(), hint.height()));
    }
  }
  return size.grownBy(contentsMargins());
}

QSize WrappingRow::minimumSize() const {
  QSize size;
  for (const auto& item : items_) {
    size = size.expandedTo(item->minimumSize());
  }
  return size.grownBy(contentsMargins());
}

void WrappingRow::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  lay_out(rect, Placing::done);
}

int WrappingRow::lay_out(const QRect& rect, Placing placing) const {
  const QRect inside = rect.marginsRemoved(contentsMargins());
  int x = inside.x();
  int y = inside.y();
  int line = 0;  // height of the line so far
  for (const auto& item : items_) {
    if (item->isEmpty()) {
      continue;
    }
    const QSize size = item->sizeHint();
    if (x > inside.x() && x + size.width() > inside.x() + inside.width()) {
      x = inside.x();
      y += line + spacing();
      line = 0;
    }
    if (placing == Placing::done) {
      item->setGeometry(QRect(QPoint(x, y), size));
    }
    x += size.width() + spacing();
    line = std::max(line, size.height());
  }
  return y + line - rect.y() + contentsMargins().bottom();
}

}  // namespace noiseal::ui
