// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

NoticeBar::NoticeBar(const char* name, const char* button_name, const QString& button,
                     QWidget* parent)
    : QFrame(parent), words_(new QLabel(this)), button_(new QPushButton(button, this)) {
  setObjectName(QLatin1String(name));
  set_role(this, "notice");
  words_->setObjectName(QLatin1String(name) + QStringLiteral("-words"));
  words_->setTextFormat(Qt::PlainText);
  words_->setWordWrap(true);
  button_->setObjectName(QLatin1String(button_name));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kNear, kTight, kTight, kTight);
  row->addWidget(words_, 1);
  row->addWidget(button_);
  connect(button_, &QPushButton::clicked, this, &NoticeBar::pressed);
}

void NoticeBar::say(const QString& sentence) {
  words_->setText(sentence);
}

void NoticeBar::explain_button(const QString& explanation) {
  button_->setToolTip(explanation);
  button_->setAccessibleDescription(explanation);
}

}  // namespace noiseal::ui
