// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/pipeline/run_event.h"

namespace noiseal::ui {

/// "LLM $0.12 of $1.00, 40 of 100 rows".
QString meter_words(const AnnotatorMeter& meter);
/// What a run's pilot lets expect, in a sentence or two.
QString forecast_words(const AnnotatorForecast& forecast);

}  // namespace noiseal::ui
