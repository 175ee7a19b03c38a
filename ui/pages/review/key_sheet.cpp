// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/key_sheet.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

KeySheet::KeySheet(ReviewKeys& keys, QWidget* parent)
    : QDialog(parent), keys_(keys), table_(new QTableWidget(this)), words_(new QLabel(this)) {
  setObjectName(QStringLiteral("review-key-sheet"));
  setWindowTitle(tr("Keys of Review"));
  table_->setColumnCount(2);
  table_->setHorizontalHeaderLabels({tr("Command"), tr("Keys")});
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setShowGrid(false);
  words_->setObjectName(QStringLiteral("review-key-words"));
  words_->setTextFormat(Qt::PlainText);
  words_->setWordWrap(true);
  words_->setText(
      tr("Keys work whatever has the focus, except in a text field. Enter never "
         "decides."));
  set_role(words_, "muted");
  auto* change = new QPushButton(tr("Change key\u2026"), this);
  auto* defaults = new QPushButton(tr("Restore all"), this);
  auto* close = new QPushButton(tr("Close"), this);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(change);
  buttons->addWidget(defaults);
  buttons->addStretch();
  buttons->addWidget(close);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kApart, kApart, kApart, kApart);
  layout->addWidget(table_, 1);
  layout->addWidget(words_);
  layout->addLayout(buttons);
  resize(420, 620);
  connect(change, &QPushButton::clicked, this, &KeySheet::ask_for_key);
  connect(table_, &QTableWidget::cellDoubleClicked, this, &KeySheet::ask_for_key);
  connect(defaults, &QPushButton::clicked, this, [this] {
    keys_.restore_defaults();
    fill();
  });
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  fill();
}

void KeySheet::fill() {
  const std::vector<ReviewCommand> commands = review_commands();
  table_->setRowCount(static_cast<int>(commands.size()));
  for (int row = 0; row < table_->rowCount(); ++row) {
    const ReviewCommand command = commands[static_cast<std::size_t>(row)];
    QStringList shown;
    for (const QKeySequence& key : keys_.keys(command)) {
      shown.append(key.toString(QKeySequence::NativeText));
    }
    table_->setItem(row, 0, new QTableWidgetItem(command_words(command)));
    table_->setItem(row, 1, new QTableWidgetItem(shown.join(QStringLiteral(", "))));
  }
}

bool KeySheet::set_key(ReviewCommand command, const QKeySequence& key) {
  const QString shown = key.toString(QKeySequence::NativeText);
  if (const auto user = keys_.user_of(key); user && *user != command) {
    words_->setText(tr("%1 is the key of \u201c%2\u201d; choose another or change that first.")
                        .arg(shown, command_words(*user)));
    return false;
  }
  if (key.isEmpty() || !keys_.set(command, {key})) {
    words_->setText(tr("%1 can't be used here; Enter never decides.").arg(shown));
    return false;
  }
  words_->setText(tr("%1 is now the key of \u201c%2\u201d.").arg(shown, command_words(command)));
  fill();
  return true;
}

void KeySheet::ask_for_key() {
  const int row = table_->currentRow();
  if (row < 0) {
    words_->setText(tr("Choose a command in the list first."));
    return;
  }
  const ReviewCommand command = review_commands()[static_cast<std::size_t>(row)];
  auto* dialog = new QDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(command_words(command));
  auto* edit = new QKeySequenceEdit(dialog);
  auto* box = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
  auto* layout = new QVBoxLayout(dialog);
  layout->addWidget(new QLabel(tr("Press the new key"), dialog));
  layout->addWidget(edit);
  layout->addWidget(box);
  connect(box, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
  connect(box, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  connect(dialog, &QDialog::accepted, this,
          [this, command, edit] { set_key(command, edit->keySequence()); });
  dialog->open();
  edit->setFocus();
}

}  // namespace noiseal::ui
