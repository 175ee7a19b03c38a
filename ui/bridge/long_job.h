// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/control.h"
#include "core/base/time_left.h"
#include "ui/bridge/project_lane.h"

namespace noiseal::ui {

enum class JobState : std::uint8_t { running, paused, stopping, finished, stopped, failed };

/// What is asked before the window closes on a job, and what a stop means for it.
struct JobDescription {
  QString title;         ///< "Importing tickets.csv"
  QString when_stopped;  ///< "Nothing is kept of it." or "It can go on later."
  bool can_pause = true;
};

/// Long work on the worker's thread, as the GUI thread sees it: import, noise, a run. Made by
/// ProjectSession::start_job, deleted by it some time after it has ended.
class LongJob : public QObject {
  Q_OBJECT

 public:
  [[nodiscard]] const JobDescription& description() const { return description_; }
  [[nodiscard]] JobState state() const { return state_; }
  [[nodiscard]] bool ended() const { return state_ >= JobState::finished; }
  [[nodiscard]] double share() const { return share_; }        ///< 0..1; below 0: not known
  [[nodiscard]] const QString& what() const { return what_; }  ///< "training the strong model"
  /// Seconds; pauses don't count.
  [[nodiscard]] std::optional<double> seconds_left() const { return time_left_.seconds_left(); }

  void pause();
  void go_on();
  /// The work ends within a batch; ended_now() follows.
  void stop();

 Q_SIGNALS:
  void progressed();  ///< at most ten times a second
  void state_changed();
  void ended_now();  ///< once, after the job's own callbacks

 private:
  friend class ProjectSession;
  friend class JobContext;
  LongJob(JobDescription description, QObject* parent);
  void take_progress(double share, const QString& what);
  void end(JobState state);

  JobDescription description_;
  Control control_;
  JobState state_ = JobState::running;
  double share_ = -1;
  QString what_;
  TimeLeft time_left_;
  QElapsedTimer clock_;
  double seconds_before_pause_ = 0;
};

/// What a long job works with, on the worker's thread.
class JobContext {
 public:
  [[nodiscard]] const Control& control() const { return control_; }
  /// The open project, for writing. Throws Error when none is open, or it is open for reading only.
  [[nodiscard]] Project& project() const;
  /// share: 0..1. Cheap: what comes more often than ten times a second is dropped, but for the end.
  void report(double share, const std::string& what);

 private:
  friend class ProjectSession;
  JobContext(LongJob* job, QObject* session, Control control, LaneProject& project)
      : job_(job), session_(session), control_(std::move(control)), project_(project) {}

  LongJob* job_;      ///< not touched here, but handed to the GUI thread
  QObject* session_;  ///< outlives the worker
  Control control_;
  LaneProject& project_;
  std::optional<std::int64_t> last_report_;  ///< milliseconds of the steady clock
};

}  // namespace noiseal::ui
