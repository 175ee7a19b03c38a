// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "core/pipeline/live_charts.h"
#include "core/pipeline/run_event.h"
#include "core/store/project.h"

namespace noiseal::ui {

/// What a run's events become, on the run's thread: charts now and then instead of thousands of
/// batches. The rest passes through.
class RunWatch {
 public:
  struct Listeners {
    std::function<void(const RunStarted&)> started;
    std::function<void(const RunProgress&)> progressed;
    std::function<void(EpochCharts)> moved;
    std::function<void(const EpochStored&)> stored;
    std::function<void(const AnnotatorMeter&)> metered;
    std::function<void(const AnnotatorForecast&)> forecast;
  };
  /// project: of the run's thread; outlives this.
  RunWatch(const Project& project, Control control, Listeners listeners);
  void take(const RunEvent& event);

 private:
  using Clock = std::chrono::steady_clock;
  void start(const RunStarted& run);
  void add(const BatchLosses& batch);
  void store(const EpochStored& epoch);

  const Project& project_;
  Control control_;
  Listeners listeners_;
  std::int64_t run_ = 0;
  std::optional<LiveCharts> charts_;
  Clock::time_point last_;
  double range_ = 0;  ///< of the losses so far, nats: bars never shrink within a run
};

}  // namespace noiseal::ui
