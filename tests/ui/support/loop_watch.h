// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <string>
#include <vector>

namespace noiseal::ui::test {

/// Watches the event loop of the GUI thread while it exists: how long it did not come round.
class LoopWatch {
 public:
  LoopWatch();

  /// Milliseconds; q from 0 to 1 over all rounds longer than half a millisecond.
  [[nodiscard]] double stall_quantile(double q) const;
  [[nodiscard]] double longest_stall() const { return stall_quantile(1); }
  /// How much of the time somebody would have waited longer than so for the window.
  [[nodiscard]] double share_of_time_in_stalls_over(double milliseconds) const;
  /// "rounds 1234, stalls p50 1.0 ms, p99 8.1 ms, longest 14.9 ms; 0.00 % of the time in
  /// stalls over 50 ms".
  [[nodiscard]] std::string summary() const;

 private:
  QTimer timer_;
  QElapsedTimer clock_;
  qint64 last_ = 0;             ///< nanoseconds
  std::vector<double> rounds_;  ///< milliseconds between two of them
};

}  // namespace noiseal::ui::test
