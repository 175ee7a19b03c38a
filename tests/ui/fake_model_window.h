// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QLabel>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "tests/pipeline/noisy_project.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"

namespace noiseal::ui::test {

/// The whole window on a small noisy project, for tests of what it does with models that are fakes:
/// they train within milliseconds, and can be held at any moment.
class FakeModelWindow : public testing::Test {
 protected:
  explicit FakeModelWindow(const noiseal::test::NoisyData& data = {}) : noisy_(data) {}

  /// Again, it is the next start of the program.
  void show_window(Services services) {
    window_.reset();
    window_ = make_main_window(std::move(services));
    window_->resize(1440, 900);
    window_->show();
  }
  /// rail: the page's button, such as "rail-train".
  void open_project_at(const char* rail) {
    window_->open_project(noisy_.path());
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
    click(widget<QWidget>(rail));
  }
  /// What works next waits at that moment of its models until it is stopped or let go: an epoch
  /// takes milliseconds, and all of it could be over before the window has shown half.
  void hold_at(std::size_t moment) {
    watch_->trouble_at = watch_->moments.size() + moment;
    watch_->trouble = [held = held_](const Control& control) {
      while (*held) {
        control.check_point();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    };
  }
  void let_go() { *held_ = false; }
  [[nodiscard]] bool idle() const { return window_->session().job() == nullptr; }
  template <class Widget>
  Widget* widget(const char* name) {
    return find<Widget>(*window_, name);
  }
  [[nodiscard]] std::string text_of(const char* name) {
    return find<QLabel>(*window_, name)->text().toStdString();
  }
  /// Waits until that label says so.
  [[nodiscard]] testing::AssertionResult says(const char* label, const char* words) {
    if (wait_until([&] { return text_of(label).find(words) != std::string::npos; })) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << label << " says: " << text_of(label);
  }

  noiseal::test::NoisyProject noisy_;
  std::shared_ptr<noiseal::test::FakeWatch> watch_ =
      std::make_shared<noiseal::test::FakeWatch>();  ///< read it only while nothing is at work
  std::shared_ptr<std::atomic<bool>> held_ = std::make_shared<std::atomic<bool>>(true);
  std::unique_ptr<MainWindow> window_;
};

}  // namespace noiseal::ui::test
