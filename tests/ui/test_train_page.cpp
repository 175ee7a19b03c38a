// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <memory>
#include <utility>

#include "tests/ui/fake_model_window.h"
#include "tests/ui/support/cut_choices.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/plot_view.h"
#include "ui/pages/train/recipe_fields.h"
#include "ui/pages/train/selected_rows_model.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::AllOf;
using testing::Gt;
using testing::HasSubstr;
using testing::Not;

class TrainPageTest : public test::FakeModelWindow {
 protected:
  explicit TrainPageTest(const noiseal::test::NoisyData& data = {}) : FakeModelWindow(data) {
    { const Project made = noisy_.open(); }
    Services services;
    services.run_parts = noiseal::test::fake_parts(watch_);
    show_window(std::move(services));
  }

  void open() { open_project_at("rail-train"); }
  /// A stored run before the window opens the project.
  std::int64_t store_run() {
    const Project project = noisy_.open();
    return noiseal::test::run_to_end(project, noiseal::test::small_recipe());
  }
  /// Types a value of the recipe as a person would.
  void set(const char* key, const QString& value) {
    QWidget* editor = widget<QWidget>((std::string("recipe-") + key).c_str());
    if (auto* box = qobject_cast<QComboBox*>(editor)) {
      box->setCurrentText(value);
      return;
    }
    auto* line = qobject_cast<QLineEdit*>(editor);
    ASSERT_NE(line, nullptr);
    line->selectAll();
    QTest::keyClicks(line, value);
  }
  void start_small_run() {
    set("warm_up_epochs", "2");
    set("noise_aware_epochs", "3");
    set("min_warm_up_steps", "0");
    set("learning_rate", "0.7");
    set("weak_learning_rate", "0.9");
    set("weight_average", "0");
    click(widget<QPushButton>("start"));
  }
  /// In its third epoch or so.
  void hold_the_run() { hold_at(80); }
};

TEST_F(TrainPageTest, TrainsFromStartToEndAndShowsTheLastEpoch) {
  open();
  EXPECT_TRUE(widget<QWidget>("start")->isVisible());
  EXPECT_FALSE(widget<QWidget>("pause")->isVisible());
  start_small_run();
  EXPECT_TRUE(widget<QWidget>("stop")->isVisible());
  ASSERT_TRUE(
      wait_until([&] { return idle() && widget<QSlider>("epoch-slider")->maximum() == 5; }));
  EXPECT_TRUE(wait_until([&] { return widget<QSlider>("epoch-slider")->value() == 5; }));
  EXPECT_THAT(text_of("epoch-text"), HasSubstr("epoch 5 of 5, noise-aware"));
  EXPECT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
  EXPECT_EQ(text_of("chart-loss-strong-note"), "by gold labels");
  EXPECT_TRUE(widget<QWidget>("start")->isVisible());
  EXPECT_EQ(widget<QComboBox>("run-choice")->count(), 1);
}

TEST_F(TrainPageTest, ShowsAStoredRunFromTheFileAlone) {
  store_run();
  open();
  ASSERT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
  EXPECT_THAT(text_of("run-words"), HasSubstr("5 of 5 epochs"));
  auto* strong = widget<ChartCard>("chart-loss-strong");
  EXPECT_THAT(strong->numbers().rows.size(), Gt(10U));
  EXPECT_THAT(widget<ChartCard>("chart-outcome")->csv().toStdString(), HasSubstr("roc_auc"));
}

TEST_F(TrainPageTest, TheSliderShowsEarlierEpochs) {
  store_run();
  open();
  auto* slider = widget<QSlider>("epoch-slider");
  ASSERT_TRUE(wait_until([&] { return slider->value() == 5; }));
  const QString last = widget<ChartCard>("chart-loss-weak")->csv();
  slider->setValue(1);
  ASSERT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by gold labels"; }));
  EXPECT_NE(widget<ChartCard>("chart-loss-weak")->csv(), last);
  EXPECT_THAT(text_of("epoch-text"), HasSubstr("warm-up"));
}

TEST_F(TrainPageTest, PlaysTheRunToItsEnd) {
  store_run();
  open();
  auto* slider = widget<QSlider>("epoch-slider");
  ASSERT_TRUE(wait_until([&] { return slider->value() == 5; }));
  click(widget<QPushButton>("play"));
  EXPECT_EQ(slider->value(), 1);
  EXPECT_EQ(widget<QPushButton>("play")->text(), "Stop");
  EXPECT_TRUE(wait_until(
      [&] { return slider->value() == 5 && widget<QPushButton>("play")->text() == "Play"; }));
}

TEST_F(TrainPageTest, OpensTheRowsBehindAChartWithTheirCourse) {
  store_run();
  open();
  ASSERT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
  EXPECT_FALSE(widget<QWidget>("rows-panel")->isVisible());
  auto* plot = widget<PlotView>("chart-map-plot");
  Q_EMIT plot->area_picked(
      QPolygonF{QPointF(-0.1, -0.1), QPointF(1.1, -0.1), QPointF(1.1, 1.1), QPointF(-0.1, 1.1)});
  ASSERT_TRUE(wait_until([&] { return text_of("picked-rows-count") == "272"; }));
  EXPECT_TRUE(widget<QWidget>("rows-panel")->isVisible());
  EXPECT_THAT(text_of("rows-title"), HasSubstr("confidence map"));
  auto* table = widget<QTableView>("picked-rows-table");
  const QAbstractItemModelTester tester(table->model(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  ASSERT_TRUE(wait_until([&] {
    return table->model()->index(0, SelectedRowsModel::text).data().toString().contains("word");
  }));
  table->setCurrentIndex(table->model()->index(3, 0));
  ASSERT_TRUE(wait_until([&] { return !text_of("row-labels").empty(); }));
  EXPECT_THAT(widget<QPlainTextEdit>("row-text")->toPlainText().toStdString(), HasSubstr("end"));
  EXPECT_THAT(text_of("row-words"), HasSubstr("Epoch 5: strong model"));
  click(widget<QWidget>("rows-close"));
  EXPECT_FALSE(widget<QWidget>("rows-panel")->isVisible());
}

TEST_F(TrainPageTest, TheRowsTakeTheRecipesPlaceInANarrowWindow) {
  store_run();
  open();
  window_->resize(1024, 700);
  ASSERT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
  EXPECT_TRUE(widget<QWidget>("recipe")->isVisible());
  Q_EMIT widget<PlotView>("chart-map-plot")
      ->area_picked(QPolygonF{QPointF(0, 0), QPointF(1, 0), QPointF(1, 1)});
  ASSERT_TRUE(wait_until([&] { return widget<QWidget>("rows-panel")->isVisible(); }));
  EXPECT_FALSE(widget<QWidget>("recipe")->isVisible());
  click(widget<QWidget>("rows-close"));
  EXPECT_TRUE(widget<QWidget>("recipe")->isVisible());
}

TEST_F(TrainPageTest, SaysWhatIsWrongWithAValueAndDoesNotStart) {
  open();
  set("lambda", "7");
  EXPECT_THAT(text_of("recipe-lambda-problem"), AllOf(HasSubstr("lambda"), HasSubstr("0..1")));
  EXPECT_FALSE(widget<QPushButton>("start")->isEnabled());
  set("lambda", "0.7");
  EXPECT_FALSE(widget<QWidget>("recipe-lambda-problem")->isVisible());
  EXPECT_TRUE(widget<QPushButton>("start")->isEnabled());
}

TEST_F(TrainPageTest, EveryOfferedRuleCanBeReadWhole) {
  open();
  for (const QSize size : {QSize(1024, 700), QSize(1440, 900)}) {
    window_->resize(size);
    QTest::qWait(20);
    for (const char* box : {"recipe-rule", "recipe-encoder", "recipe-device", "recipe-preset"}) {
      EXPECT_THAT(test::cut_choices(*widget<QComboBox>(box)), testing::IsEmpty())
          << box << " at " << size.width();
    }
  }
}

TEST_F(TrainPageTest, EveryChartSaysWhatItShows) {
  open();
  for (const char* chart : {"chart-loss-strong", "chart-loss-weak", "chart-map", "chart-thresholds",
                            "chart-sets", "chart-outcome"}) {
    const auto* meaning = widget<QLabel>((std::string(chart) + "-meaning").c_str());
    EXPECT_TRUE(meaning->isVisible()) << chart;
    EXPECT_GT(meaning->toolTip().size(), 100) << chart;
  }
  window_->resize(1024, 700);
  QTest::qWait(20);
  EXPECT_FALSE(widget<QLabel>("chart-map-meaning")->isVisible()) << "there is no room for it";
}

TEST_F(TrainPageTest, APresetReplacesTheValues) {
  open();
  auto* preset = widget<QComboBox>("recipe-preset");
  preset->setCurrentIndex(2);
  Q_EMIT preset->activated(2);
  EXPECT_EQ(widget<QComboBox>("recipe-annotator")->currentText(), "llm");
  EXPECT_EQ(widget<QComboBox>("recipe-encoder")->currentText(), "bert-base-uncased");
}

TEST_F(TrainPageTest, ForecastsBeforeTheStart) {
  store_run();
  open();
  EXPECT_TRUE(wait_until([&] { return !text_of("forecast").empty(); }));
  EXPECT_THAT(text_of("forecast"), HasSubstr("epochs"));
}

TEST_F(TrainPageTest, StopsAndResumes) {
  hold_the_run();
  open();
  set("warm_up_epochs", "40");
  set("learning_rate", "0.1");
  click(widget<QPushButton>("start"));
  ASSERT_TRUE(wait_until([&] { return widget<QSlider>("epoch-slider")->maximum() >= 2; }));
  click(widget<QPushButton>("stop"));
  ASSERT_TRUE(wait_until([&] { return idle(); }));
  auto* resume = widget<QPushButton>("resume");
  ASSERT_TRUE(wait_until([&] { return resume->isVisible() && resume->isEnabled(); }));
  EXPECT_EQ(resume->text(), "Resume run 1");
  ASSERT_TRUE(
      wait_until([&] { return window_->findChild<QLabel*>("notice-sentence") != nullptr; }));
  EXPECT_THAT(text_of("notice-sentence"), HasSubstr("did not finish"));
  let_go();
  click(resume);
  ASSERT_TRUE(
      wait_until([&] { return idle() && text_of("run-words").starts_with("44 of 44"); }, 60'000));
  EXPECT_FALSE(resume->isVisible());
}

TEST_F(TrainPageTest, PausesAndGoesOn) {
  hold_the_run();
  open();
  set("warm_up_epochs", "30");
  click(widget<QPushButton>("start"));
  ASSERT_TRUE(wait_until([&] { return widget<QSlider>("epoch-slider")->maximum() >= 1; }));
  click(widget<QPushButton>("pause"));
  EXPECT_EQ(widget<QPushButton>("pause")->text(), "Go on");
  EXPECT_EQ(text_of("run-words"), "paused");
  click(widget<QPushButton>("pause"));
  EXPECT_EQ(widget<QPushButton>("pause")->text(), "Pause");
  let_go();
  EXPECT_TRUE(
      wait_until([&] { return idle() && text_of("run-words").starts_with("38 of 38"); }, 60'000));
}

TEST_F(TrainPageTest, AFailureIsSaidInItsOwnWords) {
  open();
  set("warm_up_epochs", "0");
  click(widget<QPushButton>("start"));
  ASSERT_TRUE(wait_until([&] { return idle() && widget<QWidget>("notices")->isVisible(); }));
  EXPECT_THAT(text_of("notice-sentence"), HasSubstr("warm_up_epochs"));
  EXPECT_TRUE(widget<QPushButton>("start")->isVisible());
}

TEST_F(TrainPageTest, OpensAtTheNewestRunAndAtAnotherOnceThatIsDeleted) {
  store_run();
  store_run();
  open();
  auto* runs = widget<QComboBox>("run-choice");
  ASSERT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
  EXPECT_TRUE(runs->currentText().startsWith(u"Run 2"));
  click(widget<QWidget>("runs"));
  widget<QTableWidget>("runs-table")->setCurrentCell(1, 0);
  click(widget<QWidget>("delete-run"));
  click(widget<QWidget>("delete-it"));
  EXPECT_TRUE(wait_until([&] { return runs->currentText().startsWith(u"Run 1"); }));
  EXPECT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
}

TEST_F(TrainPageTest, ComparesRenamesAndDeletesRuns) {
  store_run();
  store_run();
  open();
  auto* compared = widget<QComboBox>("run-compared");
  ASSERT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
  ASSERT_EQ(compared->count(), 2);
  compared->setCurrentIndex(1);
  Q_EMIT compared->activated(1);
  auto* outcome = widget<ChartCard>("chart-outcome");
  EXPECT_TRUE(wait_until([&] { return outcome->numbers().rows.size() == 10; }));

  click(widget<QWidget>("runs"));
  auto* table = widget<QTableWidget>("runs-table");
  table->item(0, 1)->setText(QStringLiteral("with 30 % noise"));
  EXPECT_TRUE(wait_until(
      [&] { return window_->session().facts().runs.front().name == "with 30 % noise"; }));
  table->setCurrentCell(0, 0);
  click(widget<QWidget>("delete-run"));
  click(widget<QWidget>("delete-it"));
  EXPECT_TRUE(wait_until([&] { return window_->session().facts().runs.size() == 1; }));
  EXPECT_TRUE(wait_until([&] { return outcome->numbers().rows.size() == 5; }))
      << "a deleted run is no longer compared with";
}

TEST_F(TrainPageTest, FollowsARunOfAnotherProgram) {
  std::unique_ptr<Project> writer = std::make_unique<Project>(noisy_.open());
  const std::int64_t run = noiseal::test::run_to_end(*writer, noiseal::test::small_recipe());
  writer->runs().set_state(run, RunState::running);
  open();
  ASSERT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
  EXPECT_FALSE(widget<QPushButton>("start")->isEnabled()) << "the other program holds the project";
  writer->runs().set_state(run, RunState::finished);
  EXPECT_TRUE(wait_until(
      [&] { return window_->session().facts().runs.front().state == RunState::finished; }));
}

class TrainPageWithoutGold : public TrainPageTest {
 protected:
  TrainPageWithoutGold() : TrainPageTest({.noise = ""}) {}
};

TEST_F(TrainPageWithoutGold, NothingPretendsToKnowCleanFromNoisy) {
  store_run();
  open();
  ASSERT_TRUE(wait_until([&] { return text_of("chart-map-note") == "by set"; }));
  EXPECT_EQ(text_of("chart-loss-strong-note"), "no gold");
  EXPECT_THAT(widget<ChartCard>("chart-loss-strong")->csv().toStdString(), Not(HasSubstr("noisy")));
  EXPECT_THAT(widget<QLabel>("chart-outcome-note")->text().toStdString(), "no gold labels");
}

TEST_F(TrainPageTest, ShowsTheMemoryEffectWithWhatTheFiguresSay) {
  open();
  ASSERT_TRUE(window_->can(ShowMemoryEffect{}));
  window_->request(ShowMemoryEffect{});
  EXPECT_TRUE(widget<QWidget>("memory-tour")->isVisible());
  EXPECT_EQ(widget<QComboBox>("recipe-rule")->currentText(), "plain");
  EXPECT_EQ(widget<QComboBox>("recipe-correction")->currentText(), "none");
  ASSERT_TRUE(wait_until(
      [&] { return idle() && text_of("memory-tour-text").starts_with("After epoch"); }, 60'000));
  click(widget<QWidget>("memory-tour-next"));
  EXPECT_THAT(text_of("memory-tour-text"), HasSubstr("of the wrong labels"));
  click(widget<QWidget>("memory-tour-close"));
  EXPECT_FALSE(widget<QWidget>("memory-tour")->isVisible());
  EXPECT_TRUE(widget<QWidget>("explain")->isVisible());
}

TEST(RecipeFields, ExplainEveryKey) {
  const auto fields = recipe_fields({QStringLiteral("MiniLM")});
  EXPECT_EQ(fields.size() + 1, recipe_keys().size()) << "all but the preset";
  for (const RecipeField& field : fields) {
    EXPECT_THAT(field.name.toStdString(), Not(HasSubstr("_"))) << field.key;
    EXPECT_THAT(field.explanation.toStdString(), HasSubstr(field.key));
  }
}

}  // namespace
}  // namespace noiseal::ui
