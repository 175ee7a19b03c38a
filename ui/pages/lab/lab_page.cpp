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
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/experiment/forecast.h"
#include "ui/pages/lab/experiment_list.h"
#include "ui/pages/lab/experiment_queue.h"
#include "ui/pages/lab/lab_options.h"
#include "ui/pages/lab/lab_words.h"
#include "ui/pages/lab/llm_consent.h"
#include "ui/pages/lab/result_view.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kListWidth = 264;
constexpr int kForecastDelay = 250;  // milliseconds after the last edit

ExperimentParts parts_of(const Services& services) {
  ExperimentParts parts;
  parts.run = services.run_parts;
  parts.run.program_version = services.program_version;
  parts.evidence.probabilities = services.small_model_probabilities;
  parts.evidence.vectors = services.row_vectors;
  return parts;
}

QLabel* wrapped_label(const char* name, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(QLatin1String(name));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

/// What waits comes first and leaves its shared runs.
std::vector<ExperimentPlan> waiting_plans(const Project& project) {
  std::vector<ExperimentPlan> plans;
  for (const ExperimentRecord& record : project.experiments().all()) {
    if (record.state == ExperimentState::waiting) {
      plans.push_back(plan_from_json(record.plan));
    }
  }
  return plans;
}

}  // namespace

LabPage::LabPage(ProjectSession& session, Navigator& navigator, const Services& services,
                 QWidget* parent)
    : Page(parent),
      session_(session),
      navigator_(navigator),
      services_(services),
      worker_(new ExperimentWorker(session, parts_of(services), this)),
      queue_(new ExperimentQueue(session, *worker_, services.program_version, this)),
      list_(new ExperimentList(this)),
      consent_(new LlmConsent(session, services.llm, services.program_version, this)),
      options_(new LabOptions(services.llm, this)),
      result_(new ResultView(this)) {
  lay_out();
  connect_parts();
  add_actions();
  forecast_timer_.setSingleShot(true);
  forecast_timer_.setInterval(kForecastDelay);
  connect(&forecast_timer_, &QTimer::timeout, this, &LabPage::forecast);
  show_kind(list_->chosen());
}

void LabPage::lay_out() {
  list_->setFixedWidth(kListWidth);
  auto* detail = new QWidget(this);
  set_role(detail, "scrolled");
  auto* column = new QVBoxLayout(detail);
  column->setContentsMargins(0, 0, kTight, 0);
  column->setSpacing(kNear);
  queue_bar_ = make_bar("lab-queue", queue_words_, tr("Go on"), "lab-go-on",
                        [this] { go_on(queue_->unfinished()); });
  problem_bar_ = make_bar("lab-problem", problem_, tr("Put away"), "lab-put-away",
                          [this] { problem_bar_->hide(); });
  problem_bar_->hide();
  column->addWidget(queue_bar_);
  column->addWidget(problem_bar_);
  column->addWidget(make_setup());
  column->addWidget(result_);
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

QFrame* LabPage::make_bar(const char* name, QLabel*& label, const QString& button_text,
                          const char* button_name, const std::function<void()>& pressed) {
  auto* bar = new QFrame(this);
  bar->setObjectName(QLatin1String(name));
  set_role(bar, "notice");
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(kNear, kTight, kTight, kTight);
  label = wrapped_label("", bar);
  label->setObjectName(QLatin1String(name) + QStringLiteral("-words"));
  auto* button = new QPushButton(button_text, bar);
  button->setObjectName(QLatin1String(button_name));
  connect(button, &QPushButton::clicked, this, pressed);
  row->addWidget(label, 1);
  row->addWidget(button);
  return bar;
}

QWidget* LabPage::make_setup() {
  auto* setup = new QFrame(this);
  setup->setObjectName(QStringLiteral("lab-setup"));
  set_role(setup, "panel");
  head_ = new QLabel(setup);
  head_->setObjectName(QStringLiteral("lab-title"));
  set_role(head_, "title");
  question_ = wrapped_label("lab-question", setup);
  forecast_ = wrapped_label("lab-forecast", setup);
  forecast_->setAccessibleName(tr("What it will take"));
  set_role(forecast_, "muted");
  run_ = new QPushButton(tr("Run"), setup);
  run_->setObjectName(QStringLiteral("lab-run"));
  set_role(run_, "primary");
  auto* foot = new QHBoxLayout;
  foot->setSpacing(kNear);
  foot->addWidget(forecast_, 1);
  foot->addWidget(run_, 0, Qt::AlignBottom);
  auto* column = new QVBoxLayout(setup);
  column->setContentsMargins(kNear, kNear, kNear, kNear);
  column->setSpacing(kClose);
  column->addWidget(head_);
  column->addWidget(question_);
  column->addWidget(options_);
  column->addLayout(foot);
  return setup;
}

void LabPage::connect_parts() {
  connect(list_, &ExperimentList::chosen_changed, this, &LabPage::show_kind);
  connect(list_, &ExperimentList::acted, this, &LabPage::act);
  connect(options_, &LabOptions::changed, this, [this] { forecast_timer_.start(); });
  connect(run_, &QPushButton::clicked, this, [this] { run(list_->chosen()); });
  connect(consent_, &LlmConsent::refused, this, &LabPage::tell);
  connect(queue_, &ExperimentQueue::changed, this, &LabPage::show_states);
  connect(queue_, &ExperimentQueue::listed, this, &LabPage::list_results);
  connect(queue_, &ExperimentQueue::failed, this, &LabPage::tell);
  connect(queue_, &ExperimentQueue::put_in, this, [this](std::int64_t experiment) {
    shown_ = experiment;
    forecast_timer_.start();
  });
  connect(worker_, &ExperimentWorker::finished, this,
          [this](std::int64_t experiment, ExperimentState state) {
            if (const StoredExperiment* stored = queue_->find(experiment)) {
              const QString title = words(experiment_title(stored->kind));
              navigator_.say(state == ExperimentState::finished
                                 ? tr("The experiment %1 is finished.").arg(title)
                                 : tr("The experiment %1 has failed.").arg(title));
            }
            forecast_timer_.start();
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
      options_->show_runs(session_.facts().runs);
      forecast_timer_.start();
    } else if (part != ProjectPart::settings) {
      read_labels();
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
  add(tr("Run all experiments…"), {}, [this] { ask_to_run_all(); });
  add(tr("Pause the experiments, or go on"), QKeySequence(QStringLiteral("Ctrl+P")), [this, job] {
    if (LongJob* now = job()) {
      now->state() == JobState::paused ? now->go_on() : now->pause();
    } else if (queue_->can_go_on()) {
      go_on(queue_->unfinished());
    }
  });
  add(tr("Stop the experiments"), {}, [job] {
    if (LongJob* now = job()) {
      now->stop();
    }
  });
  for (const ExperimentKind kind : all_experiments()) {
    add(tr("Experiment: %1").arg(words(experiment_title(kind))), {},
        [this, kind] { list_->choose(kind); });
  }
}

void LabPage::project_opened() {
  options_->show_runs(session_.facts().runs);
  queue_->refresh();
  read_labels();
  show_states();
}

void LabPage::project_closed() {
  forecast_ticket_.cancel();
  result_ticket_.cancel();
  forecast_timer_.stop();
  forecast_->clear();
  shown_ = 0;
  labels_ = {};
  cannot_.clear();
  options_->show_labels(labels_);
  queue_->clear();
  result_->clear();
  problem_bar_->hide();
  Q_EMIT badge_changed({});
}

void LabPage::shown() {
  forecast_timer_.start();
}

void LabPage::read_labels() {
  session_.read(
      this, [](const Project& project, const Control&) { return read_label_facts(project); },
      [this](const LabelFacts& labels) {
        labels_ = labels;
        options_->show_labels(labels);
        forecast_timer_.start();
      },
      {}, ReadLane::slow);
}

void LabPage::show_kind(ExperimentKind kind) {
  head_->setText(words(experiment_title(kind)));
  question_->setText(words(experiment_question(kind)));
  options_->show_kind(kind);
  shown_ = 0;
  result_->clear();
  cannot_.clear();
  problem_bar_->hide();
  forecast_->clear();
  forecast_timer_.start();
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
  run_->setText(queue_->run_words());
  const QString reason = hindered.isEmpty() ? cannot_ : hindered;
  run_->setEnabled(reason.isEmpty());
  run_->setToolTip(!reason.isEmpty() ? reason
                   : queue_->run_words() == ExperimentQueue::tr("Run")
                       ? QString()
                       : tr("Training and experiments never work at once, for both use the whole "
                            "machine: this one waits for its turn."));
  queue_bar_->setVisible(queue_->can_go_on());
  const std::size_t unfinished = queue_->unfinished().size();
  queue_words_->setText(
      unfinished == 1
          ? tr("An experiment is not finished: what is done is kept, and it can go on from there.")
          : tr("%1 experiments are not finished: what is done is kept, and they can go on from "
               "there.")
                .arg(unfinished));
  result_->set_at_work(worker_->at_work() && worker_->now().id == shown_);
  const ExperimentAtWork& now = worker_->now();
  Q_EMIT badge_changed(worker_->at_work() ? tr("%1 %").arg(std::floor(100 * now.share))
                                          : QString());
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

void LabPage::forecast() {
  forecast_ticket_.cancel();
  if (!session_.is_open() || !isVisible()) {
    return;
  }
  forecast_ticket_ = session_.read(
      this,
      [kind = list_->chosen(), options = options_->options(), labels = labels_,
       version = services_.program_version](const Project& project, const Control&) {
        std::vector<ExperimentPlan> plans = waiting_plans(project);
        plans.push_back(make_plan(kind, options, labels));
        return forecast_text(forecast_experiments(project, plans, version).back());
      },
      [this](const std::string& text) { take_forecast(QString::fromStdString(text), true); },
      [this](const QString& sentence) { take_forecast(sentence, false); }, ReadLane::slow);
}

void LabPage::take_forecast(const QString& text, bool possible) {
  forecast_->setText(text);
  cannot_ = possible ? QString() : text;
  show_states();
}

void LabPage::run(ExperimentKind kind) {
  if (!why_not().isEmpty() || (kind == list_->chosen() && !cannot_.isEmpty())) {
    return;
  }
  problem_bar_->hide();
  const ExperimentOptions options = options_->options();
  const auto go = [this, kind, options] { queue_->run(kind, options, labels_); };
  try {
    const ExperimentPlan plan = make_plan(kind, options, labels_);
    if (asks_llm(plan)) {
      consent_->ask([plan](const Project&) { return std::vector{plan}; }, go);
    } else {
      go();
    }
  } catch (const Error& error) {
    tell(QString::fromStdString(error.what()));
  }
}

void LabPage::go_on(const std::vector<std::int64_t>& experiments) {
  const auto go = [this, experiments] {
    for (const std::int64_t experiment : experiments) {
      queue_->go_on(experiment);
    }
  };
  const bool llm = std::ranges::any_of(experiments, [&](std::int64_t experiment) {
    const StoredExperiment* stored = queue_->find(experiment);
    return stored != nullptr && stored->asks_llm;
  });
  if (!llm) {
    go();
    return;
  }
  consent_->ask(
      [experiments](const Project& project) {
        std::vector<ExperimentPlan> plans;
        plans.reserve(experiments.size());
        for (const std::int64_t experiment : experiments) {
          plans.push_back(plan_from_json(project.experiments().find(experiment).plan));
        }
        return plans;
      },
      go);
}

void LabPage::ask_to_run_all() {
  if (!why_not().isEmpty()) {
    return;
  }
  const ExperimentOptions options = options_->options();
  session_.read(
      this,
      [options, labels = labels_, version = services_.program_version](const Project& project,
                                                                       const Control&) {
        std::vector<ExperimentPlan> plans;
        plans.reserve(all_experiments().size());
        for (const ExperimentKind kind : all_experiments()) {
          plans.push_back(make_plan(kind, options, labels));
        }
        return forecast_text(sum_of(forecast_experiments(project, plans, version)));
      },
      [this, options](const std::string& text) {
        auto* box = new QMessageBox(QMessageBox::Question, tr("Run all experiments"),
                                    tr("All eight, one after the other: %1 They can be paused and "
                                       "stopped, and go on later.")
                                        .arg(QString::fromStdString(text)),
                                    QMessageBox::NoButton, this);
        box->setObjectName(QStringLiteral("lab-all-question"));
        box->setTextFormat(Qt::PlainText);
        box->setAttribute(Qt::WA_DeleteOnClose);
        QPushButton* yes = box->addButton(tr("Run all"), QMessageBox::AcceptRole);
        yes->setObjectName(QStringLiteral("lab-all-yes"));
        box->addButton(QMessageBox::Cancel);
        connect(yes, &QPushButton::clicked, this, [this, options] { run_all(options); });
        box->open();
      },
      [this](const QString& sentence) { tell(sentence); }, ReadLane::slow);
}

void LabPage::run_all(const ExperimentOptions& options) {
  std::vector<ExperimentPlan> plans;
  plans.reserve(all_experiments().size());
  for (const ExperimentKind kind : all_experiments()) {
    plans.push_back(make_plan(kind, options, labels_));
  }
  const auto go = [this, options] {
    for (const ExperimentKind kind : all_experiments()) {
      queue_->run(kind, options, labels_);
    }
  };
  if (std::ranges::any_of(plans, asks_llm)) {
    consent_->ask([plans](const Project&) { return plans; }, go);
  } else {
    go();
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
      go_on({state.experiment});
      break;
    case CardAction::pause:
      if (job != nullptr) {
        job->state() == JobState::paused ? job->go_on() : job->pause();
      }
      break;
    case CardAction::stop:
      if (job != nullptr) {
        job->stop();
      }
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
  problem_->setText(sentence);
  problem_bar_->show();
}

}  // namespace noiseal::ui
