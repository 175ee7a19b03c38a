// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QMessageBox>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <QWidget>
#include <atomic>
#include <memory>

#include "core/base/error.h"
#include "tests/ui/lab_window.h"
#include "ui/charts/chart_card.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::LabWindow;
using test::wait_until;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using LabQueue = LabWindow;

TEST_F(LabQueue, OneWorksWhileTheOthersWait) {
  hold_at(30);
  open_and_start("separation");
  EXPECT_EQ(button("budget"), "Queue");
  press("budget");
  ASSERT_TRUE(comes_to("budget", "waiting, number 1"));
  press("rules");
  ASSERT_TRUE(comes_to("rules", "waiting, number 2"));
  EXPECT_EQ(button("rules"), "Take out");
  press("rules");
  ASSERT_TRUE(comes_to("rules", "not run yet"));
  let_go();
  ASSERT_TRUE(comes_to("separation", "done"));
  ASSERT_TRUE(comes_to("budget", "done"));
  ASSERT_TRUE(wait_until([&] { return idle(); }));
  EXPECT_EQ(state("rules"), "not run yet");
}

TEST_F(LabQueue, PausesAndGoesOn) {
  hold_at(30);
  open_and_start("budget");
  press("budget");
  EXPECT_THAT(state("budget"), StartsWith("paused"));
  EXPECT_EQ(button("budget"), "Go on");
  let_go();
  QTest::qWait(200);
  EXPECT_THAT(state("budget"), StartsWith("paused"));
  press("budget");
  EXPECT_TRUE(comes_to("budget", "done"));
}

TEST_F(LabQueue, GoesOnAfterAStopWithTheRunsItHas) {
  hold_at(250);
  open();
  choose("budget");
  press("budget");
  ASSERT_TRUE(comes_to("budget", "running"));
  ASSERT_TRUE(wait_until([&] {
    const std::string said = text_of("lab-sentence");
    return said.find("Partial result") != std::string::npos &&
           said.find(": 0 of") == std::string::npos;
  }));
  EXPECT_GT(widget<ChartCard>("chart-places")->numbers().rows.size(), 0U);
  click(widget<QPushButton>("card-budget-stop"));
  ASSERT_TRUE(comes_to("budget", "stopped"));
  EXPECT_THAT(state("budget"), Not(HasSubstr("0 of 5")));
  EXPECT_TRUE(widget<QWidget>("lab-queue")->isVisible());
  let_go();
  press("budget");
  ASSERT_TRUE(comes_to("budget", "done"));
  EXPECT_TRUE(wait_until([&] { return text_of("lab-sentence").find("nee") != std::string::npos; }));
  EXPECT_EQ(widget<QComboBox>("lab-result-choice")->count(), 1) << "the same experiment";
}

TEST_F(LabQueue, GoesOnAfterItsProgramWasKilled) {
  {
    const Project project = noisy_.open();
    ExperimentOptions options = noiseal::test::small_options();
    options.seeds = {1};
    const ExperimentPlan plan =
        make_plan(ExperimentKind::budget, options, read_label_facts(project));
    const std::int64_t id = queue_experiment(project, plan, "test");
    Control control;
    EXPECT_THROW(run_experiments(
                     project, {id}, noiseal::test::fake_lab(),
                     [&](const ExperimentEvent& event) {
                       if (std::holds_alternative<ArmEnded>(event)) {
                         control.request_stop();
                       }
                     },
                     control),
                 std::exception);
    project.experiments().set_state(id, ExperimentState::running);
  }
  open();
  choose("budget");
  ASSERT_TRUE(comes_to("budget", "interrupted, 1 of 5 runs kept"));
  ASSERT_TRUE(wait_until([&] { return widget<QWidget>("lab-queue")->isVisible(); }));
  EXPECT_TRUE(
      wait_until([&] { return text_of("lab-sentence").find("1 of 5 runs") != std::string::npos; }));
  click(widget<QPushButton>("lab-go-on"));
  EXPECT_TRUE(comes_to("budget", "done"));
}

TEST_F(LabQueue, NeverRunsBesideTraining) {
  hold_at(20);
  open();
  click(widget<QWidget>("rail-train"));
  auto* preset = widget<QComboBox>("recipe-preset");
  preset->setCurrentIndex(0);
  click(widget<QPushButton>("start"));
  ASSERT_TRUE(wait_until([&] { return !idle(); }));
  click(widget<QWidget>("rail-lab"));
  EXPECT_THAT(widget<QPushButton>("lab-run")->text().toStdString(),
              StartsWith("Run after: Training on"));
  EXPECT_EQ(button("budget"), "Run later");
  press("budget");
  ASSERT_TRUE(comes_to("budget", "waiting"));
  EXPECT_THAT(window_->session().job()->description().title.toStdString(), HasSubstr("Training"));
  QTest::qWait(100);
  EXPECT_THAT(state("budget"), StartsWith("waiting"));
  let_go();
  ASSERT_TRUE(comes_to("budget", "running"));
  EXPECT_FALSE(widget<QPushButton>("start")->isEnabled());
  EXPECT_TRUE(comes_to("budget", "done"));
}

TEST_F(LabQueue, ClosingTheWindowAsksFirst) {
  hold_at(30);
  open_and_start("budget");
  window_->close();
  auto* box = window_->findChild<QMessageBox*>("close-question");
  ASSERT_NE(box, nullptr);
  EXPECT_THAT(box->text().toStdString(),
              AllOf(HasSubstr("Experiments on"), HasSubstr("can go on later")));
  click(box->findChild<QPushButton*>("stop-and-close"));
  EXPECT_TRUE(wait_until([&] { return !window_->isVisible(); }));
}

TEST_F(LabQueue, AFailureIsSaidAndTheNextOneBegins) {
  watch_->trouble_at = 40;
  watch_->trouble = [first = std::make_shared<std::atomic<bool>>(true)](const Control&) {
    if (first->exchange(false)) {
      throw Error("The model is out of order.");
    }
  };
  open();
  press("separation");
  press("budget");
  ASSERT_TRUE(comes_to("separation", "failed: The model is out of order."));
  EXPECT_TRUE(comes_to("budget", "done"));
}

TEST_F(LabQueue, SkipsTheOneAtWorkAndKeepsTheRestOfTheQueue) {
  hold_at(250);
  open_and_start("budget");
  auto* leave = widget<QPushButton>("card-budget-stop");
  EXPECT_EQ(leave->text(), "Stop") << "there is nothing to go on with";
  EXPECT_FALSE(widget<QWidget>("lab-work")->isVisible());
  press("rules");
  ASSERT_TRUE(comes_to("rules", "waiting, number 1"));
  EXPECT_EQ(leave->text(), "Skip");
  EXPECT_THAT(leave->toolTip().toStdString(), HasSubstr("begins the next one"));
  EXPECT_EQ(text_of("lab-work-words"), "Budget is at work, another one waits.");
  ASSERT_TRUE(wait_until([&] { return state("budget").find(", 0 of 5") == std::string::npos; }));
  click(leave);
  EXPECT_TRUE(comes_to("budget", "stopping"));
  let_go();
  ASSERT_TRUE(comes_to("budget", "stopped"));
  ASSERT_TRUE(comes_to("rules", "done"));
  ASSERT_TRUE(wait_until([&] { return idle(); }));
  EXPECT_THAT(state("budget"), AllOf(HasSubstr("of 5 runs kept"), Not(HasSubstr("0 of 5"))));
  press("budget");
  EXPECT_TRUE(comes_to("budget", "done")) << "a skipped one can go on";
}

TEST_F(LabQueue, SkippingAPausedOneBeginsTheNext) {
  hold_at(30);
  open_and_start("budget");
  press("rules");
  ASSERT_TRUE(comes_to("rules", "waiting, number 1"));
  press("budget");
  ASSERT_TRUE(comes_to("budget", "paused"));
  click(widget<QPushButton>("card-budget-stop"));
  let_go();
  EXPECT_TRUE(comes_to("rules", "done"));
  EXPECT_TRUE(comes_to("budget", "stopped"));
}

TEST_F(LabQueue, StopsAllAndGoesOnWithAll) {
  hold_at(30);
  open_and_start("budget");
  press("rules");
  ASSERT_TRUE(comes_to("rules", "waiting, number 1"));
  auto* all = widget<QPushButton>("lab-stop-all");
  EXPECT_THAT(all->toolTip().toStdString(), HasSubstr("Finished runs are kept"));
  click(all);
  ASSERT_TRUE(comes_to("budget", "stopped"));
  ASSERT_TRUE(wait_until([&] { return idle(); }));
  EXPECT_THAT(state("rules"), StartsWith("waiting"));
  EXPECT_FALSE(widget<QWidget>("lab-work")->isVisible());
  let_go();
  click(widget<QPushButton>("lab-go-on"));
  EXPECT_TRUE(comes_to("budget", "done"));
  EXPECT_TRUE(comes_to("rules", "done"));
}

TEST_F(LabQueue, RunsAllExperimentsAfterAskingOnce) {
  open();
  QAction* action = nullptr;
  for (QAction* one : window_->current_page()->actions()) {
    if (one->text().startsWith(QStringLiteral("Run all experiments"))) {
      action = one;
    }
  }
  ASSERT_NE(action, nullptr);
  const auto question = [&] {
    action->trigger();
    QMessageBox* box = nullptr;
    EXPECT_TRUE(wait_until([&] {
      box = window_->findChild<QMessageBox*>("lab-all-question");
      return box != nullptr && box->isVisible();
    }));
    return box;
  };
  QMessageBox* asked = question();
  ASSERT_NE(asked, nullptr);
  EXPECT_THAT(asked->text().toStdString(),
              AllOf(HasSubstr("All eight"), HasSubstr("85 runs"), HasSubstr("Free of charge")));
  click(find<QPushButton>(*asked, "lab-all-no"));
  ASSERT_TRUE(
      wait_until([&] { return window_->findChild<QMessageBox*>("lab-all-question") == nullptr; }));
  EXPECT_TRUE(idle());
  asked = question();
  ASSERT_NE(asked, nullptr);
  click(find<QPushButton>(*asked, "lab-all-yes"));
  for (const ExperimentKind kind : all_experiments()) {
    const std::string name(experiment_name(kind));
    EXPECT_TRUE(wait_until([&] { return state(name).starts_with("done"); }, 120'000))
        << name << " is: " << state(name);
  }
  ASSERT_TRUE(wait_until([&] { return idle(); }));
  choose("noise");
  EXPECT_TRUE(wait_until([&] { return widget<QTableWidget>("lab-table")->rowCount() == 12; }));
}

}  // namespace
}  // namespace noiseal::ui
