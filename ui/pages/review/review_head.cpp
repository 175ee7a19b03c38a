// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/review_head.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/pages/review/filter_bar.h"
#include "ui/theme/elided_label.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kNameWidth = 130;
constexpr int kMostNameCharacters = 80;

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
      advice_(new ElidedLabel(this)),
      indexing_(muted_label(this, "review-indexing")),
      table_(add_button("review-table", tr("Table"))),
      reviewer_(new QLineEdit(this)) {
  table_->setCheckable(true);
  QPushButton* blind = add_button("review-blind", tr("Blind mode"));
  blind->setCheckable(true);
  QPushButton* audit = add_button("review-audit", tr("Auto-accept\u2026"));
  QPushButton* history = add_button("review-history", tr("History"));
  QPushButton* reviewers = add_button("review-reviewers", tr("Reviewers"));
  reviewer_->setObjectName(QStringLiteral("review-reviewer"));
  reviewer_->setAccessibleName(tr("Your name, kept with each decision"));
  reviewer_->setToolTip(reviewer_->accessibleName());
  reviewer_->setMaxLength(kMostNameCharacters);
  reviewer_->setFixedWidth(kNameWidth);
  auto* reviewer_title = new QLabel(tr("Reviewer"), this);
  set_role(reviewer_title, "muted");
  auto* line = new QHBoxLayout;
  line->setSpacing(kClose);
  line->addWidget(filters_, 1);
  for (QPushButton* button : {table_, blind, audit}) {
    line->addWidget(button);
  }
  advice_->setObjectName(QStringLiteral("review-advice"));
  set_role(advice_, "muted");
  auto* words = new QHBoxLayout;
  words->addWidget(counts_);
  words->addSpacing(kApart);
  words->addWidget(advice_, 1);
  words->addWidget(indexing_);
  words->addWidget(reviewer_title);
  words->addWidget(reviewer_);
  words->addWidget(reviewers);
  words->addWidget(history);
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
  connect(reviewers, &QPushButton::clicked, this, &ReviewHead::reviewers_wanted);
  connect(reviewer_, &QLineEdit::editingFinished, this, &ReviewHead::take_reviewer);
}

QPushButton* ReviewHead::add_button(const char* name, const QString& words) {
  auto* button = new QPushButton(words, this);
  button->setObjectName(QString::fromLatin1(name));
  button->setFocusPolicy(Qt::TabFocus);
  return button;
}

void ReviewHead::show_reviewer(const QString& name) {
  shown_reviewer_ = name;
  reviewer_->setText(name);
}

void ReviewHead::take_reviewer() {
  const QString name = reviewer_->text().simplified();
  if (name.isEmpty() || name == shown_reviewer_) {
    reviewer_->setText(shown_reviewer_);
    return;
  }
  show_reviewer(name);
  Q_EMIT reviewer_changed(name);
}

void ReviewHead::show_counts(const QString& words) {
  counts_->setText(words);
}

void ReviewHead::show_advice(const QString& words) {
  advice_->setText(words);
  advice_->setToolTip(words.toHtmlEscaped());
}

void ReviewHead::show_indexing(const QString& words) {
  indexing_->setText(words);
  indexing_->setVisible(!words.isEmpty());
}

void ReviewHead::leave_table() {
  table_->setChecked(false);
}

}  // namespace noiseal::ui
