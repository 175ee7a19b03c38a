// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <string>
#include <vector>

#include "core/pipeline/run_curves.h"
#include "core/pipeline/run_event.h"
#include "core/store/runs.h"
#include "ui/bridge/long_job.h"

namespace noiseal::ui {

/// What a run at work does now: "epoch 2 of 6, training, on cpu in float32"; job may be null.
QString work_words(const LongJob* job, const RunStarted& started);

/// How far a run that is not at work came; run: 0 when none is chosen.
QString stored_words(const RunCurves& curves, std::int64_t run);

/// What a person should know about the run that is shown.
struct RunNews {
  std::vector<std::string> remarks;       ///< from its start, while it is at work
  QString forecast;                       ///< of its language model's money
  QString failure;                        ///< of the newest start
  const RunRecord* unfinished = nullptr;  ///< it can go on
};
std::vector<QString> notice_sentences(const RunNews& news, const RunCurves& curves);

}  // namespace noiseal::ui
