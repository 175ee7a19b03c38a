// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/label_picker.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

constexpr int kNoMatch = 4;

int match_rank(const QString& label, const QString& typed) {
  const QString folded = label.toCaseFolded();
  if (folded.startsWith(typed)) {
    return 0;
  }
  const qsizetype at = folded.indexOf(typed);
  for (qsizetype found = at; found > 0; found = folded.indexOf(typed, found + 1)) {
    if (!folded[found - 1].isLetterOrNumber()) {
      return 1;
    }
  }
  if (at >= 0) {
    return 2;
  }
  qsizetype next = 0;
  for (const QChar letter : typed) {
    next = folded.indexOf(letter, next);
    if (next < 0) {
      return kNoMatch;
    }
    ++next;
  }
  return 3;
}

}  // namespace

std::vector<int> matching_labels(const QStringList& labels, const QString& typed) {
  const QString folded = typed.trimmed().toCaseFolded();
  std::vector<std::pair<int, int>> ranked;
  for (int i = 0; i < labels.size(); ++i) {
    const int rank = folded.isEmpty() ? 0 : match_rank(labels[i], folded);
    if (rank < kNoMatch) {
      ranked.emplace_back(rank, i);
    }
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<int> matches;
  matches.reserve(ranked.size());
  for (const auto& [rank, label] : ranked) {
    matches.push_back(label);
  }
  return matches;
}

LabelPicker::LabelPicker(const QStringList& labels, QWidget* parent)
    : QDialog(parent), labels_(labels), typed_(new QLineEdit(this)), list_(new QListWidget(this)) {
  setObjectName(QStringLiteral("review_label_picker"));
  setWindowTitle(tr("Set label"));
  typed_->setObjectName(QStringLiteral("review_label_typed"));
  typed_->setPlaceholderText(tr("Type a part of the label"));
  list_->setObjectName(QStringLiteral("review_label_list"));
  list_->setUniformItemSizes(true);
  list_->setFocusPolicy(Qt::NoFocus);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kNear, kNear, kNear, kNear);
  layout->addWidget(typed_);
  layout->addWidget(list_);
  resize(360, 420);
  connect(typed_, &QLineEdit::textChanged, this, &LabelPicker::show_matches);
  connect(list_, &QListWidget::itemClicked, this, &LabelPicker::choose);
  typed_->installEventFilter(this);
  show_matches();
  typed_->setFocus();
}

void LabelPicker::show_matches() {
  list_->clear();
  for (const int label : matching_labels(labels_, typed_->text())) {
    auto* item = new QListWidgetItem(labels_[label], list_);
    item->setData(Qt::UserRole, label);
  }
  if (typed_->text().trimmed().isEmpty()) {
    list_->setCurrentRow(-1);
  } else {
    list_->setCurrentRow(0);
  }
}

bool LabelPicker::eventFilter(QObject* watched, QEvent* event) {
  if (watched == typed_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      const int step = key == Qt::Key_Down ? 1 : -1;
      list_->setCurrentRow(
          std::clamp(list_->currentRow() + step, 0, std::max(0, list_->count() - 1)));
      return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
      choose();
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

void LabelPicker::choose() {
  if (const QListWidgetItem* item = list_->currentItem()) {
    const int label = item->data(Qt::UserRole).toInt();
    accept();
    Q_EMIT label_chosen(label);
  }
}

}  // namespace noiseal::ui
