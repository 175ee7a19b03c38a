// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/lab_window.h"
#include "ui/charts/chart_card.h"
#include "ui/pages/lab/llm_choice.h"
#include "ui/pages/lab/plan_words.h"
#include "ui/pages/lab/repeat_command.h"
#include "ui/pages/lab/result_export.h"
#include "ui/window/llm_question.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::LabWindow;
using test::wait_until;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

using LabPageTest = LabWindow;

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
  ASSERT_TRUE(says("lab-forecast", "runs"));
  EXPECT_THAT(text_of("lab-forecast"), AllOf(StartsWith("5 runs"), HasSubstr("saved by sharing"),
                                             HasSubstr("Free of charge")));
  EXPECT_EQ(state("budget"), "not run yet");
  EXPECT_TRUE(widget<QLabel>("lab-empty")->isVisible());
  widget<QSpinBox>("lab-seeds")->setValue(3);
  EXPECT_TRUE(says("lab-forecast", "15 runs"));
}

TEST_F(LabPageTest, SaysWhatIsComparedAndWhatComesOutBeforeThereIsAResult) {
  open();
  choose("tolerance");
  auto* outlook = widget<QWidget>("lab-outlook");
  ASSERT_TRUE(wait_until([&] { return outlook->isVisible(); }));
  EXPECT_THAT(text_of("lab-outlook-background"), HasSubstr("reversed cross-entropy"));
  EXPECT_THAT(text_of("lab-outlook-ways"),
              AllOf(HasSubstr("Cross-entropy, uniform errors:"), HasSubstr("0 % · 10 % · 20 %"),
                    HasSubstr("no answers")));
  EXPECT_THAT(text_of("lab-outlook-charts"),
              HasSubstr("test accuracy, best epoch, against the share of answers that are wrong"));
  EXPECT_THAT(text_of("lab-outlook-remarks"), HasSubstr("One seed shows no range"));
  const auto figures = widget<QWidget>("lab-outlook-figures")->findChildren<QLabel*>();
  EXPECT_EQ(figures.size(), 12) << "a name and a meaning for each of six figures";

  choose("budget");
  ASSERT_TRUE(says("lab-outlook-ways", "Share of the pool that is asked:"));
  EXPECT_THAT(text_of("lab-outlook-ways"), HasSubstr("0 % · 25 % · 50 % · 75 % · 100 %"));
  widget<QSpinBox>("lab-seeds")->setValue(3);
  ASSERT_TRUE(wait_until([&] {
    return text_of("lab-outlook-remarks").find("One seed") == std::string::npos;
  })) << text_of("lab-outlook-remarks");

  widget<QSpinBox>("lab-seeds")->setValue(1);
  run_to_the_end("budget");
  EXPECT_TRUE(wait_until([&] { return !outlook->isVisible(); })) << "the result stands here now";
  window_->close_project();
  EXPECT_TRUE(wait_until([&] { return !outlook->isVisibleTo(outlook->parentWidget()); }));
}

TEST_F(LabPageTest, TheTablesFiguresShareTheRoom) {
  open();
  run_to_the_end("separation");
  ASSERT_TRUE(says("lab-table-note", "One seed"));
  const auto* table = widget<QTableWidget>("lab-table");
  ASSERT_TRUE(wait_until([&] { return table->columnCount() > 3 && table->isVisible(); }));
  int all = 0;
  for (int column = 0; column < table->columnCount(); ++column) {
    all += table->columnWidth(column);
  }
  EXPECT_THAT(all, AllOf(testing::Le(table->viewport()->width()),
                         testing::Gt(table->viewport()->width() * 9 / 10)));
}

TEST_F(LabPageTest, RunsAnExperimentToItsEndAndShowsWhatItFound) {
  open();
  choose("budget");
  widget<QSpinBox>("lab-seeds")->setValue(2);
  click(widget<QPushButton>("lab-run"));
  ASSERT_TRUE(comes_to("budget", "done"));
  ASSERT_TRUE(says("lab-sentence", "nee"));
  const auto* table = widget<QTableWidget>("lab-table");
  ASSERT_EQ(table->rowCount(), 5);
  EXPECT_EQ(table->item(1, 0)->text(), "25 %");
  EXPECT_THAT(table->item(1, 1)->text().toStdString(), HasSubstr(" to "));
  EXPECT_THAT(table->item(1, 1)->toolTip().toStdString(), HasSubstr("seed 2: "));
  EXPECT_THAT(text_of("lab-remarks"), AllOf(HasSubstr("gold leaks"), HasSubstr("sharing saved")));
  EXPECT_THAT(text_of("lab-command"), StartsWith("noiseal experiment budget"));
  EXPECT_FALSE(widget<QWidget>("lab-queue")->isVisible());
  EXPECT_FALSE(widget<QLabel>("lab-empty")->isVisible());
  EXPECT_EQ(button("budget"), "Run");
}

TEST_F(LabPageTest, ChartsShowTheFiguresOfTheTable) {
  open();
  run_to_the_end("budget");
  auto* places = widget<ChartCard>("chart-places");
  ASSERT_TRUE(wait_until([&] { return places->numbers().rows.size() == 5; }));
  EXPECT_FALSE(widget<QWidget>("chart-ways")->isVisible());
  EXPECT_EQ(places->numbers().rows[2][1], "0.5");
  EXPECT_GT(widget<ChartCard>("chart-epochs")->numbers().rows.size(), 20U);
  run_to_the_end("separation");
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
  run_to_the_end("budget");
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

TEST_F(LabPageTest, ResultsAreThereWhenTheProjectIsOpenedAgain) {
  {
    const Project project = noisy_.open();
    noiseal::test::run_experiment(project, ExperimentKind::rules);
    noiseal::test::run_experiment(project, ExperimentKind::rules);
  }
  open();
  ASSERT_TRUE(comes_to("rules", "done"));
  choose("rules");
  ASSERT_TRUE(says("lab-sentence", "By rule"));
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
  ASSERT_TRUE(says("lab-problem-words", "damaged"));
  EXPECT_TRUE(widget<QWidget>("lab-problem")->isVisible());
  EXPECT_FALSE(widget<QPushButton>("lab-export")->isEnabled());
  click(widget<QPushButton>("lab-delete"));
  click(find<QPushButton>(*window_, "lab-delete-yes"));
  EXPECT_TRUE(comes_to("budget", "not run yet"));
}

TEST_F(LabPageTest, AsksBeforeALanguageModelIsAsked) {
  open();
  choose("annotators");
  auto* models = widget<LlmChoiceButton>("lab-models");
  EXPECT_EQ(models->text(), "none");
  models->add_model({"http://localhost:1", "little"});
  EXPECT_EQ(models->text(), "1 chosen");
  ASSERT_TRUE(says("lab-forecast", "A language model"));
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

TEST(PlanWords, EveryWayOfEveryExperimentIsNamedAndItsWordsAreExplained) {
  for (const ExperimentKind kind : all_experiments()) {
    const ExperimentPlan plan = make_plan(kind, {}, {.gold = true, .wrong = true});
    qsizetype named = 0;
    for (const WaysCompared& ways : ways_compared(plan)) {
      named += ways.names.size();
      EXPECT_FALSE(ways.names.contains(QString())) << experiment_name(kind);
    }
    EXPECT_EQ(named, static_cast<qsizetype>(plan.arms.size())) << experiment_name(kind);
    EXPECT_GE(charts_to_come(plan).size(), 3) << experiment_name(kind);
    EXPECT_GT(experiment_background(kind).size(), 100U) << experiment_name(kind);
  }
  const std::string rules(experiment_background(ExperimentKind::rules));
  const std::vector<WaysCompared> ways = ways_compared(make_plan(ExperimentKind::rules, {}, {}));
  ASSERT_EQ(ways.size(), 4U);
  EXPECT_EQ(ways[1].title, "Agreement by lambda");
  EXPECT_EQ(ways[1].names.front(), "lambda 0.1") << "what the title says is not said again";
  for (const char* word : {"plain", "agreement", "given-label", "mixture", "fixed", "lambda"}) {
    EXPECT_THAT(rules, HasSubstr(word));
  }
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
