// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/annotator_progress.h"

#include <algorithm>

namespace noiseal {

void AnnotatorProgress::begin(std::size_t selected) {
  *this = AnnotatorProgress();
  start_ = std::chrono::steady_clock::now();
  selected_ = selected;
}

void AnnotatorProgress::count(const Answer& answer) {
  ++asked_;
  unparsable_ += answer.state == AnswerState::unparsable ? 1U : 0U;
  failed_ += answer.state == AnswerState::failed ? 1U : 0U;
}

double AnnotatorProgress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

AnnotatorMeter AnnotatorProgress::meter(int epoch, double cost,
                                        std::optional<double> budget) const {
  AnnotatorMeter meter;
  meter.epoch = epoch;
  meter.selected = selected_;
  meter.asked = asked_;
  meter.unparsable = unparsable_;
  meter.failed = failed_;
  meter.cost = cost;
  meter.budget_money = budget;
  if (asked_ > 0) {
    meter.seconds_left =
        seconds() / static_cast<double>(asked_) * static_cast<double>(selected_ - asked_);
  }
  return meter;
}

AnnotatorForecast AnnotatorProgress::forecast(const AnswerTotals& pilot, std::size_t rest,
                                              std::optional<double> money_left) const {
  const auto rows = static_cast<double>(std::max<std::int64_t>(1, pilot.asked));
  AnnotatorForecast forecast;
  forecast.pilot = static_cast<std::size_t>(pilot.asked);
  forecast.unanswered = static_cast<std::size_t>(pilot.unparsable + pilot.failed);
  forecast.rest = rest;
  forecast.tokens_in = static_cast<double>(pilot.tokens_in) / rows;
  forecast.tokens_out = static_cast<double>(pilot.tokens_out) / rows;
  forecast.cost = pilot.cost / rows * static_cast<double>(rest);
  forecast.seconds = seconds() / rows * static_cast<double>(rest);
  forecast.money_left = money_left;
  return forecast;
}

}  // namespace noiseal
