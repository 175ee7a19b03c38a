// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "tests/experiment/lab_parts.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"

namespace noiseal::ui::test {

/// The whole window on a small noisy project with one run, its Lab working with fake models.
class LabWindow : public testing::Test {
 protected:
  LabWindow() {
    QSettings().clear();
    {
      // Its recipe is the small one that the page is to take.
      const Project made = noisy_.open();
      noiseal::test::run_to_end(made, noiseal::test::small_recipe());
    }
    make_window();
  }

  /// Again, it is the next start of the program.
  void make_window() {
    window_.reset();
    const ExperimentParts fakes = noiseal::test::fake_lab(watch_);
    Services services;
    services.program_version = "test";
    services.run_parts = fakes.run;
    services.small_model_probabilities = fakes.evidence.probabilities;
    services.row_vectors = fakes.evidence.vectors;
    services.llm.notice = [](const Project&, const Recipe& recipe, UseDecisions) {
      LlmNotice notice;
      notice.sentences = {"Texts go to " + recipe.llm_model + " at " + recipe.llm_url + "."};
      return notice;
    };
    window_ = make_main_window(std::move(services));
    window_->resize(1440, 900);
    window_->show();
  }
  void open() {
    window_->open_project(noisy_.path());
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
    click(widget<QWidget>("rail-lab"));
    auto* recipe = widget<QComboBox>("lab-recipe");
    recipe->setCurrentIndex(recipe->findText("as run 1"));
    ASSERT_GE(recipe->currentIndex(), 0);
  }
  void choose(const std::string& experiment) {
    click(widget<QWidget>(("card-" + experiment + "-question").c_str()));
  }
  void press(const std::string& experiment) {
    click(widget<QPushButton>(("card-" + experiment + "-first").c_str()));
  }
  [[nodiscard]] std::string button(const std::string& experiment) {
    return widget<QPushButton>(("card-" + experiment + "-first").c_str())->text().toStdString();
  }
  [[nodiscard]] std::string state(const std::string& experiment) {
    return text_of(("card-" + experiment + "-state").c_str());
  }
  [[nodiscard]] testing::AssertionResult comes_to(const std::string& experiment,
                                                  const char* words) {
    if (wait_until([&] { return state(experiment).find(words) != std::string::npos; })) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << experiment << " is: " << state(experiment);
  }
  /// The next experiment waits at that moment of its models until it is stopped or let go.
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

  noiseal::test::NoisyProject noisy_;
  std::shared_ptr<noiseal::test::FakeWatch> watch_ =
      std::make_shared<noiseal::test::FakeWatch>();  ///< read it only while nothing is at work
  std::shared_ptr<std::atomic<bool>> held_ = std::make_shared<std::atomic<bool>>(true);
  std::unique_ptr<MainWindow> window_;
};

}  // namespace noiseal::ui::test
