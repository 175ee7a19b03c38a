// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/reviewers_dialog.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/pages/review/label_picker.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr QSize kSize{900, 620};
constexpr std::size_t kConflictsShown = 500;
constexpr qsizetype kTextCharacters = 120;

QString text_of(const std::string& text) {
  return QString::fromStdString(text);
}

QString number(std::size_t value) {
  return QLocale().toString(static_cast<qulonglong>(value));
}

QString pair_words(const ReviewerPair& pair) {
  return ReviewersDialog::tr("%1 and %2: %3 rows decided by both, the same on %4, Cohen's kappa %5")
      .arg(text_of(pair.first), text_of(pair.second), number(pair.agreement.items),
           number(pair.agreement.agreed),
           pair.agreement.kappa ? QLocale().toString(*pair.agreement.kappa, 'f', 2)
                                : ReviewersDialog::tr("not defined"));
}

QLabel* plain_label(QWidget* parent, const char* name) {
  auto* label = new QLabel(parent);
  label->setObjectName(QString::fromLatin1(name));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

/// The verdict as a choice of the one who settles.
Choice choice_of(const Verdict& verdict) {
  Choice choice;
  choice.kind = verdict.label >= 0 ? DecisionKind::label : verdict.kind;
  choice.label = verdict.label;
  return choice;
}

}  // namespace

ReviewersDialog::ReviewersDialog(ProjectSession& session, const QStringList& labels,
                                 const QString& reviewer, QWidget* parent)
    : QDialog(parent),
      session_(session),
      labels_(labels),
      agreement_(plain_label(this, "review-agreement")),
      table_(new QTableWidget(this)),
      text_(new QPlainTextEdit(this)),
      note_(new QLineEdit(this)),
      choices_(new QHBoxLayout),
      said_(plain_label(this, "review-conflict-said")) {
  setObjectName(QStringLiteral("review-reviewers-dialog"));
  setWindowTitle(tr("Reviewers"));
  resize(kSize);
  table_->setObjectName(QStringLiteral("review-conflicts"));
  table_->setAccessibleName(tr("Rows on which reviewers differ"));
  table_->setColumnCount(4);
  table_->setHorizontalHeaderLabels({tr("Row"), tr("Given"), tr("Verdicts"), tr("Text")});
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->verticalHeader()->hide();
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setShowGrid(false);
  text_->setObjectName(QStringLiteral("review-conflict-text"));
  text_->setReadOnly(true);
  note_->setObjectName(QStringLiteral("review-conflict-note"));
  note_->setPlaceholderText(tr("Note: why it is settled so"));
  set_role(said_, "muted");
  auto* title = new QLabel(tr("Settle as %1").arg(reviewer), this);
  title->setTextFormat(Qt::PlainText);
  set_role(title, "title");
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kApart, kApart, kApart, kApart);
  layout->setSpacing(kClose);
  layout->addWidget(agreement_);
  layout->addWidget(table_, 2);
  layout->addWidget(text_, 1);
  layout->addWidget(title);
  layout->addWidget(note_);
  layout->addLayout(choices_);
  layout->addWidget(said_);
  connect(table_, &QTableWidget::itemSelectionChanged, this, &ReviewersDialog::show_conflict);
  connect(table_, &QTableWidget::cellDoubleClicked, this, [this] {
    if (const Shown* shown = chosen()) {
      Q_EMIT row_wanted(shown->row.id);
    }
  });
  reload();
}

QString ReviewersDialog::label_name(std::int32_t label) const {
  return label >= 0 && label < labels_.size() ? labels_[label] : QString();
}

QString ReviewersDialog::words_of(const Verdict& verdict) const {
  if (verdict.label >= 0) {
    return label_name(verdict.label);
  }
  return verdict.kind == DecisionKind::ambiguous ? tr("ambiguous") : tr("exclude");
}

void ReviewersDialog::say(const QString& sentence) {
  said_->setText(sentence);
}

ReviewersDialog::Report ReviewersDialog::read_report(const Project& project) {
  const ReviewersReport found = compare_reviewers(project);
  Report report;
  report.pairs = found.pairs;
  report.all_conflicts = found.conflicts.size();
  for (std::size_t i = 0; i < std::min(found.conflicts.size(), kConflictsShown); ++i) {
    report.conflicts.push_back({found.conflicts[i], project.rows().row(found.conflicts[i].row)});
  }
  return report;
}

void ReviewersDialog::reload() {
  session_.read(
      this, [](const Project& project, const Control&) { return read_report(project); },
      [this](const Report& report) { show_report(report); },
      [this](const QString& sentence) { say(sentence); }, ReadLane::slow);
}

void ReviewersDialog::show_report(const Report& report) {
  QStringList lines;
  for (const ReviewerPair& pair : report.pairs) {
    lines.append(pair_words(pair));
  }
  if (lines.isEmpty()) {
    lines.append(
        tr("No row was decided by two reviewers yet. A second one enters another name and adds "
           "the filter \u201cNot yet decided by\u201d."));
  } else if (report.all_conflicts == 0) {
    lines.append(tr("No conflict waits."));
  } else {
    lines.append(tr("%1 conflicts to settle").arg(number(report.all_conflicts)));
  }
  agreement_->setText(lines.join(QLatin1Char('\n')));
  const int row_before = table_->currentRow();
  conflicts_ = report.conflicts;
  table_->setRowCount(static_cast<int>(conflicts_.size()));
  for (std::size_t i = 0; i < conflicts_.size(); ++i) {
    const Shown& shown = conflicts_[i];
    QStringList verdicts;
    for (const Verdict& verdict : shown.conflict.verdicts) {
      verdicts.append(text_of(verdict.reviewer) + QStringLiteral(": ") + words_of(verdict));
    }
    const QStringList cells{text_of(shown.row.shown_id()), label_name(shown.row.given),
                            verdicts.join(QStringLiteral("; ")),
                            text_of(shown.row.text).simplified().left(kTextCharacters)};
    for (int column = 0; column < cells.size(); ++column) {
      table_->setItem(static_cast<int>(i), column, new QTableWidgetItem(cells[column]));
    }
  }
  table_->resizeColumnsToContents();
  if (!conflicts_.empty() && row_before >= 0) {
    table_->selectRow(std::min(row_before, static_cast<int>(conflicts_.size()) - 1));
  }
  show_conflict();
}

const ReviewersDialog::Shown* ReviewersDialog::chosen() const {
  const int row = table_->currentRow();
  return row >= 0 && static_cast<std::size_t>(row) < conflicts_.size() &&
                 !table_->selectedItems().isEmpty()
             ? &conflicts_[static_cast<std::size_t>(row)]
             : nullptr;
}

void ReviewersDialog::add_choice(const QString& words, const QString& name, const Choice& choice) {
  auto* button = new QPushButton(words, this);
  button->setObjectName(QStringLiteral("review-settle-") + name);
  button->setAutoDefault(false);
  button->setEnabled(session_.writable());
  connect(button, &QPushButton::clicked, this, [this, choice] { settle(choice); });
  choices_->addWidget(button);
}

void ReviewersDialog::show_conflict() {
  while (QLayoutItem* item = choices_->takeAt(0)) {
    if (item->widget() != nullptr) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
  const Shown* shown = chosen();
  text_->setPlainText(shown != nullptr ? text_of(shown->row.text) : QString());
  if (shown == nullptr) {
    return;
  }
  QStringList offered;
  for (const Verdict& verdict : shown->conflict.verdicts) {
    const QString words = words_of(verdict);
    if (!offered.contains(words)) {
      add_choice(words, QString::number(offered.size() + 1), choice_of(verdict));
      offered.append(words);
    }
  }
  auto* other = new QPushButton(tr("Another label\u2026"), this);
  other->setObjectName(QStringLiteral("review-settle-other"));
  other->setAutoDefault(false);
  other->setEnabled(session_.writable());
  connect(other, &QPushButton::clicked, this, &ReviewersDialog::find_label);
  choices_->addWidget(other);
  for (const DecisionKind kind : {DecisionKind::ambiguous, DecisionKind::exclude}) {
    const QString words = kind == DecisionKind::ambiguous ? tr("ambiguous") : tr("exclude");
    if (!offered.contains(words)) {
      Choice choice;
      choice.kind = kind;
      add_choice(words, words, choice);
    }
  }
  choices_->addStretch();
}

void ReviewersDialog::find_label() {
  auto* picker = new LabelPicker(labels_, this);
  picker->setAttribute(Qt::WA_DeleteOnClose);
  connect(picker, &LabelPicker::label_chosen, this, [this](int label) {
    Choice choice;
    choice.kind = DecisionKind::label;
    choice.label = label;
    settle(choice);
  });
  picker->open();
}

void ReviewersDialog::settle(Choice choice) {
  if (const Shown* shown = chosen()) {
    choice.note = note_->text().trimmed().toStdString();
    note_->clear();
    Q_EMIT settled_as(shown->row.id, choice);
  }
}

}  // namespace noiseal::ui
