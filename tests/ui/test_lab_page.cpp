// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "core/base/error.h"
#include "tests/experiment/lab_parts.h"
#include "tests/ui/support/waiting.h"
#include "ui/charts/chart_card.h"
#include "ui/pages/all_pages.h"
#include "ui/pages/lab/llm_choice.h"
#include "ui/pages/lab/repeat_command.h"
#include "ui/pages/lab/result_export.h"
#include "ui/window/llm_question.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class LabPageTest : public testing::Test {
 protected:
  LabPageTest() {
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

TEST_F(LabPageTest, IsTheFourthPage) {
  open();
  window_->show_page(3);
  EXPECT_EQ(window_->current_page()->topic(), "lab");
  EXPECT_EQ(window_->page_count(), 5);
}

TEST_F(LabPageTest, SaysWhatAnExperimentAsksAndTakesBeforeItRuns) {
  open();
  choose("budget");
  EXPECT_EQ(text_of("lab-title"), "Budget");
  EXPECT_THAT(text_of("lab-question"), HasSubstr("annotator"));
  ASSERT_TRUE(
      wait_until([&] { return text_of("lab-forecast").find("runs") != std::string::npos; }));
  EXPECT_THAT(text_of("lab-forecast"), AllOf(StartsWith("5 runs"), HasSubstr("saved by sharing"),
                                             HasSubstr("Free of charge")));
  EXPECT_EQ(state("budget"), "not run yet");
  widget<QSpinBox>("lab-seeds")->setValue(3);
  EXPECT_TRUE(
      wait_until([&] { return text_of("lab-forecast").find("15 runs") != std::string::npos; }));
}

TEST_F(LabPageTest, RunsAnExperimentToItsEndAndShowsWhatItFound) {
  open();
  choose("budget");
  widget<QSpinBox>("lab-seeds")->setValue(2);
  click(widget<QPushButton>("lab-run"));
  ASSERT_TRUE(comes_to("budget", "done"));
  ASSERT_TRUE(wait_until([&] { return text_of("lab-sentence").find("nee") != std::string::npos; }));
  const auto* table = widget<QTableWidget>("lab-table");
  ASSERT_EQ(table->rowCount(), 5);
  EXPECT_EQ(table->item(1, 0)->text(), "25 %");
  EXPECT_THAT(table->item(1, 1)->text().toStdString(), HasSubstr(" to "));
  EXPECT_THAT(table->item(1, 1)->toolTip().toStdString(), HasSubstr("seed 2: "));
  EXPECT_THAT(text_of("lab-remarks"), AllOf(HasSubstr("gold leaks"), HasSubstr("sharing saved")));
  EXPECT_THAT(text_of("lab-command"), StartsWith("noiseal experiment budget"));
  EXPECT_FALSE(widget<QWidget>("lab-queue")->isVisible());
  EXPECT_EQ(button("budget"), "Run");
}

TEST_F(LabPageTest, ChartsShowTheFiguresOfTheTable) {
  open();
  choose("budget");
  press("budget");
  ASSERT_TRUE(comes_to("budget", "done"));
  auto* places = widget<ChartCard>("chart-places");
  ASSERT_TRUE(wait_until([&] { return places->numbers().rows.size() == 5; }));
  EXPECT_FALSE(widget<QWidget>("chart-ways")->isVisible());
  EXPECT_EQ(places->numbers().rows[2][1], "0.5");
  EXPECT_GT(widget<ChartCard>("chart-epochs")->numbers().rows.size(), 20U);
  choose("separation");
  press("separation");
  ASSERT_TRUE(comes_to("separation", "done"));
  auto* ways = widget<ChartCard>("chart-ways");
  ASSERT_TRUE(wait_until([&] { return ways->numbers().rows.size() == 4; }));
  EXPECT_THAT(ways->csv().toStdString(), HasSubstr("\"strong model alone\""));
  auto* spread = widget<ChartCard>("chart-spread");
  EXPECT_TRUE(spread->isVisible());
  EXPECT_GT(spread->numbers().rows.size(), 10U);
  const QString first = spread->csv();
  auto* epoch = widget<QComboBox>("lab-histogram-epoch");
  QTest::keyClick(epoch, Qt::Key_End);
  EXPECT_NE(spread->csv(), first);
}

TEST_F(LabPageTest, ExportsAResult) {
  open();
  choose("budget");
  EXPECT_FALSE(widget<QPushButton>("lab-export")->isVisible());
  press("budget");
  ASSERT_TRUE(comes_to("budget", "done"));
  auto* button = widget<ResultExport>("lab-export");
  ASSERT_TRUE(wait_until([&] { return text_of("lab-sentence").find("On one seed") == 0; }));
  EXPECT_TRUE(button->isEnabled());
  const QTemporaryDir folder;
  const auto save = [&](const char* ending) {
    window_->findChild<QAction*>(QStringLiteral("lab-export-") + QLatin1String(ending))->trigger();
    auto* dialog = window_->findChild<QFileDialog*>("lab-export-dialog");
    const QString file = folder.filePath(QStringLiteral("result.") + QLatin1String(ending));
    Q_EMIT dialog->fileSelected(file);
    delete dialog;
    return file;
  };
  const auto read = [](const QString& name) {
    QFile file(name);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name.toStdString();
    return file.readAll().toStdString();
  };
  EXPECT_THAT(read(save("csv")), HasSubstr("budget,25 %,,test_best,1,0."));
  EXPECT_THAT(read(save("md")), AllOf(HasSubstr("| 25 % |"), HasSubstr("On one seed")));
  const QImage picture(save("png"));
  EXPECT_GT(picture.width(), 1000);
  EXPECT_GT(picture.height(), 1000);
  EXPECT_FALSE(button->save_csv(folder.filePath("no/such/folder.csv")));
}

TEST_F(LabPageTest, OneWorksWhileTheOthersWait) {
  hold_at(30);
  open();
  press("separation");
  ASSERT_TRUE(comes_to("separation", "running"));
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

TEST_F(LabPageTest, PausesAndGoesOn) {
  hold_at(30);
  open();
  press("budget");
  ASSERT_TRUE(comes_to("budget", "running"));
  press("budget");
  EXPECT_THAT(state("budget"), StartsWith("paused"));
  EXPECT_EQ(button("budget"), "Go on");
  let_go();
  QTest::qWait(200);
  EXPECT_THAT(state("budget"), StartsWith("paused"));
  press("budget");
  EXPECT_TRUE(comes_to("budget", "done"));
}

TEST_F(LabPageTest, GoesOnAfterAStopWithTheRunsItHas) {
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

TEST_F(LabPageTest, GoesOnAfterItsProgramWasKilled) {
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

TEST_F(LabPageTest, ResultsAreThereWhenTheProjectIsOpenedAgain) {
  {
    const Project project = noisy_.open();
    noiseal::test::run_experiment(project, ExperimentKind::rules);
    noiseal::test::run_experiment(project, ExperimentKind::rules);
  }
  open();
  ASSERT_TRUE(comes_to("rules", "done"));
  choose("rules");
  ASSERT_TRUE(
      wait_until([&] { return text_of("lab-sentence").find("By rule") != std::string::npos; }));
  EXPECT_EQ(widget<QComboBox>("lab-result-choice")->count(), 2);
  EXPECT_EQ(widget<QComboBox>("lab-group")->count(), 4);
  click(widget<QPushButton>("lab-delete"));
  click(find<QPushButton>(*window_, "lab-delete-yes"));
  EXPECT_TRUE(wait_until([&] { return widget<QComboBox>("lab-result-choice")->count() == 1; }));
}

TEST_F(LabPageTest, AResultThatCantBeReadIsSaidAndCanBeDeleted) {
  {
    const Project project = noisy_.open();
    const std::int64_t damaged = queue_experiment(
        project, make_plan(ExperimentKind::budget, noiseal::test::small_options(), {}), "test");
    project.experiments().add_outcome(damaged, {.seed = 1, .key = "k", .outcome = "{}"});
    project.experiments().set_state(damaged, ExperimentState::stopped);
  }
  open();
  choose("budget");
  ASSERT_TRUE(wait_until(
      [&] { return text_of("lab-problem-words").find("damaged") != std::string::npos; }));
  EXPECT_TRUE(widget<QWidget>("lab-problem")->isVisible());
  EXPECT_FALSE(widget<QPushButton>("lab-export")->isEnabled());
  click(widget<QPushButton>("lab-delete"));
  click(find<QPushButton>(*window_, "lab-delete-yes"));
  EXPECT_TRUE(comes_to("budget", "not run yet"));
}

TEST_F(LabPageTest, NeverRunsBesideTraining) {
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

TEST_F(LabPageTest, ClosingTheWindowAsksFirst) {
  hold_at(30);
  open();
  press("budget");
  ASSERT_TRUE(comes_to("budget", "running"));
  window_->close();
  auto* box = window_->findChild<QMessageBox*>("close-question");
  ASSERT_NE(box, nullptr);
  EXPECT_THAT(box->text().toStdString(),
              AllOf(HasSubstr("Experiments on"), HasSubstr("can go on later")));
  click(box->findChild<QPushButton*>("stop-and-close"));
  EXPECT_TRUE(wait_until([&] { return !window_->isVisible(); }));
}

TEST_F(LabPageTest, AsksBeforeALanguageModelIsAsked) {
  open();
  choose("annotators");
  auto* models = widget<LlmChoiceButton>("lab-models");
  EXPECT_EQ(models->text(), "none");
  models->add_model({"http://localhost:1", "little"});
  EXPECT_EQ(models->text(), "1 chosen");
  ASSERT_TRUE(wait_until(
      [&] { return text_of("lab-forecast").find("A language model") != std::string::npos; }));
  const auto question = [&] {
    press("annotators");
    EXPECT_TRUE(wait_until([&] { return window_->findChild<LlmQuestion*>() != nullptr; }));
    return window_->findChild<LlmQuestion*>();
  };
  LlmQuestion* asked = question();
  ASSERT_NE(asked, nullptr);
  EXPECT_THAT(find<QLabel>(*asked, "llm-sentences")->text().toStdString(),
              AllOf(HasSubstr("in 1 runs"), HasSubstr("little at http://localhost:1")));
  click(find<QPushButton>(*asked, "llm-cancel"));
  ASSERT_TRUE(wait_until([&] { return window_->findChild<LlmQuestion*>() == nullptr; }));
  EXPECT_EQ(state("annotators"), "not run yet");
  EXPECT_TRUE(idle());
  asked = question();
  ASSERT_NE(asked, nullptr);
  click(find<QPushButton>(*asked, "llm-start"));
  // There is nobody to ask here: said as a failure, after the arms that need nobody.
  ASSERT_TRUE(comes_to("annotators", "failed"));
  EXPECT_TRUE(wait_until([&] { return text_of("lab-result-state").find("Failed: ") == 0; }));
}

TEST_F(LabPageTest, AFailureIsSaidAndTheNextOneBegins) {
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

TEST(RepeatCommand, MakesTheSamePlanAgain) {
  ExperimentOptions options = noiseal::test::small_options();
  options.seeds = {4, 5, 6};
  options.recipe.seed = 4;
  options.noise = ArmNoise{"pair", 0.2};
  options.annotator = "simulated:0.7";
  options.sway = 0.6;
  for (const ExperimentOptions& chosen : {ExperimentOptions(), options}) {
    for (const ExperimentKind kind : all_experiments()) {
      const ExperimentPlan plan = make_plan(kind, chosen, {});
      const ExperimentPlan again = make_plan(kind, options_of(plan), {});
      ASSERT_EQ(again.arms.size(), plan.arms.size());
      EXPECT_EQ(again.seeds, plan.seeds);
      for (std::size_t i = 0; i < plan.arms.size(); ++i) {
        EXPECT_EQ(again.arms[i].name, plan.arms[i].name) << experiment_name(kind);
        EXPECT_EQ(again.arms[i].noise, plan.arms[i].noise) << experiment_name(kind);
        EXPECT_EQ(again.arms[i].demonstrations, plan.arms[i].demonstrations);
        EXPECT_EQ(recipe_to_json(run_recipe(again.arms[i], 1)),
                  recipe_to_json(run_recipe(plan.arms[i], 1)))
            << experiment_name(kind) << " " << plan.arms[i].name;
      }
    }
  }
}

TEST(RepeatCommand, NamesOnlyWhatHasAnEffect) {
  for (const ExperimentKind kind : all_experiments()) {
    const QStringList arguments =
        repeat_arguments(make_plan(kind, {}, {.gold = true, .wrong = true}), "p.noiseal");
    EXPECT_EQ(arguments.size(), 5) << arguments.join(' ').toStdString();
  }
}

TEST(RepeatCommand, QuotesWhatAShellWouldRead) {
  const ExperimentPlan plan = make_plan(ExperimentKind::rules, {}, {});
  EXPECT_THAT(repeat_command(plan, "my file's.noiseal").toStdString(),
              HasSubstr("rules 'my file'\\''s.noiseal' --seeds 1"));
}

}  // namespace
}  // namespace noiseal::ui
