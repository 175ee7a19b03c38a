// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace noiseal {

/// Pause and stop for long work. A copyable handle; copies share one state. Thread safe.
/// Every loop over batches, rows or requests calls check_point().
class Control {
 public:
  Control() : state_(std::make_shared<State>()) {}

  void request_stop() const {
    state_->stop.store(true);
    state_->changed.notify_all();
  }
  void set_paused(bool paused) const {
    {
      const std::lock_guard lock(state_->mutex);
      state_->paused = paused;
    }
    state_->changed.notify_all();
  }
  [[nodiscard]] bool stop_requested() const noexcept { return state_->stop.load(); }
  [[nodiscard]] bool paused() const {
    const std::lock_guard lock(state_->mutex);
    return state_->paused;
  }

  /// Blocks while paused; throws Interrupted once a stop was asked for.
  void check_point() const;

  /// Async-signal-safe: sets the stop flag alone (a paused worker notices within 100 ms).
  void request_stop_from_signal() const noexcept { state_->stop.store(true); }

 private:
  struct State {
    std::atomic<bool> stop{false};
    bool paused = false;
    std::mutex mutex;
    std::condition_variable changed;
  };
  std::shared_ptr<State> state_;
};

}  // namespace noiseal
