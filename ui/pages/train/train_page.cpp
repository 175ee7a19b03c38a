// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/train_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/pages/train/charts_grid.h"
#include "ui/pages/train/epoch_bar.h"
#include "ui/pages/train/llm_words.h"
#include "ui/pages/train/memory_tour.h"
#include "ui/pages/train/notices.h"
#include "ui/pages/train/recipe_panel.h"
#include "ui/pages/train/rows_panel.h"
#include "ui/pages/train/run_bar.h"
#include "ui/pages/train/run_start.h"
#include "ui/pages/train/run_words.h"
#include "ui/pages/train/runs_dialog.h"
#include "ui/pages/train/train_columns.h"
#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

QStringList names_of(const std::vector<std::filesystem::path>& encoders) {
  QStringList names;
  for (const std::filesystem::path& folder : encoders) {
    names << QString::fromStdString(folder.filename().string());
  }
  const QString usual = QString::fromStdString(Recipe().encoder);
  if (!names.contains(usual)) {
    names.prepend(usual);
  }
  return names;
}

}  // namespace

TrainPage::TrainPage(ProjectSession& session, Navigator& navigator, const Services& services,
                     QWidget* parent)
    : Page(parent),
      session_(session),
      navigator_(navigator),
      worker_(new RunWorker(session, services.run_parts, this)),
      reader_(new RunReader(session, this)),
      recipe_(new RecipePanel(session, names_of(services.installed_encoders), this)),
      start_(new RunStart(session, services, *worker_, *recipe_, this)),
      run_bar_(new RunBar(this)),
      notices_(new Notices(this)),
      tour_(new MemoryTour(this)),
      grid_(new ChartsGrid(this)),
      epoch_bar_(new EpochBar(this)),
      rows_(new RowsPanel(session, navigator, this)) {
  lay_out();
  connect_worker();
  connect_reader();
  connect_parts();
  add_actions();
}

void TrainPage::lay_out() {
  auto* happening = new QWidget(this);
  auto* middle = new QVBoxLayout(happening);
  middle->setContentsMargins(0, 0, 0, 0);
  middle->setSpacing(kNear);
  middle->addWidget(run_bar_);
  middle->addWidget(notices_);
  middle->addWidget(tour_);
  middle->addWidget(grid_, 1);
  middle->addWidget(epoch_bar_);
  columns_ = new TrainColumns(recipe_, happening, rows_, this);
  auto* all = new QHBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(columns_);
}

void TrainPage::connect_worker() {
  connect(worker_, &RunWorker::begun, this, [this] {
    reader_->clear();
    grid_->clear();
    epoch_bar_->clear();
    live_.reset();
    started_ = {};
    failure_.clear();
    forecast_.clear();
    recipe_->set_at_work(true);
    run_bar_->say(tr("Reading texts and models…"));
    show_notices();
  });
  connect(worker_, &RunWorker::started, this, [this](const RunStarted& run) {
    started_ = run;
    show_run(run.run);
  });
  connect(worker_, &RunWorker::moved, this, &TrainPage::show_live);
  connect(worker_, &RunWorker::epoch_stored, this, [this] {
    live_.reset();
    if (shows_the_run_at_work()) {
      reader_->refresh(epoch_bar_->at_the_end() ? Follow::newest : Follow::shown);
    }
  });
  connect(worker_, &RunWorker::metered, this,
          [this](const AnnotatorMeter& meter) { navigator_.show_meter(meter_words(meter)); });
  connect(worker_, &RunWorker::forecast, this, [this](const AnnotatorForecast& forecast) {
    forecast_ = forecast_words(forecast);
    show_notices();
  });
  connect(worker_, &RunWorker::ended, this, [this] {
    forecast_.clear();
    recipe_->set_at_work(false);
    Q_EMIT badge_changed({});
    navigator_.say(tr("Run %1 is finished.").arg(worker_->run()));
    reader_->refresh(Follow::shown);
  });
  connect(worker_, &RunWorker::ended_early, this, [this](const QString& sentence, bool stopped) {
    recipe_->set_at_work(false);
    tour_wanted_ = false;
    tour_->leave();
    live_.reset();
    Q_EMIT badge_changed({});
    if (worker_->run() == 0) {
      // It is not in the project: nothing else would tell.
      failure_ = sentence;
      list_runs();
      return;
    }
    if (stopped) {
      navigator_.say(tr("Run %1 is stopped.").arg(worker_->run()));
    }
    reader_->refresh(Follow::newest);
  });
}

void TrainPage::connect_reader() {
  connect(reader_, &RunReader::curves_read, this, &TrainPage::take_curves);
  connect(reader_, &RunReader::charts_read, this, [this](const EpochCharts& charts) {
    epoch_bar_->charts_came();
    if (!(live_ && epoch_bar_->at_the_end() && shows_the_run_at_work())) {
      grid_->show_charts(charts);
    }
  });
  connect(reader_, &RunReader::compared_read, grid_, &ChartsGrid::show_compared);
  connect(reader_, &RunReader::rows_found, this,
          [this](const QString& title, const std::vector<std::int64_t>& rows) {
            rows_->show_rows(title, rows, reader_->run());
            grid_->show_row(std::nullopt);
            columns_->show_rows();
          });
  connect(reader_, &RunReader::row_read, this, &TrainPage::take_course);
}

void TrainPage::connect_parts() {
  connect(recipe_, &RecipePanel::start_wanted, this, &TrainPage::start);
  connect(recipe_, &RecipePanel::resume_wanted, start_, &RunStart::resume);
  connect(recipe_, &RecipePanel::llm_server_wanted, start_, &RunStart::choose_llm_server);
  connect(start_, &RunStart::refused, this, [this](const QString& sentence) {
    failure_ = sentence;
    show_notices();
  });
  connect(run_bar_, &RunBar::run_chosen, this, &TrainPage::show_run);
  connect(run_bar_, &RunBar::compare_wanted, reader_, &RunReader::compare);
  connect(run_bar_, &RunBar::manage_wanted, this, [this] {
    auto* dialog = new RunsDialog(session_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RunsDialog::run_deleted, this, [this](std::int64_t run) {
      if (run == reader_->run()) {
        show_run(newest_run_but(run));
      } else if (reader_->compared() == run) {
        reader_->compare(std::nullopt);
      }
    });
    dialog->open();
  });
  connect(grid_, &ChartsGrid::rows_chosen, reader_, &RunReader::find_rows);
  connect(grid_, &ChartsGrid::failed, this,
          [this](const QString& sentence) { navigator_.say(sentence); });
  connect(epoch_bar_, &EpochBar::epoch_chosen, this, &TrainPage::show_epoch);
  connect(epoch_bar_, &EpochBar::explain_wanted, this,
          [this] { tour_->show_story(memory_story(reader_->curves())); });
  connect(tour_, &MemoryTour::epoch_wanted, this, [this](int epoch) {
    epoch_bar_->stop_playing();
    epoch_bar_->set_epoch(epoch);
  });
  connect(rows_, &RowsPanel::row_chosen, reader_, &RunReader::read_row);
  connect(rows_, &RowsPanel::close_wanted, this, [this] {
    columns_->hide_rows();
    grid_->unmark();
    grid_->show_row(std::nullopt);
  });
  connect(&session_, &ProjectSession::changed, this, [this](ProjectPart part) {
    if (part == ProjectPart::runs || part == ProjectPart::rows || part == ProjectPart::labels) {
      list_runs();
    }
    recipe_->refresh();
  });
  connect(&session_, &ProjectSession::job_started, this, [this](LongJob* job) {
    connect(job, &LongJob::progressed, this, &TrainPage::say_state);
    connect(job, &LongJob::state_changed, this, &TrainPage::say_state);
  });
}

void TrainPage::add_actions() {
  const auto add = [this](const QString& text, const QKeySequence& keys, auto action) {
    auto* entry = new QAction(text, this);
    entry->setShortcut(keys);
    entry->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(entry, &QAction::triggered, this, action);
    addAction(entry);
  };
  add(tr("Start training"), QKeySequence(QStringLiteral("Ctrl+Return")), [this] { start(); });
  add(tr("Choose an LLM server"), {}, [this] { start_->choose_llm_server(); });
  add(tr("Play the run epoch by epoch"), QKeySequence(QStringLiteral("Ctrl+P")),
      [this] { epoch_bar_->playing() ? epoch_bar_->stop_playing() : epoch_bar_->play(); });
  add(tr("Show the epoch before"), QKeySequence(QStringLiteral("Alt+Left")),
      [this] { epoch_bar_->set_epoch(epoch_bar_->epoch() - 1); });
  add(tr("Show the next epoch"), QKeySequence(QStringLiteral("Alt+Right")),
      [this] { epoch_bar_->set_epoch(epoch_bar_->epoch() + 1); });
}

void TrainPage::project_opened() {
  recipe_->refresh();
  show_run(newest_run_but(0));
}

void TrainPage::project_closed() {
  forecast_.clear();
  failure_.clear();
  reader_->clear();
  grid_->clear();
  epoch_bar_->clear();
  rows_->clear();
  tour_->leave();
  tour_wanted_ = false;
  live_.reset();
  columns_->hide_rows();
  recipe_->offer_resume(0, {});
  recipe_->set_at_work(false);
  notices_->show_sentences({});
  run_bar_->show_runs({}, 0, std::nullopt);
  run_bar_->say({});
  Q_EMIT badge_changed({});
}

bool TrainPage::takes(const PageRequest& request) const {
  return std::holds_alternative<ShowMemoryEffect>(request) ||
         std::holds_alternative<ResumeRun>(request) ||
         std::holds_alternative<TrainOnDecisions>(request);
}

void TrainPage::take(const PageRequest& request) {
  if (std::holds_alternative<ShowMemoryEffect>(request)) {
    show_memory_effect();
  } else if (const auto* unfinished = std::get_if<ResumeRun>(&request)) {
    start_->resume(unfinished->run);
  } else if (std::holds_alternative<TrainOnDecisions>(request)) {
    recipe_->train_on_decisions();
  }
}

void TrainPage::start() {
  if (!worker_->at_work()) {
    tour_->leave();
    start_->start();
  }
}

void TrainPage::show_memory_effect() {
  if (start_->start_memory_effect()) {
    tour_wanted_ = true;
    tour_->show_waiting();
  }
}

bool TrainPage::shows_the_run_at_work() const {
  return worker_->at_work() && worker_->run() == reader_->run();
}

const RunRecord* TrainPage::record(std::int64_t run) const {
  const std::vector<RunRecord>& runs = session_.facts().runs;
  const auto found = std::find_if(runs.begin(), runs.end(),
                                  [&](const RunRecord& entry) { return entry.id == run; });
  return found == runs.end() ? nullptr : &*found;
}

std::int64_t TrainPage::newest_run_but(std::int64_t deleted) const {
  const std::vector<RunRecord>& runs = session_.facts().runs;  // in the order of their ids
  const auto newest = std::find_if(runs.rbegin(), runs.rend(),
                                   [&](const RunRecord& run) { return run.id != deleted; });
  return newest == runs.rend() ? 0 : newest->id;
}

void TrainPage::show_run(std::int64_t run) {
  epoch_bar_->stop_playing();
  grid_->clear();
  epoch_bar_->clear();
  rows_->clear();
  columns_->hide_rows();
  if (run == 0) {
    reader_->clear();
  } else {
    reader_->show_run(run);
  }
  list_runs();
  if (live_ && shows_the_run_at_work()) {
    show_live(*live_);
  }
}

void TrainPage::list_runs() {
  if (!session_.is_open()) {
    return;
  }
  run_bar_->show_runs(session_.facts().runs, reader_->run(), reader_->compared());
  const RunRecord* shown = record(reader_->run());
  const bool unfinished = shown != nullptr && shown->state != RunState::finished;
  recipe_->offer_resume(unfinished ? shown->id : 0,
                        unfinished ? tr("Resume run %1").arg(shown->id) : QString());
  say_state();
  show_notices();
}

void TrainPage::say_state() {
  const bool at_work = shows_the_run_at_work() || (worker_->at_work() && worker_->run() == 0);
  run_bar_->say(at_work ? work_words(session_.job(), started_)
                        : stored_words(reader_->curves(), reader_->run()));
}

void TrainPage::show_notices() {
  RunNews news;
  const bool at_work = shows_the_run_at_work();
  if (at_work) {
    news.remarks = started_.remarks;
  }
  if (reader_->run() == worker_->run()) {
    news.forecast = forecast_;
  }
  news.failure = failure_;
  const RunRecord* shown = record(reader_->run());
  if (shown != nullptr && !at_work && session_.writable() && shown->state != RunState::finished) {
    news.unfinished = shown;
  }
  notices_->show_sentences(notice_sentences(news, reader_->curves()));
}

void TrainPage::take_curves() {
  RunCurves curves = reader_->curves();
  if (curves.planned_epochs == 0 && shows_the_run_at_work()) {
    // Stored with the first epoch; the run itself has told it already.
    curves.planned_epochs = started_.epochs;
    curves.warm_up_epochs = started_.warm_up_epochs;
  }
  grid_->show_curves(curves);
  epoch_bar_->show_curves(curves);
  const auto story = memory_story(curves);
  epoch_bar_->offer_explanation(curves.planned_epochs == curves.warm_up_epochs && !story.empty() &&
                                !shows_the_run_at_work());
  say_state();
  show_notices();
  if (tour_wanted_ && curves.state == RunState::finished && curves.run == worker_->run()) {
    tour_wanted_ = false;
    tour_->show_story(story);
  }
}

void TrainPage::show_live(const EpochCharts& charts) {
  live_ = charts;
  Q_EMIT badge_changed(tr("epoch %1").arg(charts.epoch));
  if (!shows_the_run_at_work()) {
    return;
  }
  epoch_bar_->show_training(charts.epoch);
  if (epoch_bar_->at_the_end()) {
    grid_->show_charts(charts);
  }
}

void TrainPage::show_epoch(int epoch) {
  grid_->unmark();
  if (live_ && epoch_bar_->at_the_end() && shows_the_run_at_work()) {
    grid_->show_charts(*live_);
    return;
  }
  reader_->show_epoch(epoch);
}

void TrainPage::take_course(const RowCourse& course) {
  rows_->show_course(course);
  RowThresholds thresholds;
  thresholds.name = tr("row %1").arg(QString::fromStdString(course.shown_id).simplified().left(20));
  for (const RowAtEpoch& point : course.epochs) {
    for (std::size_t model = 0; model < 2; ++model) {
      thresholds.points.at(model).push_back(
          {static_cast<double>(point.epoch), point.threshold.at(model)});
    }
  }
  grid_->show_row(thresholds);
}

}  // namespace noiseal::ui
