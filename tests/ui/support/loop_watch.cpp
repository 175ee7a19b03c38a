// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/loop_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace noiseal::ui::test {
namespace {

constexpr double kShortest = 0.5;
constexpr double kNanosecondsPerMillisecond = 1e6;

}  // namespace

LoopWatch::LoopWatch() {
  clock_.start();
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setInterval(1);
  QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] {
    const qint64 now = clock_.nsecsElapsed();
    const double round = static_cast<double>(now - last_) / kNanosecondsPerMillisecond;
    last_ = now;
    if (round > kShortest) {
      rounds_.push_back(round);
    }
  });
  timer_.start();
}

double LoopWatch::stall_quantile(double q) const {
  if (rounds_.empty()) {
    return 0;
  }
  std::vector<double> sorted = rounds_;
  std::ranges::sort(sorted);
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::llround(q * last))];
}

std::string LoopWatch::summary() const {
  constexpr double kMiddle = 0.5;
  constexpr double kMost = 0.99;
  return fmt::format("rounds {}, stalls p50 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms",
                     rounds_.size(), stall_quantile(kMiddle), stall_quantile(kMost),
                     longest_stall());
}

}  // namespace noiseal::ui::test
