// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/memory_tour.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

MemoryTour::MemoryTour(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("memory-tour"));
  set_role(this, "panel");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kNear, kClose, kClose, kClose);
  row->setSpacing(kClose);
  number_ = new QLabel(this);
  set_role(number_, "chip");
  text_ = new QLabel(this);
  text_->setObjectName(QStringLiteral("memory-tour-text"));
  text_->setTextFormat(Qt::PlainText);
  text_->setWordWrap(true);
  back_ = new QPushButton(tr("Back"), this);
  back_->setObjectName(QStringLiteral("memory-tour-back"));
  next_ = new QPushButton(tr("Next"), this);
  next_->setObjectName(QStringLiteral("memory-tour-next"));
  auto* close = new QPushButton(tr("Close"), this);
  close->setObjectName(QStringLiteral("memory-tour-close"));
  set_role(close, "plain");
  row->addWidget(number_);
  row->addWidget(text_, 1);
  row->addWidget(back_);
  row->addWidget(next_);
  row->addWidget(close);
  connect(back_, &QPushButton::clicked, this, [this] { show_step(step_ - 1); });
  connect(next_, &QPushButton::clicked, this, [this] { show_step(step_ + 1); });
  connect(close, &QPushButton::clicked, this, &MemoryTour::leave);
  hide();
}

void MemoryTour::show_waiting() {
  story_.clear();
  number_->hide();
  back_->hide();
  next_->hide();
  text_->setText(
      tr("40 % of these invented requests carry a wrong label, on purpose. Two models learn from "
         "all labels, right and wrong, as if nothing were known: watch where the red bars are. "
         "When the last epoch is done, the replay explains what happened."));
  show();
}

void MemoryTour::show_story(std::vector<StoryStep> story) {
  if (story.empty()) {
    return;
  }
  story_ = std::move(story);
  number_->show();
  back_->show();
  next_->show();
  show();
  show_step(0);
}

void MemoryTour::show_step(std::size_t step) {
  if (step >= story_.size()) {
    return;
  }
  step_ = step;
  number_->setText(tr("%1 of %2").arg(step + 1).arg(story_.size()));
  text_->setText(QString::fromStdString(story_[step].sentence));
  back_->setEnabled(step > 0);
  next_->setEnabled(step + 1 < story_.size());
  Q_EMIT epoch_wanted(story_[step].epoch);
}

void MemoryTour::leave() {
  story_.clear();
  hide();
}

}  // namespace noiseal::ui
