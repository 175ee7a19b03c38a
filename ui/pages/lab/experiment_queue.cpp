// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/experiment_queue.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/time_left.h"
#include "core/experiment/runner.h"
#include "ui/pages/lab/lab_words.h"

namespace noiseal::ui {
namespace {

QString runs_words(std::size_t done, std::size_t all) {
  return ExperimentQueue::tr("%1 of %2 runs").arg(done).arg(all);
}

bool is_unfinished(const StoredExperiment& experiment) {
  return experiment.state != ExperimentState::finished &&
         experiment.state != ExperimentState::failed;
}

}  // namespace

ExperimentQueue::ExperimentQueue(ProjectSession& session, ExperimentWorker& worker,
                                 std::string program_version, QObject* parent)
    : QObject(parent),
      session_(session),
      worker_(worker),
      program_version_(std::move(program_version)) {
  connect(&worker_, &ExperimentWorker::begun, this, &ExperimentQueue::changed);
  connect(&worker_, &ExperimentWorker::moved, this, &ExperimentQueue::changed);
  connect(&worker_, &ExperimentWorker::stored, this, &ExperimentQueue::refresh);
  connect(&worker_, &ExperimentWorker::ended, this, &ExperimentQueue::refresh);
  connect(&worker_, &ExperimentWorker::ended_early, this, &ExperimentQueue::refresh);
  connect(&session_, &ProjectSession::job_started, this, [this](LongJob* job) {
    connect(job, &LongJob::state_changed, this, &ExperimentQueue::changed);
    Q_EMIT changed();
  });
  connect(&session_, &ProjectSession::job_ended, this, [this](LongJob* job) {
    if (job->state() == JobState::stopped) {
      wanted_ = false;  // a person wants calm, or the window closes
    }
    work();
    Q_EMIT changed();
  });
}

const StoredExperiment* ExperimentQueue::find(std::int64_t experiment) const {
  const auto found = std::ranges::find(stored_, experiment, &StoredExperiment::id);
  return found == stored_.end() ? nullptr : &*found;
}

bool ExperimentQueue::is_at_work(std::int64_t experiment) const {
  return worker_.at_work() && worker_.now().id == experiment;
}

CardState ExperimentQueue::state_of(ExperimentKind kind) const {
  const StoredExperiment* newest = nullptr;
  const StoredExperiment* waiting = nullptr;
  for (const StoredExperiment& experiment : stored_) {
    if (experiment.kind != kind) {
      continue;
    }
    if (is_at_work(experiment.id)) {
      return state_at_work(experiment);
    }
    newest = &experiment;
    if (experiment.state == ExperimentState::waiting && waiting == nullptr) {
      waiting = &experiment;
    }
  }
  if (newest == nullptr) {
    return {.phase = CardPhase::never, .experiment = 0, .share = 0, .words = tr("not run yet")};
  }
  return state_at_rest(waiting != nullptr ? *waiting : *newest);
}

CardState ExperimentQueue::state_at_work(const StoredExperiment& experiment) const {
  const ExperimentAtWork& now = worker_.now();
  const LongJob* job = session_.job();
  const JobState job_state = job == nullptr ? JobState::running : job->state();
  CardState state;
  state.experiment = experiment.id;
  state.share = now.share;
  state.others_wait = waiting() > 0;
  const QString runs = runs_words(now.runs_done, now.runs);
  if (job_state == JobState::stopping || worker_.skips(experiment.id)) {
    state.phase = CardPhase::stopping;
    state.words = tr("stopping after this batch");
  } else if (job_state == JobState::paused) {
    state.phase = CardPhase::paused;
    state.words = tr("paused, %1 done").arg(runs);
  } else {
    state.phase = CardPhase::running;
    state.words = tr("running %1 %, %2").arg(std::floor(100 * now.share)).arg(runs);
    if (now.seconds_left) {
      state.words += tr(", %1 left").arg(QString::fromStdString(duration_text(*now.seconds_left)));
    }
  }
  return state;
}

CardState ExperimentQueue::state_at_rest(const StoredExperiment& experiment) const {
  CardState state;
  state.experiment = experiment.id;
  const QString runs = runs_words(experiment.runs_done, experiment.runs);
  switch (experiment.state) {
    case ExperimentState::waiting: {
      state.phase = CardPhase::waiting;
      const auto before = std::ranges::count_if(stored_, [&](const StoredExperiment& other) {
        return other.state == ExperimentState::waiting && other.id < experiment.id;
      });
      state.words = worker_.at_work() && worker_.now().id == 0 && before == 0
                        ? tr("reading texts and models")
                        : tr("waiting, number %1 in the queue").arg(before + 1);
      break;
    }
    case ExperimentState::running:  // by a program that was killed, or its news is on the way
      state.phase = CardPhase::stopped;
      state.words = tr("interrupted, %1 kept").arg(runs);
      break;
    case ExperimentState::stopped:
      state.phase = CardPhase::stopped;
      state.words = tr("stopped, %1 kept").arg(runs);
      break;
    case ExperimentState::finished:
      state.phase = CardPhase::done;
      state.words = tr("done %1").arg(date_words(experiment.created));
      break;
    case ExperimentState::failed:
      state.phase = CardPhase::failed;
      state.words = tr("failed: %1").arg(QString::fromStdString(experiment.note));
      break;
  }
  return state;
}

std::size_t ExperimentQueue::waiting() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(stored_, [&](const StoredExperiment& experiment) {
        return experiment.state == ExperimentState::waiting && !is_at_work(experiment.id);
      }));
}

bool ExperimentQueue::can_go_on() const {
  return session_.writable() && session_.job() == nullptr &&
         std::ranges::any_of(stored_, is_unfinished);
}

QString ExperimentQueue::run_words() const {
  if (worker_.at_work()) {
    return tr("Put in the queue");
  }
  const LongJob* job = session_.job();
  return job == nullptr ? tr("Run") : tr("Run after: %1").arg(job->description().title);
}

void ExperimentQueue::refresh() {
  if (!session_.is_open()) {
    return;
  }
  session_.read(
      this, [](const Project& project, const Control&) { return read_stored_experiments(project); },
      [this](std::vector<StoredExperiment> stored) {
        stored_ = std::move(stored);
        Q_EMIT listed();
        Q_EMIT changed();
      });
}

void ExperimentQueue::clear() {
  stored_.clear();
  wanted_ = false;
  Q_EMIT listed();
  Q_EMIT changed();
}

void ExperimentQueue::work() {
  if (wanted_ && session_.is_open() && worker_.start()) {
    wanted_ = false;
  }
}

template <class Work>
void ExperimentQueue::change(Work work) {
  session_.write(
      this, std::move(work), [this] { refresh(); },
      [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void ExperimentQueue::run(ExperimentKind kind, const ExperimentOptions& options,
                          const LabelFacts& labels) {
  session_.write(
      this,
      [kind, options, labels, version = program_version_, at_work = worker_.now().id](
          const Project& project, const Control&) {
        const ExperimentPlan plan = make_plan(kind, options, labels);
        const auto unfinished = unfinished_experiment(project, plan);
        // One that failed would fail again; what it has brought is shared all the same.
        if (unfinished &&
            project.experiments().find(*unfinished).state != ExperimentState::failed) {
          if (*unfinished != at_work) {
            project.experiments().set_state(*unfinished, ExperimentState::waiting);
          }
          return *unfinished;
        }
        return queue_experiment(project, plan, version);
      },
      [this](std::int64_t experiment) {
        worker_.expect(experiment);
        wanted_ = !worker_.at_work();
        work();
        refresh();
        Q_EMIT put_in(experiment);
      },
      [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void ExperimentQueue::go_on(std::int64_t experiment) {
  worker_.expect(experiment);
  session_.write(
      this,
      [experiment](const Project& project, const Control&) {
        project.experiments().set_state(experiment, ExperimentState::waiting);
      },
      [this] {
        wanted_ = !worker_.at_work();
        work();
        refresh();
      },
      [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

std::vector<std::int64_t> ExperimentQueue::unfinished() const {
  std::vector<std::int64_t> ids;
  for (const StoredExperiment& experiment : stored_) {
    if (is_unfinished(experiment) && !is_at_work(experiment.id)) {
      ids.push_back(experiment.id);
    }
  }
  return ids;
}

void ExperimentQueue::skip() {
  LongJob* job = session_.job();
  if (!worker_.at_work() || job == nullptr || worker_.now().id == 0) {
    return;
  }
  if (waiting() == 0) {
    job->stop();
    return;
  }
  worker_.skip(worker_.now().id);
  if (job->state() == JobState::paused) {
    job->go_on();
  }
  Q_EMIT changed();
}

void ExperimentQueue::stop_all() {
  if (worker_.at_work() && session_.job() != nullptr) {
    session_.job()->stop();
  }
}

void ExperimentQueue::take_out(std::int64_t experiment) {
  if (is_at_work(experiment)) {
    return;
  }
  worker_.skip(experiment);
  change([experiment](const Project& project, const Control&) {
    if (project.experiments().outcomes(experiment).empty()) {
      project.experiments().remove(experiment);
    } else {
      project.experiments().set_state(experiment, ExperimentState::stopped);
    }
  });
}

void ExperimentQueue::remove(std::int64_t experiment) {
  if (is_at_work(experiment)) {
    return;
  }
  worker_.skip(experiment);
  change([experiment](const Project& project, const Control&) {
    project.experiments().remove(experiment);
  });
}

}  // namespace noiseal::ui
