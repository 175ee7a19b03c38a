// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/pipeline/chart_data.h"
#include "core/pipeline/training_run.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// A run started in the window: trains on the session's worker thread, tells what happens on the
/// GUI thread. Progress, pause and stop are those of the session's long job.
class RunWorker : public QObject {
  Q_OBJECT

 public:
  RunWorker(ProjectSession& session, RunParts parts, QObject* parent = nullptr);

  /// False when something else is at work or the project is open for reading only.
  bool start(const Recipe& recipe, UseDecisions use_decisions,
             AfterPilot after_pilot = AfterPilot::go_on);
  /// The run that did not finish; none: the newest.
  bool resume(std::optional<std::int64_t> run, AfterPilot after_pilot = AfterPilot::go_on);

  [[nodiscard]] bool at_work() const { return at_work_; }
  /// 0 before the run is in the project.
  [[nodiscard]] std::int64_t run() const { return run_; }

 Q_SIGNALS:
  void begun();                                    ///< models are being made
  void started(const noiseal::RunStarted& run);    ///< it is in the project
  void moved(const noiseal::EpochCharts& charts);  ///< about every two seconds
  void epoch_stored(int epoch);
  void metered(const noiseal::AnnotatorMeter& meter);         ///< an LLM has answered
  void forecast(const noiseal::AnnotatorForecast& forecast);  ///< its pilot is over
  void ended();                                               ///< finished
  void ended_early(const QString& sentence, bool stopped);    ///< stopped on request, or failed

 private:
  using Work = std::function<void(JobContext&, const RunObserver&)>;
  [[nodiscard]] RunParts parts_for(AfterPilot after_pilot) const;
  bool begin(Work work);
  void finish();

  ProjectSession& session_;
  RunParts parts_;
  bool at_work_ = false;
  std::int64_t run_ = 0;
};

}  // namespace noiseal::ui
