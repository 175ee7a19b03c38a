// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/why_panel.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

WhyPanel::WhyPanel(QWidget* parent)
    : QFrame(parent),
      text_(new QPlainTextEdit(this)),
      request_(new QPushButton(tr("Show the exact request"), this)) {
  set_role(this, "panel");
  auto* title = new QLabel(tr("Why"), this);
  set_role(title, "title");
  auto* note = new QLabel(tr("what the annotator saw and said"), this);
  set_role(note, "muted");
  text_->setObjectName(QStringLiteral("review-why"));
  text_->setAccessibleName(tr("What the annotator saw and answered"));
  text_->setReadOnly(true);
  text_->setFocusPolicy(Qt::ClickFocus);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text_->setStyleSheet(QStringLiteral("border: none; background: transparent;"));
  request_->setObjectName(QStringLiteral("review-request"));
  request_->setFocusPolicy(Qt::TabFocus);
  request_->setAutoDefault(false);
  request_->hide();
  connect(request_, &QPushButton::clicked, this, &WhyPanel::request_wanted);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kNear, kClose, kNear, kClose);
  layout->addWidget(title);
  layout->addWidget(note);
  layout->addWidget(text_, 1);
  layout->addWidget(request_);
}

void WhyPanel::show_card(const ReviewCard& card, const QStringList& labels) {
  request_->setVisible(card.answer && !card.answer->request_hash.empty());
  if (!card.answer) {
    text_->setPlainText(tr("The annotator was not asked about this row."));
    return;
  }
  const auto label_name = [&](std::int32_t label) {
    return label >= 0 && label < labels.size() ? labels[label] : QString();
  };
  QString why = tr("Answered: %1\n").arg(QString::fromStdString(card.answer->raw));
  if (!card.demonstrations.empty()) {
    why += tr("\nIt was shown these rows with their labels, the nearest last:\n");
  }
  for (const ShownDemonstration& shown : card.demonstrations) {
    why += QStringLiteral("\n%1  %2\n%3\n")
               .arg(QString::number(shown.similarity, 'f', 2), label_name(shown.label),
                    QString::fromStdString(shown.text));
  }
  text_->setPlainText(why);
}

void WhyPanel::clear() {
  text_->clear();
  request_->hide();
}

}  // namespace noiseal::ui
