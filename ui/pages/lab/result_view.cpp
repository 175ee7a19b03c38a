// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/result_view.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "ui/pages/lab/lab_words.h"
#include "ui/pages/lab/repeat_command.h"
#include "ui/pages/lab/result_charts.h"
#include "ui/pages/lab/result_export.h"
#include "ui/pages/lab/result_table.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

QLabel* text_label(const char* name, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(QLatin1String(name));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QString choice_words(const StoredExperiment& experiment) {
  return ResultView::tr("%1, %2, %3")
      .arg(date_words(experiment.created), words(experiment_state_name(experiment.state)),
           experiment.seeds == 1 ? ResultView::tr("one seed")
                                 : ResultView::tr("%1 seeds").arg(experiment.seeds));
}

/// What went wrong in some runs, each kind of warning once with where it was seen.
QStringList warnings_of(const ExperimentResult& result) {
  std::map<std::string, std::pair<QString, QStringList>> seen;
  for (const ArmResult& arm : result.arms) {
    std::set<std::string> names;
    for (const SeenSignature& signature : arm.signatures) {
      auto& [message, arms] = seen[signature.signature.name];
      message = QString::fromStdString(signature.signature.message);
      if (names.insert(signature.signature.name).second) {
        arms << QString::fromStdString(arm.name);
      }
    }
  }
  QStringList lines;
  constexpr qsizetype kMostNamed = 3;
  for (const auto& [name, found] : seen) {
    const auto& [message, arms] = found;
    const QString where = arms.size() <= kMostNamed
                              ? arms.join(QStringLiteral("; "))
                              : ResultView::tr("%1 of %2 ways, among them %3")
                                    .arg(arms.size())
                                    .arg(result.arms.size())
                                    .arg(arms.mid(0, kMostNamed).join(QStringLiteral("; ")));
    lines << ResultView::tr("Seen in %1: %2").arg(where, message);
  }
  return lines;
}

}  // namespace

ResultView::ResultView(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("lab-result"));
  choice_ = new QComboBox(this);
  choice_->setObjectName(QStringLiteral("lab-result-choice"));
  choice_->setAccessibleName(tr("Result shown"));
  choice_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  delete_ = new QPushButton(tr("Delete…"), this);
  delete_->setObjectName(QStringLiteral("lab-delete"));
  body_ = new QWidget(this);
  export_ = new ResultExport(body_, this);
  connect(export_, &ResultExport::failed, this, &ResultView::failed);
  state_ = text_label("lab-result-state", this);
  set_role(state_, "muted");
  sentence_ = text_label("lab-sentence", this);
  sentence_->setAccessibleName(tr("The result in a sentence"));
  charts_ = new ResultCharts(this);
  connect(charts_, &ResultCharts::failed, this, &ResultView::failed);
  table_ = new ResultTable(this);
  table_note_ = text_label("lab-table-note", this);
  table_note_->setFont(text_font(TextSize::small));
  set_role(table_note_, "muted");
  remarks_ = text_label("lab-remarks", this);
  command_ = text_label("lab-command", this);
  command_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  command_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  lay_out();
  connect(choice_, &QComboBox::activated, this,
          [this] { Q_EMIT result_chosen(choice_->currentData().toLongLong()); });
  connect(delete_, &QPushButton::clicked, this, [this] {
    // Also one that can't be read.
    Q_EMIT delete_wanted(choice_->currentData().toLongLong());
  });
  clear();
}

void ResultView::lay_out() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kNear);
  auto* head = new QHBoxLayout;
  head->setSpacing(kClose);
  head->addWidget(choice_);
  head->addStretch();
  head->addWidget(export_);
  head->addWidget(delete_);
  column->addLayout(head);
  column->addWidget(state_);
  auto* body = new QVBoxLayout(body_);
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(kNear);
  auto* said = new QFrame(this);
  set_role(said, "panel");
  auto* said_column = new QVBoxLayout(said);
  said_column->setContentsMargins(kNear, kNear, kNear, kNear);
  said_column->addWidget(sentence_);
  body->addWidget(said);
  body->addWidget(charts_);
  auto* figures = new QFrame(this);
  set_role(figures, "panel");
  auto* figures_column = new QVBoxLayout(figures);
  figures_column->setContentsMargins(kClose, kClose, kClose, kClose);
  figures_column->addWidget(table_);
  figures_column->addWidget(table_note_);
  body->addWidget(figures);
  auto* notes = new QFrame(this);
  set_role(notes, "panel");
  auto* notes_column = new QVBoxLayout(notes);
  notes_column->setContentsMargins(kNear, kNear, kNear, kNear);
  notes_column->setSpacing(kClose);
  notes_column->addWidget(remarks_);
  auto* again = new QLabel(tr("The command that makes it again"), this);
  set_role(again, "muted");
  auto* copy = new QPushButton(tr("Copy"), this);
  copy->setObjectName(QStringLiteral("lab-copy-command"));
  copy->setAccessibleName(tr("Copy the command"));
  set_role(copy, "small");
  connect(copy, &QPushButton::clicked, this,
          [this] { QApplication::clipboard()->setText(command_->text()); });
  auto* again_row = new QHBoxLayout;
  again_row->addWidget(again);
  again_row->addWidget(copy);
  again_row->addStretch();
  notes_column->addLayout(again_row);
  notes_column->addWidget(command_);
  body->addWidget(notes);
  column->addWidget(body_);
  column->addStretch();
}

void ResultView::show_choices(const std::vector<StoredExperiment>& stored, std::int64_t shown) {
  const QSignalBlocker quiet(choice_);
  choice_->clear();
  for (auto experiment = stored.rbegin(); experiment != stored.rend(); ++experiment) {
    choice_->addItem(choice_words(*experiment), static_cast<qlonglong>(experiment->id));
  }
  choice_->setCurrentIndex(choice_->findData(static_cast<qlonglong>(shown)));
  setVisible(!stored.empty());
}

void ResultView::show_result(const ExperimentResult& result, const QString& project) {
  result_ = result;
  export_->set_result(result_);
  body_->setVisible(result.runs_done > 0);
  charts_->show_result(result);
  table_->show_result(result);
  const bool several = result.plan.seeds.size() > 1;
  table_note_->setText(
      (several ? tr("Mean over the seeds, and from the lowest to the highest.")
               : tr("One seed, so without a range.")) +
      (result.runs_done < result.runs_all
           ? tr(" Not all runs are done; * marks figures that lack seeds.")
           : QString()) +
      tr(" A figure's name and a row's name say what they mean when the pointer rests on them."));
  command_->setText(repeat_command(result.plan, project));
  show_state();
  show_remarks();
}

void ResultView::set_at_work(bool at_work) {
  at_work_ = at_work;
  delete_->setEnabled(choice_->currentIndex() >= 0 && !at_work);
  delete_->setToolTip(at_work ? tr("It is at work; stop it first.") : QString());
}

void ResultView::show_state() {
  const ExperimentResult& result = *result_;
  const bool whole = result.runs_done == result.runs_all;
  QString state;
  if (result.state == ExperimentState::failed) {
    state = tr("Failed: %1").arg(QString::fromStdString(result.note));
  } else if (!whole && result.runs_done == 0) {
    state = tr("Nothing to show yet: figures appear as soon as the first run is done.");
  }
  state_->setText(state);
  state_->setVisible(!state.isEmpty());
  sentence_->setText(whole ? QString::fromStdString(result.sentence)
                           : tr("Partial result: %1 of %2 runs so far. The sentence comes with the "
                                "last of them.")
                                 .arg(result.runs_done)
                                 .arg(result.runs_all));
}

void ResultView::show_remarks() {
  QStringList lines;
  for (const std::string& remark : result_->remarks) {
    lines << QString::fromStdString(remark);
  }
  lines << warnings_of(*result_) << savings_words(*result_);
  lines.removeAll(QString());
  for (QString& line : lines) {
    line.prepend(QStringLiteral("• "));
  }
  remarks_->setText(lines.join(QLatin1Char('\n')));
  remarks_->setVisible(!lines.isEmpty());
}

void ResultView::clear() {
  result_.reset();
  export_->set_result(result_);
  body_->hide();
  state_->hide();
  set_at_work(false);
}

}  // namespace noiseal::ui
