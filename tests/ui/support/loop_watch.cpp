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

double LoopWatch::share_of_time_in_stalls_over(double milliseconds) const {
  double all = 0;
  double over = 0;
  for (const double round : rounds_) {
    all += round;
    over += round > milliseconds ? round : 0;
  }
  return all > 0 ? over / all : 0;
}

std::string LoopWatch::summary() const {
  constexpr double kMiddle = 0.5;
  constexpr double kMost = 0.99;
  constexpr double kFelt = 50;
  return fmt::format(
      "rounds {}, stalls p50 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms; {:.2f} % of the time in "
      "stalls over {:.0f} ms",
      rounds_.size(), stall_quantile(kMiddle), stall_quantile(kMost), longest_stall(),
      100 * share_of_time_in_stalls_over(kFelt), kFelt);
}

}  // namespace noiseal::ui::test
