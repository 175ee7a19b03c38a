// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/experiment_worker.h"

#include <QPointer>
#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace noiseal::ui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenMoves{100};

std::vector<std::int64_t> waiting_ids(const Project& project) {
  std::vector<std::int64_t> ids;
  for (const ExperimentRecord& record : project.experiments().all()) {
    if (record.state == ExperimentState::waiting) {
      ids.push_back(record.id);
    }
  }
  return ids;
}

}  // namespace

/// Experiments that must not begin; asked on the worker's thread.
struct ExperimentWorker::Skipped {
  bool contains(std::int64_t id) {
    const std::scoped_lock lock(mutex);
    return ids.contains(id);
  }
  void add(std::int64_t id) {
    const std::scoped_lock lock(mutex);
    ids.insert(id);
  }
  void remove(std::int64_t id) {
    const std::scoped_lock lock(mutex);
    ids.erase(id);
  }

  std::mutex mutex;
  std::set<std::int64_t> ids;
};

/// Turns what experiments tell, on the worker's thread, into values for the GUI thread.
class ExperimentWorker::Watch {
 public:
  Watch(JobContext& context, ProjectSession* session, QPointer<ExperimentWorker> worker,
        std::shared_ptr<Skipped> skipped)
      : context_(context),
        session_(session),
        worker_(std::move(worker)),
        skipped_(std::move(skipped)) {}

  void take(const ExperimentEvent& event) {
    std::visit([this](const auto& told) { on(told); }, event);
  }

 private:
  void on(const ExperimentBegun& begun) {
    leave_if_skipped(begun.experiment);
    now_ = {};
    now_.id = begun.experiment;
    now_.runs = begun.runs;
    now_.runs_done = begun.runs_done;
    waiting_ = waiting_ids(context_.project()).size();
    tell(&ExperimentWorker::stored);
    move();
  }
  void on(const ArmBegun& arm) {
    leave_if_skipped(arm.experiment);
    now_.what = QStringLiteral("%1, seed %2").arg(QString::fromStdString(arm.name)).arg(arm.seed);
    move();
  }
  void on(const ExperimentProgress& progress) {
    leave_if_skipped(progress.experiment);
    now_.share = progress.share;
    now_.seconds_left = progress.seconds_left;
    now_.what = QString::fromStdString(progress.what);
    const auto all = static_cast<double>(ended_ + 1 + waiting_);
    context_.report((static_cast<double>(ended_) + progress.share) / all, progress.what);
    if (Clock::now() - last_ >= kBetweenMoves) {
      move();
    }
  }
  void on(const ArmEpoch& /*epoch*/) {}
  void on(const ArmEnded& /*arm*/) {
    ++now_.runs_done;
    tell(&ExperimentWorker::stored);
    move();
  }
  void on(const ExperimentEnded& end) {
    ++ended_;
    if (now_.id == end.experiment || end.state != ExperimentState::stopped) {  // it has begun
      to_worker(
          [end](ExperimentWorker& worker) { Q_EMIT worker.finished(end.experiment, end.state); });
    }
    tell(&ExperimentWorker::stored);
  }

  void leave_if_skipped(std::int64_t experiment) {
    if (skipped_->contains(experiment)) {
      throw ExperimentLeft();
    }
  }

  void move() {
    last_ = Clock::now();
    to_worker([now = now_](ExperimentWorker& worker) {
      worker.now_ = now;
      Q_EMIT worker.moved();
    });
  }
  void tell(void (ExperimentWorker::*signal)()) {
    to_worker([signal](ExperimentWorker& worker) { Q_EMIT(worker.*signal)(); });
  }
  /// The session outlives its worker's thread; the worker object may be gone before.
  template <class Function>
  void to_worker(Function function) {
    session_->to_gui([worker = worker_, function = std::move(function)] {
      if (worker) {
        function(*worker);
      }
    });
  }

  JobContext& context_;
  ProjectSession* session_;
  QPointer<ExperimentWorker> worker_;  ///< looked at on the GUI thread alone
  std::shared_ptr<Skipped> skipped_;
  ExperimentAtWork now_;
  std::size_t ended_ = 0;
  std::size_t waiting_ = 0;
  Clock::time_point last_;
};

ExperimentWorker::ExperimentWorker(ProjectSession& session, ExperimentParts parts, QObject* parent)
    : QObject(parent),
      session_(session),
      parts_(std::move(parts)),
      skipped_(std::make_shared<Skipped>()) {}

void ExperimentWorker::skip(std::int64_t experiment) {
  skipped_->add(experiment);
}

bool ExperimentWorker::skips(std::int64_t experiment) const {
  return skipped_->contains(experiment);
}

void ExperimentWorker::expect(std::int64_t experiment) {
  skipped_->remove(experiment);
}

bool ExperimentWorker::start() {
  if (at_work_ || session_.job() != nullptr || !session_.writable()) {
    return false;
  }
  auto on_worker = [session = &session_, me = QPointer(this), skipped = skipped_,
                    parts = parts_](JobContext& context) {
    Watch watch(context, session, me, skipped);
    const ExperimentObserver observer = [&watch](const ExperimentEvent& event) {
      watch.take(event);
    };
    const Project& project = context.project();
    for (;;) {
      const std::vector<std::int64_t> waiting = waiting_ids(project);
      if (waiting.empty()) {
        return;
      }
      // Stopped ones wait for a word; where there are none, what comes later can join in.
      const bool all = waiting == experiments_to_do(project);
      run_experiments(project, all ? std::vector<std::int64_t>() : waiting, parts, observer,
                      context.control());
    }
  };
  const QString name = QString::fromStdString(session_.facts().name());
  const LongJob* job = session_.start_job(
      {.title = tr("Experiments on %1").arg(name),
       .when_stopped = tr("The finished runs are kept; the experiment can go on later with the run "
                          "that was at work."),
       .can_pause = true},
      this, std::move(on_worker),
      [this] {
        finish();
        Q_EMIT ended();
      },
      [this](const Failure& failure) {
        finish();
        Q_EMIT ended_early(QString::fromStdString(failure.sentence), failure.stopped);
      });
  if (job == nullptr) {
    return false;
  }
  at_work_ = true;
  now_ = {};
  Q_EMIT begun();
  return true;
}

void ExperimentWorker::finish() {
  at_work_ = false;
  now_ = {};
}

}  // namespace noiseal::ui
