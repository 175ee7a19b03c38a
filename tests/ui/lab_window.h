// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QPushButton>
#include <QSettings>
#include <string>
#include <utility>

#include "tests/experiment/lab_parts.h"
#include "tests/ui/fake_model_window.h"

namespace noiseal::ui::test {

/// The whole window on a small noisy project with one run, its Lab working with fake models.
class LabWindow : public FakeModelWindow {
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

  void make_window() {
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
    show_window(std::move(services));
  }
  void open() {
    ASSERT_NO_FATAL_FAILURE(open_project_at("rail-lab"));
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
    return says(("card-" + experiment + "-state").c_str(), words);
  }
  /// Opened, with that experiment at work.
  void open_and_start(const std::string& experiment) {
    ASSERT_NO_FATAL_FAILURE(open());
    press(experiment);
    ASSERT_TRUE(comes_to(experiment, "running"));
  }
  /// From its card's button to its end.
  void run_to_the_end(const std::string& experiment) {
    choose(experiment);
    press(experiment);
    ASSERT_TRUE(comes_to(experiment, "done"));
  }
};

}  // namespace noiseal::ui::test
