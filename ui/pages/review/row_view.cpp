// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/row_view.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextOption>
#include <QVBoxLayout>

#include "ui/pages/review/biography_chart.h"
#include "ui/pages/review/witness_card.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kNumbersShown = 20;
constexpr qsizetype kValueCharacters = 60;

QLabel* plain_label(QWidget* parent, const char* role) {
  auto* label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  set_role(label, role);
  return label;
}

QString name_of(std::int32_t label, const QStringList& labels) {
  return label >= 0 && label < labels.size() ? labels[label] : QString();
}

QString words_of(DecisionKind kind, const QString& label) {
  switch (kind) {
    case DecisionKind::accept:
    case DecisionKind::label:
      return RowView::tr("set to %1").arg(label);
    case DecisionKind::keep:
      return RowView::tr("kept as %1").arg(label);
    case DecisionKind::ambiguous:
      return RowView::tr("ambiguous");
    default:
      return RowView::tr("excluded");
  }
}

}  // namespace

RowView::RowView(QWidget* parent)
    : QWidget(parent),
      banner_(plain_label(this, "chip")),
      meta_(plain_label(this, "muted")),
      text_(new QPlainTextEdit(this)),
      state_(plain_label(this, "muted")),
      numbers_(plain_label(this, "muted")),
      given_(new WitnessCard(tr("Given label"), this)),
      strong_(new WitnessCard(tr("Strong model"), this)),
      weak_(new WitnessCard(tr("Weak model"), this)),
      annotator_(new WitnessCard(tr("Annotator"), this)),
      biography_(new BiographyChart(this)) {
  text_->setObjectName(QStringLiteral("review-text"));
  text_->setReadOnly(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text_->setFocusPolicy(Qt::ClickFocus);
  text_->setFrameShape(QFrame::NoFrame);
  text_->setFont(text_font(TextSize::large));
  text_->setStyleSheet(QStringLiteral("border: none; background: transparent; font-size: 17px;"));
  text_->setAccessibleName(tr("Text of the row"));
  meta_->setObjectName(QStringLiteral("review-meta"));
  state_->setObjectName(QStringLiteral("review-state-of-row"));
  banner_->setObjectName(QStringLiteral("review-banner"));
  banner_->setWordWrap(false);
  banner_->hide();
  given_->setObjectName(QStringLiteral("review-given"));
  strong_->setObjectName(QStringLiteral("review-strong"));
  weak_->setObjectName(QStringLiteral("review-weak"));
  annotator_->setObjectName(QStringLiteral("review-annotator"));

  auto* panel = new QFrame(this);
  set_role(panel, "panel");
  auto* panel_layout = new QVBoxLayout(panel);
  panel_layout->setContentsMargins(kApart, kNear, kApart, kNear);
  panel_layout->setSpacing(kClose);
  panel_layout->addWidget(banner_, 0, Qt::AlignLeft);
  panel_layout->addWidget(meta_);
  panel_layout->addWidget(text_, 1);
  panel_layout->addWidget(state_);
  panel_layout->addWidget(numbers_);

  auto* witnesses = new QHBoxLayout;
  witnesses->setSpacing(kClose);
  for (WitnessCard* card : {given_, strong_, weak_, annotator_}) {
    witnesses->addWidget(card, 1);
  }
  auto* story = new QFrame(this);
  set_role(story, "panel");
  auto* story_layout = new QVBoxLayout(story);
  story_layout->setContentsMargins(kNear, kClose, kNear, kClose);
  auto* story_head = new QHBoxLayout;
  auto* story_title = plain_label(story, "title");
  story_title->setText(tr("Biography"));
  story_title->setWordWrap(false);
  auto* story_note = plain_label(story, "muted");
  story_note->setText(tr("red: given label, blue: likeliest, dotted: weak model"));
  story_note->setToolTip(
      tr("How probable the models found the given label (red) and the label that they found "
         "likeliest (blue), from epoch to epoch. Solid: the strong model, dotted: the weak one. "
         "Below: the set that the row was in."));
  story_note->setFont(text_font(TextSize::small));
  story_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  story_head->addWidget(story_title);
  story_head->addWidget(story_note, 1);
  story_layout->addLayout(story_head);
  story_layout->addWidget(biography_, 1);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kClose);
  layout->addWidget(panel, 5);
  layout->addLayout(witnesses);
  layout->addWidget(story, 2);
  show_words({});
}

void RowView::set_banner(const QString& words) {
  banner_->setText(words);
  banner_->setVisible(!words.isEmpty());
}

QString RowView::meta_words(const ReviewCard& card, Sight sight) const {
  QStringList parts{tr("Row %1").arg(QString::fromStdString(card.row.shown_id())),
                    tr("%1, line %2")
                        .arg(QString::fromStdString(card.file_name),
                             QLocale().toString(static_cast<qlonglong>(card.row.line)))};
  if (card.score && sight == Sight::all) {
    parts.append(tr("error score %1").arg(card.score->score, 0, 'f', 2));
  }
  for (const OtherColumn& other :
       sight == Sight::text_alone ? std::vector<OtherColumn>() : card.others) {
    QString value = QString::fromStdString(other.value).simplified();
    if (value.size() > kValueCharacters) {
      value = value.left(kValueCharacters) + QStringLiteral("\u2026");
    }
    parts.append(QString::fromStdString(other.name) + QStringLiteral(": ") + value);
  }
  return parts.join(QStringLiteral(" \u00b7 "));
}

void RowView::show_witnesses(const ReviewCard& card, const QStringList& labels, Sight sight) {
  if (sight == Sight::text_alone) {
    given_->hide_words();
  } else {
    WitnessWords given;
    given.label = name_of(card.row.given, labels);
    if (sight == Sight::all && card.strong.label >= 0) {
      const bool both = card.weak.label >= 0;
      given.probability = both ? (card.strong.given_probability + card.weak.given_probability) / 2
                               : card.strong.given_probability;
      given.note = tr("on average now");
    }
    given_->show_words(given);
  }
  if (sight != Sight::all) {
    strong_->hide_words();
    weak_->hide_words();
    annotator_->hide_words();
    biography_->clear();
    return;
  }
  const auto show_model = [&](WitnessCard* witness, const ModelView& model) {
    if (model.label < 0) {
      witness->show_words({{}, std::nullopt, tr("nothing recorded")});
      return;
    }
    witness->show_words({name_of(model.label, labels), model.probability,
                         tr("since epoch %1").arg(model.since_epoch)});
  };
  show_model(strong_, card.strong);
  show_model(weak_, card.weak);
  if (!card.answer) {
    annotator_->show_words({{}, std::nullopt, tr("not asked")});
  } else {
    const QString shown =
        tr("%n demonstration(s)", nullptr, static_cast<int>(card.demonstrations.size()));
    annotator_->show_words(
        {card.answer->label >= 0 ? name_of(card.answer->label, labels) : tr("no label"),
         std::nullopt, card.score && card.score->accepted ? tr("accepted, %1").arg(shown) : shown});
  }
  biography_->show_biography(card.biography);
}

void RowView::show_card(const ReviewCard& card, const QStringList& labels, Sight sight) {
  meta_->setText(meta_words(card, sight));
  const QString text = QString::fromStdString(card.row.text);
  QTextOption option = text_->document()->defaultTextOption();
  option.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  text_->document()->setDefaultTextOption(option);
  text_->setPlainText(text);
  QStringList states;
  if (card.flagged) {
    states.append(tr("\u2691 flagged"));
  }
  if (card.decision && sight == Sight::all) {  // nobody's verdict steers a blind one
    const QString label = name_of(card.decision->label, labels);
    states.append(tr("Decided: %1, by %2, %3")
                      .arg(words_of(card.decision->kind, label),
                           QString::fromStdString(card.decision->reviewer),
                           QString::fromStdString(card.decision->time.substr(0, 16))
                               .replace(QLatin1Char('T'), QLatin1Char(' '))));
    if (!card.decision->note.empty()) {
      states.append(tr("Note: %1").arg(QString::fromStdString(card.decision->note)));
    }
  }
  state_->setText(states.join(QStringLiteral(" \u00b7 ")));
  state_->setVisible(!states.isEmpty());
  QStringList numbers;
  for (int i = 0; i < labels.size() && i < kNumbersShown; ++i) {
    const QString key = i < 10 ? QString::number((i + 1) % 10)
                               : QStringLiteral("\u21e7") + QString::number((i + 1) % 10);
    numbers.append(key + QStringLiteral("\u00a0") +
                   QString(labels[i]).replace(QLatin1Char(' '), QChar(0xa0)));
  }
  if (labels.size() > kNumbersShown) {
    numbers.append(tr("/ finds the other %1").arg(labels.size() - kNumbersShown));
  }
  numbers_->setText(numbers.join(QStringLiteral("   ")));
  show_witnesses(card, labels, sight);
}

void RowView::show_words(const QString& words) {
  meta_->clear();
  text_->setPlainText(words);
  state_->hide();
  numbers_->clear();
  for (WitnessCard* card : {given_, strong_, weak_, annotator_}) {
    card->hide_words();
  }
  biography_->clear();
}

}  // namespace noiseal::ui
