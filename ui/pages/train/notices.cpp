// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/notices.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

Notices::Notices(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("notices"));
  column_ = new QVBoxLayout(this);
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(kTight);
  hide();
}

void Notices::show_sentences(const std::vector<QString>& sentences) {
  if (sentences == shown_) {
    return;
  }
  shown_ = sentences;
  while (QLayoutItem* item = column_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const QString& sentence : sentences) {
    if (std::find(put_away_.begin(), put_away_.end(), sentence) == put_away_.end()) {
      add(sentence);
    }
  }
  setVisible(column_->count() > 0);
}

void Notices::add(const QString& sentence) {
  auto* frame = new QFrame(this);
  set_role(frame, "notice");
  auto* row = new QHBoxLayout(frame);
  row->setContentsMargins(kNear, kTight, kTight, kTight);
  auto* text = new QLabel(sentence, frame);
  text->setObjectName(QStringLiteral("notice-sentence"));
  text->setTextFormat(Qt::PlainText);
  text->setWordWrap(true);
  auto* away = new QPushButton(tr("Put away"), frame);
  set_role(away, "plain");
  away->setAccessibleName(tr("Put away: %1").arg(sentence));
  connect(away, &QPushButton::clicked, this, [this, frame, sentence] {
    put_away_.push_back(sentence);
    column_->removeWidget(frame);
    frame->deleteLater();
    setVisible(column_->count() > 0);
  });
  row->addWidget(text, 1);
  row->addWidget(away);
  column_->addWidget(frame);
}

}  // namespace noiseal::ui
