// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/progress_relay.h"

#include <chrono>
#include <utility>

namespace noiseal::ui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenReports{100};

}  // namespace

struct ProgressRelay::State {
  ProjectSession* session;
  QPointer<QObject> receiver;  ///< looked at on the GUI thread alone
  Show show;
  Clock::time_point last;  ///< of the work's thread
};

ProgressRelay::ProgressRelay(ProjectSession& session, QObject* receiver, Show show)
    : state_(std::make_shared<State>(State{&session, receiver, std::move(show), {}})) {}

void ProgressRelay::report(std::size_t done, std::size_t all) const {
  const Clock::time_point now = Clock::now();
  if (now - state_->last < kBetweenReports) {
    return;
  }
  state_->last = now;
  state_->session->to_gui([state = state_, done, all] {
    if (state->receiver) {
      state->show(done, all);
    }
  });
}

}  // namespace noiseal::ui
