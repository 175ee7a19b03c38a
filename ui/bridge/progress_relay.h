// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <cstddef>
#include <functional>
#include <memory>

#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// Hands the progress of work on another thread to the GUI thread, at most ten times a second.
/// Copies share one clock.
class ProgressRelay {
 public:
  using Show = std::function<void(std::size_t done, std::size_t all)>;

  /// show runs on the GUI thread as long as receiver lives. The session outlives its work.
  ProgressRelay(ProjectSession& session, QObject* receiver, Show show);

  /// From the work's thread. Cheap: what comes too often is dropped.
  void report(std::size_t done, std::size_t all) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace noiseal::ui
