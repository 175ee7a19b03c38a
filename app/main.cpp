// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include "app/cli/session.h"
#include "core/base/control.h"
#ifdef NOISEAL_WINDOW
#include "app/window/window.h"
#include "app/window/window_arguments.h"
#endif

namespace {

/// What the signal handler stops. Set once, before handlers are installed.
const noiseal::Control* stoppable = nullptr;

extern "C" void stop_on_signal(int signal) {
  if (stoppable->stop_requested()) {  // asked twice: at once
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  stoppable->request_stop_from_signal();
}

}  // namespace

int main(int argc, char** argv) {
#ifdef NOISEAL_WINDOW
  if (const auto window = noiseal::window_arguments(argc, argv)) {
    return noiseal::open_window(argc, argv, *window);
  }
#endif
  noiseal::cli::Session session;
  stoppable = &session.control;
  std::signal(SIGINT, stop_on_signal);
  std::signal(SIGTERM, stop_on_signal);
  return noiseal::cli::run_command_line(argc, argv, session);
}
