// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/key_bar.h"

#include <QAction>

#include "ui/pages/review/key_button.h"
#include "ui/pages/review/key_sheet.h"
#include "ui/theme/spacing.h"
#include "ui/theme/wrapping_row.h"

namespace noiseal::ui {

KeyBar::KeyBar(QWidget* page) : QWidget(page) {
  auto* layout = new WrappingRow(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kClose);
  for (const ReviewCommand command :
       {ReviewCommand::accept, ReviewCommand::keep, ReviewCommand::find_label,
        ReviewCommand::ambiguous, ReviewCommand::exclude, ReviewCommand::flag, ReviewCommand::note,
        ReviewCommand::skip}) {
    add_button(command);
  }
  for (const ReviewCommand command : {ReviewCommand::undo, ReviewCommand::keys}) {
    add_button(command);
  }
  for (const ReviewCommand command : review_commands()) {
    add_action(command, page);
  }
  show_keys();
}

void KeyBar::add_button(ReviewCommand command) {
  auto* button = new KeyButton(this);
  button->setObjectName(QStringLiteral("review-do-") + command_id(command));
  button->set_words(command_words(command));
  connect(button, &KeyButton::clicked, this, [this, command] { Q_EMIT wanted(command); });
  buttons_.insert(static_cast<int>(command), button);
  layout()->addWidget(button);
}

void KeyBar::add_action(ReviewCommand command, QWidget* page) {
  auto* action = new QAction(command_words(command), page);
  action->setObjectName(QStringLiteral("review-action-") + command_id(command));
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  const bool moves = command == ReviewCommand::next || command == ReviewCommand::previous;
  action->setAutoRepeat(moves);  // a key held down decides one row, not many
  connect(action, &QAction::triggered, this, [this, command] { Q_EMIT wanted(command); });
  page->addAction(action);
  actions_.insert(static_cast<int>(command), action);
}

void KeyBar::show_keys() {
  for (const ReviewCommand command : review_commands()) {
    actions_.value(static_cast<int>(command))->setShortcuts(keys_.keys(command));
    if (KeyButton* button = buttons_.value(static_cast<int>(command))) {
      button->set_key(keys_.shown(command));
    }
  }
}

void KeyBar::set_enabled(ReviewCommand command, bool enabled) {
  if (KeyButton* button = buttons_.value(static_cast<int>(command))) {
    button->setEnabled(enabled);
  } else {
    actions_.value(static_cast<int>(command))->setEnabled(enabled);
  }
}

bool KeyBar::is_enabled(ReviewCommand command) const {
  const KeyButton* button = buttons_.value(static_cast<int>(command));
  return button != nullptr ? button->isEnabled()
                           : actions_.value(static_cast<int>(command))->isEnabled();
}

void KeyBar::set_words(ReviewCommand command, const QString& words) {
  if (KeyButton* button = buttons_.value(static_cast<int>(command))) {
    button->set_words(words);
  }
}

void KeyBar::show_sheet() {
  auto* sheet = new KeySheet(keys_, parentWidget());
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &QDialog::finished, this, &KeyBar::show_keys);
  sheet->open();
}

}  // namespace noiseal::ui
