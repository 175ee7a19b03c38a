// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/control.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "core/base/error.h"

namespace noiseal {
namespace {

TEST(Control, LetsWorkGoOnUntilAStopIsRequested) {
  const Control control;
  EXPECT_NO_THROW(control.check_point());
  control.request_stop();
  EXPECT_TRUE(control.stop_requested());
  EXPECT_THROW(control.check_point(), Interrupted);
}

TEST(Control, IsOneStateInAllItsCopies) {
  const Control control;
  const Control copy = control;
  copy.request_stop();
  EXPECT_TRUE(control.stop_requested());
}

TEST(Control, HoldsAPausedWorkerAndLetsItGoAgain) {
  const Control control;
  control.set_paused(true);
  std::atomic<bool> passed = false;
  std::thread worker([&] {
    control.check_point();
    passed = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(passed);
  control.set_paused(false);
  worker.join();
  EXPECT_TRUE(passed);
}

TEST(Control, StopsAPausedWorkerEvenFromASignalHandler) {
  const Control control;
  control.set_paused(true);
  std::atomic<bool> stopped = false;
  std::thread worker([&] {
    try {
      control.check_point();
    } catch (const Interrupted&) {
      stopped = true;
    }
  });
  control.request_stop_from_signal();
  worker.join();
  EXPECT_TRUE(stopped);
}

TEST(Errors, CarryWhatTheExitStatusNeeds) {
  EXPECT_EQ(Error("It failed.").kind(), ErrorKind::failed);
  EXPECT_EQ(UsageError("Used wrongly.").kind(), ErrorKind::usage);
  EXPECT_EQ(Interrupted().kind(), ErrorKind::interrupted);
}

}  // namespace
}  // namespace noiseal
