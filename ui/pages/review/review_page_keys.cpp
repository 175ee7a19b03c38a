// SPDX-License-Identifier: GPL-3.0-or-later
// What the Review page does on a key, a button or a dialog's wish.
#include <QInputDialog>
#include <QLocale>
#include <QPointer>

#include "core/pipeline/random_review.h"
#include "core/pipeline/reviewers.h"
#include "ui/pages/review/audit_dialog.h"
#include "ui/pages/review/big_step.h"
#include "ui/pages/review/bulk_step.h"
#include "ui/pages/review/desk_link.h"
#include "ui/pages/review/filter_bar.h"
#include "ui/pages/review/history_dialog.h"
#include "ui/pages/review/key_bar.h"
#include "ui/pages/review/label_picker.h"
#include "ui/pages/review/queue_panel.h"
#include "ui/pages/review/request_dialog.h"
#include "ui/pages/review/review_head.h"
#include "ui/pages/review/review_page.h"
#include "ui/pages/review/reviewers_dialog.h"
#include "ui/pages/review/sample_review.h"

namespace noiseal::ui {
namespace {

constexpr std::size_t kDecisionsBetweenFigures = 10;  ///< label map and advice

}  // namespace

void ReviewPage::run(ReviewCommand command) {
  const auto decide = [&](DecisionKind kind) {
    Choice choice;
    choice.kind = kind;
    choose(choice);
  };
  switch (command) {
    case ReviewCommand::accept:
      if (keys_->is_enabled(command)) {
        decide(DecisionKind::accept);
      }
      break;
    case ReviewCommand::keep:
      if (sight() != Sight::text_alone) {
        decide(DecisionKind::keep);
      }
      break;
    case ReviewCommand::ambiguous:
      decide(DecisionKind::ambiguous);
      break;
    case ReviewCommand::exclude:
      decide(DecisionKind::exclude);
      break;
    case ReviewCommand::skip:
      decide(DecisionKind::skip);
      break;
    case ReviewCommand::flag:
      decide(DecisionKind::flag);
      break;
    case ReviewCommand::find_label:
      find_label();
      break;
    case ReviewCommand::note:
      edit_note();
      break;
    case ReviewCommand::next:
      move(1);
      break;
    case ReviewCommand::previous:
      move(-1);
      break;
    case ReviewCommand::undo:
    case ReviewCommand::redo:
      step_back(command);
      break;
    case ReviewCommand::keys:
      keys_->show_sheet();
      break;
    default: {
      const int label = static_cast<int>(command) - static_cast<int>(ReviewCommand::label_1);
      if (label < labels_.size()) {
        Choice choice;
        choice.kind = DecisionKind::label;
        choice.label = label;
        choose(choice);
      }
    }
  }
}

void ReviewPage::step_back(ReviewCommand command) {
  if (busy_ || querying_ || !session_.writable()) {
    return;
  }
  busy_ = true;
  const bool back = command == ReviewCommand::undo;
  step_->start(back ? tr("Taking back a step") : tr("Bringing back a step"),
               back ? view_.undo_size : view_.redo_size,
               [back](ReviewDesk& desk, const BatchProgress& progress) {
                 return back ? desk.undo(progress) : desk.redo(progress);
               });
}

void ReviewPage::choose(Choice choice) {
  choice.note = note_;
  if (table_) {
    choose_many(choice);
    return;
  }
  if (busy_ || querying_ || !view_.card || !session_.writable()) {
    return;
  }
  choice.milliseconds = since_shown_.elapsed();
  if (sample_->is_on()) {
    if (!decides(choice.kind)) {
      navigator_.say(
          tr("A row of a random sample can't be passed over: choose a label, ambiguous "
             "or exclude."));
      return;
    }
    choice.mode = ReviewMode::sample;
    choice.sample = sample_->id();
  } else if (blind_ && decides(choice.kind)) {
    const std::optional<Choice> made = first_.take(choice, *view_.card);
    if (!made) {
      show_row();  // now with the suggestion; the choice is made again
      return;
    }
    choice = *made;
  }
  store(choice);
}

void ReviewPage::store(const Choice& choice) {
  busy_ = true;
  announced_ = false;
  const int page = QueuePanel::page_of(view_.position);
  desk_->ask([choice](ReviewDesk& desk, const Project&) { return desk.decide(choice); },
             [this, page](const DeskView& view) {
               if (sample_->is_on()) {
                 show_next_of_sample();
                 return;
               }
               first_.forget();
               take_view(view);
               load_page(page);
               if (view.counts.decided % kDecisionsBetweenFigures == 0) {
                 load_map();
                 load_advice();
               }
             },
             [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::choose_many(const Choice& choice) {
  const std::vector<std::size_t> positions = queue_->chosen();
  if (positions.empty() || busy_ || querying_ || !session_.writable()) {
    navigator_.say(tr("Select rows first."));
    return;
  }
  busy_ = true;
  bulk_->start(positions, labels_, choice);
}

void ReviewPage::move(int step) {
  const std::size_t here = view_.position;
  if (view_.size == 0 || (step < 0 && here == 0) || (step > 0 && here + 1 >= view_.size)) {
    return;
  }
  show_position(step > 0 ? here + 1 : here - 1);
}

void ReviewPage::show_position(std::size_t position) {
  if (busy_ || querying_ || sample_->is_on()) {
    return;
  }
  busy_ = true;
  desk_->ask([position](ReviewDesk& desk, const Project&) { return desk.show(position); },
             [this](const DeskView& view) { take_view(view); },
             [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::find_label() {
  if (!view_.card || !session_.writable()) {
    return;
  }
  auto* picker = new LabelPicker(labels_, this);
  picker->setAttribute(Qt::WA_DeleteOnClose);
  connect(picker, &LabelPicker::label_chosen, this, [this](int label) {
    Choice choice;
    choice.kind = DecisionKind::label;
    choice.label = label;
    choose(choice);
  });
  picker->open();
}

void ReviewPage::edit_note() {
  if (!view_.card) {
    return;
  }
  bool done = false;
  const QString note = QInputDialog::getMultiLineText(
      this, tr("Note"), tr("Kept with your next decision on this row"),
      QString::fromStdString(note_), &done);
  if (done) {
    note_ = note.trimmed().toStdString();
    navigator_.say(note_.empty() ? tr("No note")
                                 : tr("The note is kept with your next decision on this row"));
  }
}

void ReviewPage::show_history() {
  auto* history = new HistoryDialog(session_, labels_, this);
  history->setAttribute(Qt::WA_DeleteOnClose);
  connect(history, &HistoryDialog::take_back_wanted, this, [this, history](std::int64_t id) {
    desk_->ask([id](ReviewDesk& desk, const Project&) { return desk.take_back_entry(id); },
               [this, history = QPointer<HistoryDialog>(history)](const DeskView& view) {
                 if (history) {
                   history->say(QString::fromStdString(view.said));
                   history->reload();
                 }
                 take_view(view);
                 reload_around();
               },
               [this, history = QPointer<HistoryDialog>(history)](const QString& sentence) {
                 if (history) {
                   history->say(sentence);
                 }
                 failed(sentence);
               });
  });
  connect(history, &HistoryDialog::row_wanted, this,
          [this](std::int64_t row) { take(ShowRow{row}); });
  history->show();
}

void ReviewPage::show_audit() {
  auto* audit = new AuditDialog(session_, reviewer_, this);
  audit->setAttribute(Qt::WA_DeleteOnClose);
  connect(audit, &AuditDialog::review_wanted, this, &ReviewPage::start_sample);
  connect(audit, &AuditDialog::accepted_rest, this, [this](std::size_t rows) {
    navigator_.say(tr("%1 suggestions accepted as one step")
                       .arg(QLocale().toString(static_cast<qulonglong>(rows))));
    apply(head_->filters().query());
    load_map();
    load_advice();
    session_.announce(ProjectPart::decisions);
  });
  audit->show();
}

void ReviewPage::show_reviewers() {
  auto* reviewers = new ReviewersDialog(session_, labels_, QString::fromStdString(reviewer_), this);
  reviewers->setAttribute(Qt::WA_DeleteOnClose);
  connect(reviewers, &ReviewersDialog::row_wanted, this,
          [this](std::int64_t row) { take(ShowRow{row}); });
  connect(reviewers, &ReviewersDialog::settled_as, this,
          [this, dialog = QPointer<ReviewersDialog>(reviewers)](std::int64_t row,
                                                                const Choice& choice) {
            desk_->ask([row, choice](ReviewDesk& desk,
                                     const Project&) { return desk.settle(row, choice); },
                       [this, dialog](const DeskView& view) {
                         if (dialog) {
                           dialog->reload();
                         }
                         take_view(view);
                         reload_around();
                       },
                       [this, dialog](const QString& sentence) {
                         if (dialog) {
                           dialog->say(sentence);
                         }
                         failed(sentence);
                       });
          });
  reviewers->show();
}

void ReviewPage::show_request() {
  if (!view_.card) {
    return;
  }
  desk_->ask(
      [row = view_.card->row.id](ReviewDesk& desk, const Project&) { return desk.request_of(row); },
      [this, card = *view_.card](const SentRequest& request) {
        auto* dialog = new RequestDialog(request, card, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
      },
      [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::set_blind(bool blind) {
  blind_ = blind;
  first_.forget();
  queue_->set_sight(queue_sight());
  show_row();
  if (!blind) {
    session_.read(
        this, [](const Project& project, const Control&) { return blind_report(project); },
        [this](const BlindReport& report) {
          if (report.decisions > 0) {
            navigator_.say(QString::fromStdString(report.sentence));
          }
        },
        {}, ReadLane::slow);
  }
}

void ReviewPage::set_table(bool table) {
  table_ = table;
  queue_->set_table(table);
  row_->setVisible(!table);
  side_->setVisible(!table);
  show_row();
}

void ReviewPage::start_sample(std::int64_t sample) {
  head_->leave_table();
  busy_ = true;
  sample_->start(sample);
  queue_->set_sight(queue_sight());
}

void ReviewPage::show_next_of_sample() {
  busy_ = true;
  sample_->show_next();
}

void ReviewPage::end_sample() {
  busy_ = false;
  queue_->set_sight(queue_sight());
  row_->set_banner({});
  load_advice();
  apply(head_->filters().query());
  show_audit();
}

}  // namespace noiseal::ui
