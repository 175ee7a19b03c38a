// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/long_job.h"

#include <QMetaObject>
#include <chrono>
#include <utility>

#include "core/base/error.h"

namespace noiseal::ui {
namespace {

constexpr double kMillisecondsPerSecond = 1000;
constexpr std::int64_t kMillisecondsBetweenReports = 100;

std::int64_t steady_milliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

LongJob::LongJob(JobDescription description, QObject* parent)
    : QObject(parent), description_(std::move(description)) {
  clock_.start();
}

void LongJob::pause() {
  if (state_ != JobState::running || !description_.can_pause) {
    return;
  }
  seconds_before_pause_ += static_cast<double>(clock_.elapsed()) / kMillisecondsPerSecond;
  control_.set_paused(true);
  state_ = JobState::paused;
  Q_EMIT state_changed();
}

void LongJob::go_on() {
  if (state_ != JobState::paused) {
    return;
  }
  clock_.restart();
  control_.set_paused(false);
  state_ = JobState::running;
  Q_EMIT state_changed();
}

void LongJob::stop() {
  if (state_ != JobState::running && state_ != JobState::paused) {
    return;
  }
  state_ = JobState::stopping;
  control_.request_stop();
  Q_EMIT state_changed();
}

void LongJob::take_progress(double share, const QString& what) {
  if (ended()) {
    return;
  }
  share_ = share;
  what_ = what;
  if (share >= 0 && state_ == JobState::running) {
    time_left_.update(share, seconds_before_pause_ +
                                 static_cast<double>(clock_.elapsed()) / kMillisecondsPerSecond);
  }
  Q_EMIT progressed();
}

void LongJob::end(JobState state) {
  state_ = state;
  Q_EMIT state_changed();
  Q_EMIT ended_now();
}

Project& JobContext::project() const {
  Project& project = project_.get();
  if (!project.writable()) {
    throw Error("The project is open for reading only; close it in the other program first.");
  }
  return project;
}

void JobContext::report(double share, const std::string& what) {
  const std::int64_t now = steady_milliseconds();
  if (share < 1 && last_report_ && now - *last_report_ < kMillisecondsBetweenReports) {
    return;
  }
  last_report_ = now;
  QMetaObject::invokeMethod(
      session_,
      [job = job_, share, text = QString::fromStdString(what)] { job->take_progress(share, text); },
      Qt::QueuedConnection);
}

}  // namespace noiseal::ui
