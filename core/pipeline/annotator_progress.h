// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "core/annotate/annotator.h"
#include "core/pipeline/run_event.h"
#include "core/store/answers.h"

namespace noiseal {

/// Counts an LLM's answers of one selection as they come.
class AnnotatorProgress {
 public:
  void begin(std::size_t selected);
  void count(const Answer& answer);
  /// cost: of the run so far.
  [[nodiscard]] AnnotatorMeter meter(int epoch, double cost, std::optional<double> budget) const;
  /// What so many more rows will take, judged by those that were counted. pilot: their sums.
  [[nodiscard]] AnnotatorForecast forecast(const AnswerTotals& pilot, std::size_t rest,
                                           std::optional<double> money_left) const;

 private:
  [[nodiscard]] double seconds() const;
  std::chrono::steady_clock::time_point start_;
  std::size_t selected_ = 0;
  std::size_t asked_ = 0;
  std::size_t unparsable_ = 0;
  std::size_t failed_ = 0;
};

}  // namespace noiseal
