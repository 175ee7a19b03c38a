// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/experiment_card.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/pages/lab/lab_words.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kBarSteps = 1000;

QLabel* small_label(const QString& name, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(name);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setFont(text_font(TextSize::small));
  return label;
}

}  // namespace

ExperimentCard::ExperimentCard(ExperimentKind kind, QWidget* parent)
    : QFrame(parent), kind_(kind), run_(tr("Run")) {
  const QString name = QStringLiteral("card-") + words(experiment_name(kind));
  setObjectName(name);
  set_role(this, "card");
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  auto* title = new QLabel(words(experiment_title(kind)), this);
  set_role(title, "title");
  first_ = new QPushButton(this);
  first_->setObjectName(name + QStringLiteral("-first"));
  stop_ = new QPushButton(tr("Stop"), this);
  stop_->setObjectName(name + QStringLiteral("-stop"));
  for (QPushButton* button : {first_, stop_}) {
    set_role(button, "small");
    button->setCursor(Qt::ArrowCursor);
  }
  auto* question = small_label(name + QStringLiteral("-question"), this);
  question->setText(words(experiment_question(kind)));
  set_role(question, "muted");
  words_ = small_label(name + QStringLiteral("-state"), this);
  bar_ = new QProgressBar(this);
  bar_->setObjectName(name + QStringLiteral("-progress"));
  bar_->setAccessibleName(tr("Progress of %1").arg(words(experiment_title(kind))));
  bar_->setTextVisible(false);
  bar_->setRange(0, kBarSteps);
  auto* head = new QHBoxLayout;
  head->setSpacing(kTight);
  head->addWidget(title, 1);
  head->addWidget(first_);
  head->addWidget(stop_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kNear, kClose, kClose, kClose);
  column->setSpacing(2);
  column->addLayout(head);
  column->addWidget(question);
  column->addWidget(words_);
  column->addWidget(bar_);
  connect(first_, &QPushButton::clicked, this, [this] {
    switch (state_.phase) {
      case CardPhase::waiting:
        Q_EMIT acted(CardAction::take_out);
        break;
      case CardPhase::running:
      case CardPhase::paused:
        Q_EMIT acted(CardAction::pause);
        break;
      case CardPhase::stopped:
        Q_EMIT acted(CardAction::go_on);
        break;
      default:
        Q_EMIT acted(CardAction::run);
    }
  });
  connect(stop_, &QPushButton::clicked, this, [this] { Q_EMIT acted(CardAction::stop); });
  show_state({});
}

void ExperimentCard::show_state(const CardState& state) {
  state_ = state;
  words_->setText(state.words);
  const bool at_work = state.phase == CardPhase::running || state.phase == CardPhase::paused ||
                       state.phase == CardPhase::stopping;
  bar_->setVisible(at_work);
  bar_->setValue(static_cast<int>(state.share * kBarSteps));
  setAccessibleName(QStringLiteral("%1, %2").arg(words(experiment_title(kind_)), state.words));
  setAccessibleDescription(words(experiment_question(kind_)));
  show_buttons();
}

void ExperimentCard::show_run_button(const QString& run, const QString& why_not) {
  run_ = run;
  why_not_ = why_not;
  show_buttons();
}

void ExperimentCard::show_buttons() {
  QString text = run_;
  bool enabled = why_not_.isEmpty();
  switch (state_.phase) {
    case CardPhase::waiting:
      text = tr("Take out");
      break;
    case CardPhase::running:
      text = tr("Pause");
      enabled = true;
      break;
    case CardPhase::paused:
      text = tr("Go on");
      enabled = true;
      break;
    case CardPhase::stopping:
      text = tr("Stopping…");
      enabled = false;
      break;
    case CardPhase::stopped:
      text = tr("Go on");
      break;
    default:
      break;
  }
  first_->setText(text);
  first_->setEnabled(enabled);
  first_->setToolTip(!enabled ? why_not_
                     : state_.phase == CardPhase::waiting
                         ? tr("It runs no more; the rest of the queue stays.")
                         : QString());
  first_->setAccessibleName(QStringLiteral("%1: %2").arg(text, words(experiment_title(kind_))));
  stop_->setVisible(state_.phase == CardPhase::running || state_.phase == CardPhase::paused);
  stop_->setText(state_.others_wait ? tr("Skip") : tr("Stop"));
  stop_->setAccessibleName(
      QStringLiteral("%1: %2").arg(stop_->text(), words(experiment_title(kind_))));
  stop_->setToolTip(state_.others_wait
                        ? tr("Stops this experiment after this batch and begins the next one in "
                             "the queue. Its finished runs are kept; Go on takes it up again.")
                        : tr("Stops this experiment after this batch. Its finished runs are kept; "
                             "Go on takes it up again."));
}

void ExperimentCard::set_chosen(bool chosen) {
  set_role(this, chosen ? "chosen-card" : "card");
}

void ExperimentCard::mousePressEvent(QMouseEvent* event) {
  QFrame::mousePressEvent(event);
  setFocus(Qt::MouseFocusReason);
  Q_EMIT chosen();
}

void ExperimentCard::focusInEvent(QFocusEvent* event) {
  QFrame::focusInEvent(event);
  if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
      event->reason() == Qt::OtherFocusReason) {
    Q_EMIT chosen();
  }
}

void ExperimentCard::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
    Q_EMIT stepped(event->key() == Qt::Key_Up ? -1 : 1);
    return;
  }
  QFrame::keyPressEvent(event);
}

}  // namespace noiseal::ui
