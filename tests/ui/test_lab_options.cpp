// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QMenu>
#include <QSettings>
#include <QTest>
#include <QTextBrowser>

#include "tests/ui/lab_window.h"
#include "tests/ui/support/cut_choices.h"
#include "ui/pages/lab/llm_choice.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::LabWindow;
using test::wait_until;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class LabOptionsTest : public LabWindow {
 protected:
  [[nodiscard]] LlmChoiceButton* models() { return widget<LlmChoiceButton>("lab-models"); }
};

TEST_F(LabOptionsTest, EveryChoiceCanBeReadAtTheUsualSizes) {
  open();
  models()->add_model({"http://localhost:11434/v1", "qwen2.5:7b-instruct"});
  auto* options = widget<QWidget>("lab-options");
  int boxes = 0;
  for (const QSize size : {QSize(1280, 800), QSize(1440, 900), QSize(1024, 700)}) {
    window_->resize(size);
    for (const ExperimentKind kind : all_experiments()) {
      choose(std::string(experiment_name(kind)));
      QTest::qWait(20);
      EXPECT_EQ(options->height(), options->heightForWidth(options->width()))
          << "no hole under the choices";
      for (const auto* box : options->findChildren<QComboBox*>()) {
        if (box->isVisible()) {
          EXPECT_THAT(test::cut_choices(*box), testing::IsEmpty())
              << box->objectName().toStdString() << " at " << size.width();
          ++boxes;
        }
      }
    }
  }
  EXPECT_GT(boxes, 30);
}

TEST_F(LabOptionsTest, AShortChoiceIsExplainedInFull) {
  open();
  choose("budget");
  auto* annotator = widget<QComboBox>("lab-annotator");
  for (int i = 0; i < annotator->count(); ++i) {
    annotator->setCurrentIndex(i);
    EXPECT_THAT(annotator->toolTip().toStdString(),
                AllOf(HasSubstr(annotator->itemData(i, Qt::ToolTipRole).toString().toStdString()),
                      HasSubstr("Who answers")));
  }
}

TEST_F(LabOptionsTest, TheForecastSaysWhichWrongLabelsAreUsed) {
  open();
  choose("rules");
  ASSERT_TRUE(says("lab-forecast", "the project's own; none are injected"));
  auto* noise = widget<QComboBox>("lab-noise");
  noise->setCurrentIndex(noise->findData(QStringLiteral("pair")));
  widget<QDoubleSpinBox>("lab-rate")->setValue(20);
  EXPECT_TRUE(says("lab-forecast", "pair 20 %, injected into a copy"));
  EXPECT_LT(widget<QDoubleSpinBox>("lab-rate")->maximum(), 100);
  EXPECT_GT(widget<QDoubleSpinBox>("lab-rate")->minimum(), 0);
}

TEST_F(LabOptionsTest, AddedModelsAreKnownAtTheNextStartAndNotTicked) {
  open();
  models()->add_model({"http://localhost:11434/v1", "little"});
  models()->add_model({"https://me:secret@example.org/v1", "other"});
  EXPECT_EQ(models()->text(), "2 chosen");
  QString kept;
  const QSettings settings;
  for (const QString& key : settings.allKeys()) {
    kept += key + settings.value(key).toStringList().join(' ');
  }
  EXPECT_THAT(kept.toStdString(), AllOf(HasSubstr("little"), Not(HasSubstr("secret"))));

  make_window();
  open();
  EXPECT_EQ(models()->text(), "none") << "nothing is asked that nobody has ticked";
  ASSERT_EQ(models()->known().size(), 1U);
  EXPECT_EQ(models()->known().front().url, "http://localhost:11434/v1");
  EXPECT_EQ(models()->known().front().model, "little");
  choose("budget");
  auto* annotator = widget<QComboBox>("lab-annotator");
  EXPECT_GE(annotator->findText(QStringLiteral("little")), 0);

  for (QAction* action : models()->menu()->actions()) {
    if (action->objectName() == QLatin1String("lab-forget-models")) {
      action->trigger();
      break;
    }
  }
  ASSERT_TRUE(wait_until([&] { return models()->known().empty(); }));
  EXPECT_EQ(annotator->findText(QStringLiteral("little")), -1);
  make_window();
  open();
  EXPECT_TRUE(models()->known().empty());
}

TEST_F(LabOptionsTest, F1ExplainsTheLab) {
  open();
  QTest::keyClick(window_.get(), Qt::Key_F1);
  ASSERT_TRUE(wait_until([&] {
    const auto* help = window_->findChild<QWidget*>("help-window");
    return help != nullptr && help->isVisible();
  }));
  const std::string text = find<QTextBrowser>(*window_, "help-text")->toPlainText().toStdString();
  for (const ExperimentKind kind : all_experiments()) {
    EXPECT_THAT(text, HasSubstr(std::string(experiment_title(kind))));
  }
  for (const char* word :
       {"Seeds", "Recipe", "Wrong labels", "Annotator", "Sway", "Language models", "Pause", "Skip",
        "Stop all", "Take out", "Go on", "Run all experiments", "no clear difference"}) {
    EXPECT_THAT(text, HasSubstr(word));
  }
}

}  // namespace
}  // namespace noiseal::ui
