// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "core/base/time_left.h"

namespace noiseal::cli {

/// Progress of long work on stderr: a bar that is drawn over itself on a terminal, else a plain
/// line now and then.
class Progress {
 public:
  Progress();
  /// Ends the bar's line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// what: a few words, e.g. "epoch 3 of 6, training strong". share: 0..1 of all the work.
  void show(const std::string& what, double share);
  /// A line that stays, e.g. what an epoch has brought.
  void line(const std::string& text);
  /// Takes the bar off the terminal, so that other output can follow.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point start_;
  Clock::time_point last_shown_;
  TimeLeft time_left_;
};

}  // namespace noiseal::cli
