// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/experiment/runner.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// How far the experiment at work is.
struct ExperimentAtWork {
  std::int64_t id = 0;  ///< 0: texts and models are still being read
  std::size_t runs_done = 0;
  std::size_t runs = 0;
  double share = 0;  ///< 0..1 of what this start has to do of it
  std::optional<double> seconds_left;
  QString what;  ///< "mixture, seed 2: epoch 3 of 5, predicting"
};

/// Works on the project's experiments that wait, one after the other, on the session's worker
/// thread, and tells what happens on the GUI thread. Pause and stop are those of the session's long
/// job; so nothing else, a training run least of all, works beside it.
class ExperimentWorker : public QObject {
  Q_OBJECT

 public:
  ExperimentWorker(ProjectSession& session, ExperimentParts parts, QObject* parent = nullptr);

  /// False when something else is at work or the project is open for reading only. Experiments that
  /// are put in the queue later are worked on, too.
  bool start();
  /// It is left as stopped, with the runs that it has: within a batch where it is at work, at its
  /// turn where it waits. The others go on.
  void skip(std::int64_t experiment);
  [[nodiscard]] bool skips(std::int64_t experiment) const;
  /// It waits again.
  void expect(std::int64_t experiment);

  [[nodiscard]] bool at_work() const { return at_work_; }
  [[nodiscard]] const ExperimentAtWork& now() const { return now_; }

 Q_SIGNALS:
  void begun();   ///< reading texts and models
  void moved();   ///< now() has changed; at most ten times a second
  void stored();  ///< an outcome, or a state, is in the project
  /// Its result is there, or why it failed; or it was skipped.
  void finished(std::int64_t experiment, noiseal::ExperimentState state);
  void ended();                                             ///< the queue is empty
  void ended_early(const QString& sentence, bool stopped);  ///< stopped on request, or failed

 private:
  class Watch;
  struct Skipped;
  void finish();

  ProjectSession& session_;
  ExperimentParts parts_;
  std::shared_ptr<Skipped> skipped_;
  bool at_work_ = false;
  ExperimentAtWork now_;
};

}  // namespace noiseal::ui
