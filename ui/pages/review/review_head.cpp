// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/review_head.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/pages/review/filter_bar.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

QLabel* muted_label(QWidget* parent, const char* name) {
  auto* label = new QLabel(parent);
  label->setObjectName(QString::fromLatin1(name));
  label->setTextFormat(Qt::PlainText);
  set_role(label, "muted");
  return label;
}

}  // namespace

ReviewHead::ReviewHead(QWidget* parent)
    : QWidget(parent),
      filters_(new FilterBar(this)),
      counts_(muted_label(this, "review-counts")),
      advice_(muted_label(this, "review-advice")),
      table_(add_button("review-table", tr("Table"))) {
  table_->setCheckable(true);
  QPushButton* blind = add_button("review-blind", tr("Blind mode"));
  blind->setCheckable(true);
  QPushButton* audit = add_button("review-audit", tr("Auto-accept\u2026"));
  QPushButton* history = add_button("review-history", tr("History"));
  auto* line = new QHBoxLayout;
  line->setSpacing(kClose);
  line->addWidget(filters_, 1);
  for (QPushButton* button : {table_, blind, audit, history}) {
    line->addWidget(button);
  }
  auto* words = new QHBoxLayout;
  words->addWidget(counts_);
  words->addSpacing(kApart);
  words->addWidget(advice_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kTight);
  layout->addLayout(line);
  layout->addLayout(words);
  connect(filters_, &FilterBar::query_changed, this, &ReviewHead::query_changed);
  connect(table_, &QPushButton::toggled, this, &ReviewHead::table_toggled);
  connect(blind, &QPushButton::toggled, this, &ReviewHead::blind_toggled);
  connect(audit, &QPushButton::clicked, this, &ReviewHead::audit_wanted);
  connect(history, &QPushButton::clicked, this, &ReviewHead::history_wanted);
}

QPushButton* ReviewHead::add_button(const char* name, const QString& words) {
  auto* button = new QPushButton(words, this);
  button->setObjectName(QString::fromLatin1(name));
  button->setFocusPolicy(Qt::TabFocus);
  return button;
}

void ReviewHead::show_counts(const QString& words) {
  counts_->setText(words);
}

void ReviewHead::show_advice(const QString& words) {
  advice_->setText(words);
  advice_->setToolTip(words.toHtmlEscaped());
}

void ReviewHead::leave_table() {
  table_->setChecked(false);
}

}  // namespace noiseal::ui
