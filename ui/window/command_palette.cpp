// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_palette.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kWidth = 520;
constexpr int kHeight = 380;

/// Every typed word occurs in the text.
bool has_all_words(const QString& text, const QString& words) {
  const QStringList parts = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  return std::ranges::all_of(
      parts, [&](const QString& part) { return text.contains(part, Qt::CaseInsensitive); });
}

}  // namespace

QString plain_text(const QAction& action) {
  QString text = action.text();
  text.remove(QLatin1Char('&'));
  while (text.endsWith(QChar(0x2026)) || text.endsWith(QLatin1Char('.'))) {
    text.chop(1);
  }
  return text;
}

CommandPalette::CommandPalette(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint) {
  setObjectName(QStringLiteral("command-palette"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Commands"));
  resize(kWidth, kHeight);
  words_ = new QLineEdit(this);
  words_->setObjectName(QStringLiteral("palette-words"));
  words_->setPlaceholderText(tr("Type what you want to do"));
  words_->setAccessibleName(tr("Find a command"));
  words_->installEventFilter(this);
  list_ = new QListWidget(this);
  list_->setObjectName(QStringLiteral("palette-list"));
  list_->setAccessibleName(tr("Commands"));
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setSpacing(1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kClose, kClose, kClose, kClose);
  column->addWidget(words_);
  column->addWidget(list_, 1);
  for (QAction* action : actions) {
    if (action->isEnabled() && !action->text().isEmpty() && !action->isSeparator()) {
      actions_ << action;
    }
  }
  std::ranges::sort(actions_, [](const QAction* a, const QAction* b) {
    return QString::localeAwareCompare(plain_text(*a), plain_text(*b)) < 0;
  });
  filter({});
  connect(words_, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(list_, &QListWidget::itemClicked, this, &CommandPalette::choose);
}

void CommandPalette::filter(const QString& words) {
  list_->clear();
  for (qsizetype i = 0; i < actions_.size(); ++i) {
    const QString text = plain_text(*actions_[i]);
    if (has_all_words(text, words)) {
      const QString keys = actions_[i]->shortcut().toString(QKeySequence::NativeText);
      auto* item =
          new QListWidgetItem(keys.isEmpty() ? text : QStringLiteral("%1   (%2)").arg(text, keys));
      item->setData(Qt::UserRole, static_cast<qlonglong>(i));
      list_->addItem(item);
    }
  }
  list_->setCurrentRow(0);
}

void CommandPalette::choose() {
  if (const QListWidgetItem* item = list_->currentItem()) {
    QAction* action = actions_.at(item->data(Qt::UserRole).toLongLong());
    accept();
    Q_EMIT chosen(action);
  }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
      case Qt::Key_Up:
      case Qt::Key_Down:
      case Qt::Key_PageUp:
      case Qt::Key_PageDown:
        QCoreApplication::sendEvent(list_, event);
        return true;
      case Qt::Key_Return:
      case Qt::Key_Enter:
        choose();
        return true;
      default:
        break;
    }
  }
  return QDialog::eventFilter(watched, event);
}

}  // namespace noiseal::ui
