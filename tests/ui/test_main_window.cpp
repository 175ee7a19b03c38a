// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>
#include <thread>

#include "core/store/project.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::HasSubstr;

class WindowTest : public testing::Test {
 protected:
  WindowTest() : window_(make_main_window({})) {
    { const Project made = project_.open(); }
    window_->show();
  }

  void open() {
    window_->open_project(project_.path());
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
  }

  noiseal::test::NoisyProject project_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(WindowTest, ShowsTheProjectsNameAndItsFirstPage) {
  open();
  EXPECT_EQ(find<QLabel>(*window_, "rail-project")->toolTip(), "p.noiseal");
  EXPECT_EQ(find<QLabel>(*window_, "rail-facts")->text(), "400 rows, 4 labels");
  EXPECT_EQ(find<QStackedWidget>(*window_, "pages")->currentWidget()->objectName(), "page-data");
  EXPECT_TRUE(find<QAbstractButton>(*window_, "rail-data")->isChecked());
}

TEST_F(WindowTest, PagesAreOfNoUseUntilAProjectIsOpen) {
  EXPECT_FALSE(find<QAbstractButton>(*window_, "rail-data")->isEnabled());
  open();
  EXPECT_TRUE(find<QAbstractButton>(*window_, "rail-data")->isEnabled());
  window_->close_project();
  EXPECT_FALSE(find<QAbstractButton>(*window_, "rail-data")->isEnabled());
}

TEST_F(WindowTest, ALabWithoutAResultSaysWhatWillStandThere) {
  open();
  click(find<QWidget>(*window_, "rail-lab"));
  const auto* words = find<QLabel>(*window_, "lab-empty");
  EXPECT_TRUE(wait_until([&] { return words->isVisible(); }));
  EXPECT_THAT(words->text().toStdString(), HasSubstr("Nothing is found yet"));
  EXPECT_FALSE(find<QWidget>(*window_, "lab-export")->isVisible());
}

TEST_F(WindowTest, SaysWhenAnotherProgramHoldsTheProject) {
  auto holder = std::make_unique<Project>(Project::open(project_.path(), OpenMode::write));
  open();
  EXPECT_TRUE(find<QWidget>(*window_, "notice")->isVisible());
  EXPECT_THAT(find<QLabel>(*window_, "notice-text")->text().toStdString(),
              HasSubstr("Open for reading only"));
  holder.reset();
  click(find<QPushButton>(*window_, "notice-button"));
  EXPECT_TRUE(wait_until([&] { return window_->session().writable(); }));
  EXPECT_FALSE(find<QWidget>(*window_, "notice")->isVisible());
}

TEST_F(WindowTest, ClosingDuringAJobAsksThenStopsInOrder) {
  open();
  bool stopped = false;
  window_->session().start_job(
      {.title = "Counting", .when_stopped = "Nothing is kept."}, window_.get(),
      [](JobContext& context) {
        for (;;) {
          context.control().check_point();
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return 0;
      },
      [](int) {}, [&](const Failure& failure) { stopped = failure.stopped; });
  window_->close();
  EXPECT_TRUE(window_->isVisible());
  click(find<QPushButton>(*window_, "stop-and-close"));
  EXPECT_TRUE(wait_until([&] { return !window_->isVisible(); }));
  EXPECT_TRUE(stopped);
}

TEST_F(WindowTest, StayingKeepsTheJobAtWork) {
  open();
  LongJob* job = window_->session().start_job(
      {.title = "Counting", .when_stopped = "Nothing is kept."}, window_.get(),
      [](JobContext& context) {
        for (;;) {
          context.control().check_point();
        }
        return 0;
      },
      [](int) {}, {});
  window_->close();
  QTest::keyClick(find<QWidget>(*window_, "close-question"), Qt::Key_Escape);
  EXPECT_TRUE(window_->isVisible());
  EXPECT_EQ(job->state(), JobState::running);
}

}  // namespace
}  // namespace noiseal::ui
