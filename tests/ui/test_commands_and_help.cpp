// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSettings>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

#include "tests/pipeline/noisy_project.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"
#include "ui/theme/theme.h"
#include "ui/window/recent_projects.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::HasSubstr;

class CommandsTest : public testing::Test {
 protected:
  CommandsTest() {
    { const Project made = project_.open(); }
    window_->show();
  }
  void open() {
    window_->open_project(project_.path());
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
  }
  QListWidget& type(const char* words) {
    window_->show_commands();
    QTest::keyClicks(find<QLineEdit>(*window_, "palette-words"), words);
    return *find<QListWidget>(*window_, "palette-list");
  }

  noiseal::test::NoisyProject project_;
  std::unique_ptr<MainWindow> window_ = make_main_window({});
};

TEST_F(CommandsTest, ACommandIsFoundByPartsOfItsWordsAndDone) {
  const QListWidget& list = type("dark look");
  ASSERT_EQ(list.count(), 1);
  QTest::keyClick(find<QLineEdit>(*window_, "palette-words"), Qt::Key_Return);
  EXPECT_EQ(Theme::instance().scheme(), Scheme::dark);
  Theme::instance().set_appearance(Appearance::light);
  QSettings().clear();
}

TEST_F(CommandsTest, APagesCommandsNeedAProject) {
  EXPECT_EQ(type("add noise").count(), 0);
  QTest::keyClick(find<QLineEdit>(*window_, "palette-words"), Qt::Key_Escape);
  ASSERT_TRUE(
      wait_until([&] { return window_->findChild<QListWidget*>("palette-list") == nullptr; }));
  open();
  EXPECT_EQ(type("add noise").count(), 1);
}

TEST_F(CommandsTest, EveryCommandOfThePagesIsFound) {
  open();
  window_->show_commands();
  const auto* list = find<QListWidget>(*window_, "palette-list");
  QStringList shown;
  for (int i = 0; i < list->count(); ++i) {
    shown << list->item(i)->text();
  }
  for (const QAction* action : window_->current_page()->actions()) {
    QString text = action->text();
    text.remove(QChar(0x2026));
    EXPECT_TRUE(shown.filter(text).size() == 1) << text.toStdString();
  }
}

TEST_F(CommandsTest, HelpIsAboutThePageThatIsSeen) {
  window_->show_help();
  const auto* text = find<QTextBrowser>(*window_, "help-text");
  EXPECT_THAT(text->toPlainText().toStdString(), HasSubstr("NoiseAL Workbench"));
  open();
  window_->show_page(0);
  window_->show_help();
  EXPECT_THAT(text->toPlainText().toStdString(), HasSubstr("Gold label"));
}

TEST_F(CommandsTest, AnOpenedProjectIsAmongTheRecentOnes) {
  open();
  EXPECT_EQ(recent_projects().constFirst().toStdString(), project_.path().string());
  window_->close_project();
  auto* recent = window_->findChild<QAbstractButton*>("recent-1");
  ASSERT_NE(recent, nullptr);
  recent->click();
  EXPECT_TRUE(wait_until([&] { return window_->session().is_open(); }));
}

TEST_F(CommandsTest, HelpHasRoomAboveItsHeadings) {
  open();
  window_->show_help();
  const auto* text = find<QTextBrowser>(*window_, "help-text");
  int headings = 0;
  for (QTextBlock block = text->document()->begin().next(); block.isValid(); block = block.next()) {
    if (block.blockFormat().headingLevel() > 0) {
      ++headings;
      EXPECT_GT(block.blockFormat().topMargin(), 8) << block.text().toStdString();
    }
  }
  EXPECT_GT(headings, 0);
}

TEST_F(CommandsTest, EveryInputHasAnAccessibleNameOrText) {
  open();
  for (const QWidget* widget : window_->findChildren<QWidget*>()) {
    // A label's words are its name.
    if (widget->focusPolicy() == Qt::NoFocus || widget->isHidden() ||
        qobject_cast<const QLabel*>(widget) != nullptr) {
      continue;
    }
    // Its own name, its text, or the words of the label beside it.
    QAccessibleInterface* accessible =
        QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
    const bool named = accessible != nullptr && !accessible->text(QAccessible::Name).isEmpty();
    EXPECT_TRUE(named || widget->objectName().isEmpty()) << widget->objectName().toStdString();
  }
}

}  // namespace
}  // namespace noiseal::ui
