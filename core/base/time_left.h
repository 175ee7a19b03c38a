// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace noiseal {

/// Estimates the time that work still takes, from the share that is done and the time it took.
/// Recent speed counts more than old speed, so that an estimate follows a slower second phase; but
/// a halt is not taken for a speed: no estimate goes beyond four times what the mean speed says.
class TimeLeft {
 public:
  /// share: 0..1, never falling; seconds: since the start, never falling.
  void update(double share, double seconds);
  /// Seconds; nothing before there is something to judge by (2 s and 2 % done).
  [[nodiscard]] std::optional<double> seconds_left() const;

 private:
  double share_ = 0;
  double seconds_ = 0;
  double speed_ = 0;         ///< share per second, smoothed
  double first_share_ = -1;  ///< of the first update: what was done before
  double first_seconds_ = 0;
};

/// "8 s", "1 min 12 s", "2 h 5 min".
std::string duration_text(double seconds);

}  // namespace noiseal
