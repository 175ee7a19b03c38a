// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/train_columns.h"

#include <QHBoxLayout>
#include <QResizeEvent>

#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

constexpr int kRecipeWidth = 268;
constexpr int kRowsWidth = 292;
/// Narrower than this, the rows take the recipe's place.
constexpr int kRoomForBoth = 1150;

}  // namespace

TrainColumns::TrainColumns(QWidget* recipe, QWidget* middle, QWidget* rows, QWidget* parent)
    : QWidget(parent), recipe_(recipe), rows_(rows) {
  recipe_->setFixedWidth(kRecipeWidth);
  rows_->setFixedWidth(kRowsWidth);
  rows_->hide();
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kNear, kNear, kNear, kNear);
  row->setSpacing(kNear);
  row->addWidget(recipe_);
  row->addWidget(middle, 1);
  row->addWidget(rows_);
}

void TrainColumns::show_rows() {
  // What goes goes first: both at once would make a small window grow.
  recipe_->setVisible(width() >= kRoomForBoth);
  rows_->show();
}

void TrainColumns::hide_rows() {
  rows_->hide();
  recipe_->show();
}

QSize TrainColumns::minimumSizeHint() const {
  QSize size = QWidget::minimumSizeHint();
  if (!recipe_->isHidden() && !rows_->isHidden()) {
    // The recipe makes room for the rows where there is none for both.
    size.rwidth() -= kRecipeWidth + kNear;
  }
  return size;
}

void TrainColumns::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (!rows_->isHidden()) {
    show_rows();
  }
}

}  // namespace noiseal::ui
