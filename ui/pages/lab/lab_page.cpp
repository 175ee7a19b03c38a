// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/lab_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/pages/lab/experiment_list.h"
#include "ui/pages/lab/experiment_outlook.h"
#include "ui/pages/lab/experiment_queue.h"
#include "ui/pages/lab/experiment_setup.h"
#include "ui/pages/lab/experiment_start.h"
#include "ui/pages/lab/lab_words.h"
#include "ui/pages/lab/notice_bar.h"
#include "ui/pages/lab/result_view.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kListWidth = 264;

ExperimentParts parts_of(const Services& services) {
  ExperimentParts parts;
  parts.run = services.run_parts;
  parts.run.program_version = services.program_version;
  parts.evidence.probabilities = services.small_model_probabilities;
  parts.evidence.vectors = services.row_vectors;
  return parts;
}

}  // namespace

LabPage::LabPage(ProjectSession& session, Navigator& navigator, const Services& services,
                 QWidget* parent)
    : Page(parent),
      session_(session),
      navigator_(navigator),
      worker_(new ExperimentWorker(session, parts_of(services), this)),
      queue_(new ExperimentQueue(session, *worker_, services.program_version, this)),
      list_(new ExperimentList(this)),
      start_(new ExperimentStart(session, *queue_, services, this)),
      setup_(new ExperimentSetup(session, services, this)),
      result_(new ResultView(this)),
      outlook_(new ExperimentOutlook(this)) {
  lay_out();
  connect_parts();
  add_actions();
  show_kind(list_->chosen());
}

void LabPage::lay_out() {
  list_->setFixedWidth(kListWidth);
  auto* detail = new QWidget(this);
  set_role(detail, "scrolled");
  auto* column = new QVBoxLayout(detail);
  column->setContentsMargins(0, 0, kTight, 0);
  column->setSpacing(kNear);
  queue_bar_ = new NoticeBar("lab-queue", "lab-go-on", tr("Go on"), this);
  work_bar_ = new NoticeBar("lab-work", "lab-stop-all", tr("Stop all"), this);
  work_bar_->explain_button(
      tr("Stops the experiment at work after this batch, and the queue with "
         "it. Finished runs are kept; Go on takes all of them up again."));
  problem_bar_ = new NoticeBar("lab-problem", "lab-put-away", tr("Put away"), this);
  problem_bar_->hide();
  column->addWidget(work_bar_);
  column->addWidget(queue_bar_);
  column->addWidget(problem_bar_);
  column->addWidget(setup_);
  column->addWidget(result_);
  empty_ =
      new QLabel(tr("Nothing is found yet: Run answers the question here, in a sentence, charts "
                    "and a table. Results are kept with the project."),
                 detail);
  empty_->setObjectName(QStringLiteral("lab-empty"));
  empty_->setTextFormat(Qt::PlainText);
  empty_->setWordWrap(true);
  set_role(empty_, "muted");
  column->addWidget(empty_);
  column->addWidget(outlook_);
  column->addStretch();
  auto* scroll = new QScrollArea(this);
  scroll->setObjectName(QStringLiteral("lab-detail"));
  scroll->setAccessibleName(tr("The chosen experiment"));
  scroll->setWidget(detail);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kNear, kNear, kNear, kNear);
  row->setSpacing(kNear);
  row->addWidget(list_);
  row->addWidget(scroll, 1);
}

void LabPage::connect_parts() {
  connect(list_, &ExperimentList::chosen_changed, this, &LabPage::show_kind);
  connect(list_, &ExperimentList::acted, this, &LabPage::act);
  connect(queue_bar_, &NoticeBar::pressed, this, [this] { start_->go_on(queue_->unfinished()); });
  connect(work_bar_, &NoticeBar::pressed, queue_, &ExperimentQueue::stop_all);
  connect(problem_bar_, &NoticeBar::pressed, problem_bar_, &QWidget::hide);
  connect(setup_, &ExperimentSetup::run_wanted, this, [this] { run(list_->chosen()); });
  connect(setup_, &ExperimentSetup::changed, this, &LabPage::show_states);
  connect(setup_, &ExperimentSetup::planned, outlook_, &ExperimentOutlook::show_plan);
  connect(start_, &ExperimentStart::refused, this, &LabPage::tell);
  connect(queue_, &ExperimentQueue::changed, this, &LabPage::show_states);
  connect(queue_, &ExperimentQueue::listed, this, &LabPage::list_results);
  connect(queue_, &ExperimentQueue::failed, this, &LabPage::tell);
  connect(queue_, &ExperimentQueue::put_in, this, [this](std::int64_t experiment) {
    shown_ = experiment;
    setup_->forecast_soon();
  });
  connect(worker_, &ExperimentWorker::finished, this,
          [this](std::int64_t experiment, ExperimentState state) {
            if (const StoredExperiment* stored = queue_->find(experiment)) {
              const QString title = words(experiment_title(stored->kind));
              navigator_.say(
                  state == ExperimentState::finished
                      ? tr("The experiment %1 is finished.").arg(title)
                  : state == ExperimentState::failed
                      ? tr("The experiment %1 has failed.").arg(title)
                      : tr("The experiment %1 is skipped; its finished runs are kept.").arg(title));
            }
            setup_->forecast_soon();
          });
  connect(worker_, &ExperimentWorker::ended_early, this,
          [this](const QString& sentence, bool stopped) {
            if (stopped) {
              navigator_.say(tr("The experiments are stopped; finished runs are kept."));
            } else {
              tell(sentence);
            }
          });
  connect(result_, &ResultView::result_chosen, this, &LabPage::show_result);
  connect(result_, &ResultView::delete_wanted, this, &LabPage::ask_to_delete);
  connect(result_, &ResultView::failed, this, &LabPage::tell);
  connect(&session_, &ProjectSession::changed, this, [this](ProjectPart part) {
    if (part == ProjectPart::runs) {
      setup_->show_runs();
    } else if (part != ProjectPart::settings) {
      setup_->read_labels();
    }
  });
}

void LabPage::add_actions() {
  const auto add = [this](const QString& text, const QKeySequence& keys, auto action) {
    auto* entry = new QAction(text, this);
    entry->setShortcut(keys);
    entry->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(entry, &QAction::triggered, this, action);
    addAction(entry);
  };
  const auto job = [this]() -> LongJob* { return worker_->at_work() ? session_.job() : nullptr; };
  add(tr("Run the chosen experiment"), QKeySequence(QStringLiteral("Ctrl+Return")),
      [this] { run(list_->chosen()); });
  add(tr("Run all experiments…"), {}, [this] {
    if (why_not().isEmpty()) {
      start_->ask_to_run_all(setup_->options(), setup_->labels());
    }
  });
  add(tr("Pause the experiments, or go on"), QKeySequence(QStringLiteral("Ctrl+P")), [this, job] {
    if (LongJob* now = job()) {
      now->state() == JobState::paused ? now->go_on() : now->pause();
    } else if (queue_->can_go_on()) {
      start_->go_on(queue_->unfinished());
    }
  });
  add(tr("Skip the experiment at work"), {}, [this] { queue_->skip(); });
  add(tr("Stop all experiments"), {}, [this] { queue_->stop_all(); });
  for (const ExperimentKind kind : all_experiments()) {
    add(tr("Experiment: %1").arg(words(experiment_title(kind))), {},
        [this, kind] { list_->choose(kind); });
  }
}

void LabPage::project_opened() {
  setup_->show_runs();
  queue_->refresh();
  setup_->read_labels();
  show_states();
}

void LabPage::project_closed() {
  result_ticket_.cancel();
  shown_ = 0;
  setup_->clear();
  outlook_->clear();
  queue_->clear();
  result_->clear();
  problem_bar_->hide();
  Q_EMIT badge_changed({});
}

void LabPage::shown() {
  setup_->forecast_soon();
}

void LabPage::show_kind(ExperimentKind kind) {
  setup_->show_kind(kind);
  outlook_->clear();
  shown_ = 0;
  result_->clear();
  problem_bar_->hide();
  list_results();
  show_states();
}

QString LabPage::why_not() const {
  if (!session_.is_open()) {
    return tr("Open a project first.");
  }
  return session_.writable() ? QString() : session_.read_only_reason();
}

void LabPage::show_states() {
  const QString hindered = why_not();
  list_->show_states(*queue_, hindered);
  const QString reason = hindered.isEmpty() ? setup_->cannot() : hindered;
  setup_->show_run_button(
      queue_->run_words(), reason.isEmpty(),
      !reason.isEmpty() ? reason
      : queue_->run_words() == ExperimentQueue::tr("Run")
          ? QString()
          : tr("Training and experiments never work at once, for both use the whole machine: this "
               "one waits for its turn."));
  show_bars();
  result_->set_at_work(worker_->at_work() && worker_->now().id == shown_);
  const ExperimentAtWork& now = worker_->now();
  Q_EMIT badge_changed(worker_->at_work() ? tr("%1 %").arg(std::floor(100 * now.share))
                                          : QString());
}

void LabPage::show_bars() {
  queue_bar_->setVisible(queue_->can_go_on());
  const std::size_t unfinished = queue_->unfinished().size();
  queue_bar_->say(
      unfinished == 1
          ? tr("An experiment is not finished: what is done is kept, and it can go on from there.")
          : tr("%1 experiments are not finished: what is done is kept, and they can go on from "
               "there.")
                .arg(unfinished));
  const std::size_t waiting = queue_->waiting();
  const StoredExperiment* now = queue_->find(worker_->now().id);
  work_bar_->setVisible(worker_->at_work() && now != nullptr && waiting > 0);
  if (now != nullptr) {
    const QString title = words(experiment_title(now->kind));
    work_bar_->say(waiting == 1 ? tr("%1 is at work, another one waits.").arg(title)
                                : tr("%1 is at work, %2 others wait.").arg(title).arg(waiting));
  }
}

void LabPage::list_results() {
  std::vector<StoredExperiment> mine;
  std::ranges::copy_if(
      queue_->stored(), std::back_inserter(mine),
      [&](const StoredExperiment& experiment) { return experiment.kind == list_->chosen(); });
  const bool there = std::ranges::any_of(
      mine, [&](const StoredExperiment& experiment) { return experiment.id == shown_; });
  if (!there) {
    // The one at work, else the newest that has something to show.
    shown_ = mine.empty() ? 0 : mine.back().id;
    for (const StoredExperiment& experiment : mine) {
      if (experiment.runs_done > 0) {
        shown_ = experiment.id;
      }
    }
    for (const StoredExperiment& experiment : mine) {
      if (worker_->at_work() && experiment.id == worker_->now().id) {
        shown_ = experiment.id;
      }
    }
  }
  empty_->setVisible(shown_ == 0);
  outlook_->set_wanted(shown_ == 0 && session_.is_open());
  result_->show_choices(mine, shown_);
  if (shown_ == 0) {
    result_ticket_.cancel();
    result_->clear();
  } else {
    show_result(shown_);
  }
}

void LabPage::show_result(std::int64_t experiment) {
  shown_ = experiment;
  result_ticket_.cancel();
  result_ticket_ = session_.read(
      this,
      [experiment](const Project& project, const Control&) {
        return read_experiment(project, experiment);
      },
      [this](const ExperimentResult& result) {
        result_->show_result(result, QString::fromStdString(session_.facts().name()));
        show_states();
      },
      [this](const QString& sentence) {
        result_->clear();
        tell(sentence);
        show_states();
      });
}

void LabPage::run(ExperimentKind kind) {
  if (why_not().isEmpty() && (kind != list_->chosen() || setup_->cannot().isEmpty())) {
    problem_bar_->hide();
    start_->run(kind, setup_->options(), setup_->labels());
  }
}

void LabPage::act(ExperimentKind kind, CardAction action) {
  const CardState state = queue_->state_of(kind);
  list_->choose(kind);
  LongJob* job = worker_->at_work() ? session_.job() : nullptr;
  switch (action) {
    case CardAction::run:
      run(kind);
      break;
    case CardAction::take_out:
      queue_->take_out(state.experiment);
      break;
    case CardAction::go_on:
      start_->go_on({state.experiment});
      break;
    case CardAction::pause:
      if (job != nullptr) {
        job->state() == JobState::paused ? job->go_on() : job->pause();
      }
      break;
    case CardAction::stop:
      queue_->skip();
      break;
  }
}

void LabPage::ask_to_delete(std::int64_t experiment) {
  const StoredExperiment* stored = queue_->find(experiment);
  if (stored == nullptr) {
    return;
  }
  auto* box = new QMessageBox(
      QMessageBox::Question, tr("Delete a result"),
      tr("The result of %1 from %2 goes, with its %3 finished runs. This can't be undone.")
          .arg(words(experiment_title(stored->kind)), date_words(stored->created))
          .arg(stored->runs_done),
      QMessageBox::NoButton, this);
  box->setObjectName(QStringLiteral("lab-delete-question"));
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* yes = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
  yes->setObjectName(QStringLiteral("lab-delete-yes"));
  box->addButton(QMessageBox::Cancel);
  connect(yes, &QPushButton::clicked, this, [this, experiment] { queue_->remove(experiment); });
  box->open();
}

void LabPage::tell(const QString& sentence) {
  problem_bar_->say(sentence);
  problem_bar_->show();
}

}  // namespace noiseal::ui
