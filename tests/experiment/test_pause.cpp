// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/experiment/lab_parts.h"

namespace noiseal {
namespace {

using test::fake_lab;
using test::NoisyProject;
using test::small_options;

TEST(APausedExperiment, WaitsAndGoesOn) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const std::int64_t id = queue_experiment(
      project, make_plan(ExperimentKind::separation, small_options(), read_label_facts(project)),
      "test");
  const Control control;
  std::atomic<int> events = 0;
  std::thread worker([&] {
    run_experiments(
        project, {id}, fake_lab(),
        [&](const ExperimentEvent& event) {
          ++events;
          if (std::holds_alternative<ArmEpoch>(event) && events < 1000) {
            events = 1000;
            control.set_paused(true);
          }
        },
        control);
  });
  while (events < 1000) {
    std::this_thread::yield();
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const int paused = events;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(events, paused);
  control.set_paused(false);
  worker.join();
  EXPECT_GT(events, paused);
  EXPECT_EQ(project.experiments().find(id).state, ExperimentState::finished);
}

}  // namespace
}  // namespace noiseal
