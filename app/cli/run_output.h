// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/cli/progress.h"
#include "core/pipeline/run_event.h"

namespace noiseal::cli {

/// Shows a run's events on stderr: a progress bar, and a line for what stays.
class RunOutput {
 public:
  void show(const RunEvent& event);
  void clear() { progress_.clear(); }

 private:
  void started(const RunStarted& run);
  void stored(const EpochStored& epoch);
  void metered(const AnnotatorMeter& meter);
  void forecast(const AnnotatorForecast& forecast);

  Progress progress_;
  int epochs_ = 0;
  double share_ = 0;  ///< of the run, 0..1
};

/// A run's report (make_run_report) as text for a person.
std::string report_text(const std::string& report_json);

}  // namespace noiseal::cli
