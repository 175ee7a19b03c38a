// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/request_dialog.h"

#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr QSize kSize{760, 640};

QString text_of(const std::string& text) {
  return QString::fromStdString(text);
}

/// A label that takes nothing for markup and lets its text be selected.
QLabel* plain_label(QWidget* parent, const QString& text) {
  auto* label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  label->setText(text);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QString title_of(const RequestMessage& message, const ReviewCard& card) {
  switch (message.part) {
    case MessagePart::instructions:
      return RequestDialog::tr("Instructions (%1)").arg(text_of(message.role));
    case MessagePart::example: {
      const ShownDemonstration& shown = card.demonstrations.at(message.example);
      return RequestDialog::tr("Example %1: row number %2, similarity %3 (%4)")
          .arg(QString::number(message.example + 1), QString::number(shown.row),
               QString::number(shown.similarity, 'f', 2), text_of(message.role));
    }
    case MessagePart::example_answer:
      return RequestDialog::tr("Its label (%1)").arg(text_of(message.role));
    default:
      return RequestDialog::tr("This row (%1)").arg(text_of(message.role));
  }
}

}  // namespace

RequestDialog::RequestDialog(const SentRequest& request, const ReviewCard& card, QWidget* parent)
    : QDialog(parent) {
  setObjectName(QStringLiteral("review-request-dialog"));
  setWindowTitle(tr("What the annotator was asked"));
  resize(kSize);
  auto* sentence = plain_label(this, text_of(request.sentence));
  sentence->setObjectName(QStringLiteral("review-request-sentence"));
  auto* address = plain_label(
      this, request.address.empty()
                ? QString()
                : tr("Sent to %1, model %2").arg(text_of(request.address), text_of(request.model)));
  set_role(address, "muted");
  auto* area = new QScrollArea(this);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  auto* inside = new QWidget(area);
  inside->setObjectName(QStringLiteral("review-request-messages"));
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(0, 0, kNear, 0);
  column->setSpacing(kClose);
  for (const RequestMessage& message : request.messages) {
    add_message(column, title_of(message, card), text_of(message.text));
  }
  if (card.answer) {
    add_message(column, tr("What came back"), text_of(card.answer->raw));
  }
  column->addStretch();
  area->setWidget(inside);
  auto* copy = new QPushButton(tr("Copy as JSON"), this);
  copy->setObjectName(QStringLiteral("review-request-copy"));
  copy->setAutoDefault(false);
  copy->setEnabled(!request.body.empty());
  connect(copy, &QPushButton::clicked, this,
          [body = text_of(request.body)] { QGuiApplication::clipboard()->setText(body); });
  auto* close_button = new QPushButton(tr("Close"), this);
  close_button->setAutoDefault(false);
  connect(close_button, &QPushButton::clicked, this, &QDialog::close);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(copy);
  buttons->addStretch();
  buttons->addWidget(close_button);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kApart, kApart, kApart, kApart);
  layout->setSpacing(kClose);
  layout->addWidget(sentence);
  layout->addWidget(address);
  layout->addWidget(area, 1);
  layout->addLayout(buttons);
}

void RequestDialog::add_message(QVBoxLayout* column, const QString& title, const QString& text) {
  auto* panel = new QFrame(this);
  set_role(panel, "panel");
  auto* head = plain_label(panel, title);
  set_role(head, "muted");
  auto* words = plain_label(panel, text);
  words->setObjectName(QStringLiteral("review-request-message"));
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(kNear, kClose, kNear, kClose);
  layout->addWidget(head);
  layout->addWidget(words);
  column->addWidget(panel);
}

}  // namespace noiseal::ui
