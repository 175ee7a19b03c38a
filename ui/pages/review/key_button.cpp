// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/key_button.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

KeyButton::KeyButton(QWidget* parent)
    : QPushButton(parent), key_(new QLabel(this)), words_(new QLabel(this)) {
  setAutoDefault(false);
  setFocusPolicy(Qt::TabFocus);
  for (QLabel* label : {key_, words_}) {
    label->setTextFormat(Qt::PlainText);
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
  }
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(kClose, kTight, kClose, kTight);
  layout->setSpacing(kTight + 2);
  layout->addWidget(key_);
  layout->addWidget(words_);
  connect(&Theme::instance(), &Theme::changed, this, &KeyButton::restyle);
  restyle();
}

void KeyButton::set_words(const QString& words) {
  words_->setText(words);
  setAccessibleName(words);
  updateGeometry();
}

void KeyButton::set_key(const QString& key) {
  key_->setText(key);
  key_->setVisible(!key.isEmpty());
  setAccessibleDescription(key);
  updateGeometry();
}

QSize KeyButton::sizeHint() const {
  return layout()->sizeHint();
}

void KeyButton::changeEvent(QEvent* event) {
  QPushButton::changeEvent(event);
  if (event->type() == QEvent::EnabledChange) {
    restyle();
  }
}

void KeyButton::restyle() {
  const Colours& colours = current_colours();
  const QString text = (isEnabled() ? colours.text : colours.muted).name();
  key_->setStyleSheet(QStringLiteral("background: %1; color: %2; border: 1px solid %3; "
                                     "border-radius: 3px; padding: 0 5px; font-weight: 600; "
                                     "font-size: 11px;")
                          .arg(colours.hover.name(), text, colours.line.name()));
  words_->setStyleSheet(QStringLiteral("color: %1; background: transparent;").arg(text));
}

}  // namespace noiseal::ui
