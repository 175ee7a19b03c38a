// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/experiment_list.h"

#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

/// For a card, where the panel beside it says the whole of it.
QString short_words(const ExperimentQueue& queue) {
  if (queue.is_working()) {
    return ExperimentList::tr("Queue");
  }
  return queue.run_words() == ExperimentQueue::tr("Run") ? ExperimentList::tr("Run")
                                                         : ExperimentList::tr("Run later");
}

}  // namespace

ExperimentList::ExperimentList(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("experiments"));
  auto* all = new QWidget(this);
  set_role(all, "scrolled");
  auto* column = new QVBoxLayout(all);
  column->setContentsMargins(0, 0, kTight, 0);
  column->setSpacing(kClose);
  for (const ExperimentKind kind : all_experiments()) {
    auto* card = new ExperimentCard(kind, all);
    const auto place = static_cast<int>(cards_.size());
    column->addWidget(card);
    cards_.push_back(card);
    connect(card, &ExperimentCard::chosen, this, [this, kind] { choose(kind); });
    connect(card, &ExperimentCard::acted, this,
            [this, kind](CardAction action) { Q_EMIT acted(kind, action); });
    connect(card, &ExperimentCard::stepped, this, [this, place](int by) {
      const int next = std::clamp(place + by, 0, static_cast<int>(cards_.size()) - 1);
      ExperimentCard* neighbour = cards_[static_cast<std::size_t>(next)];
      neighbour->setFocus(Qt::OtherFocusReason);
      scroll_->ensureWidgetVisible(neighbour);
    });
  }
  column->addStretch();
  scroll_ = new QScrollArea(this);
  scroll_->setWidget(all);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(scroll_);
  cards_.front()->set_chosen(true);
}

void ExperimentList::choose(ExperimentKind kind) {
  if (kind == chosen_) {
    return;
  }
  chosen_ = kind;
  for (ExperimentCard* card : cards_) {
    card->set_chosen(card->kind() == kind);
    if (card->kind() == kind) {
      scroll_->ensureWidgetVisible(card);
    }
  }
  Q_EMIT chosen_changed(kind);
}

void ExperimentList::show_states(const ExperimentQueue& queue, const QString& why_not) {
  for (ExperimentCard* card : cards_) {
    card->show_state(queue.state_of(card->kind()));
    card->show_run_button(short_words(queue), why_not);
  }
}

}  // namespace noiseal::ui
