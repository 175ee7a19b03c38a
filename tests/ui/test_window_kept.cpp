// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QGuiApplication>
#include <QScreen>
#include <QSettings>

#include "tests/pipeline/noisy_project.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;

/// A window that is closed and opened again, as from one day to the next.
class WindowKept : public testing::Test {
 protected:
  WindowKept() {
    { const Project made = project_.open(); }
    start();
  }
  ~WindowKept() override {
    window_.reset();
    QSettings().clear();
    Theme::instance().set_appearance(Appearance::light);
  }

  void start() {
    Services services;
    services.run_parts = noiseal::test::fake_parts();
    window_ = make_main_window(std::move(services));
    window_->show();
  }
  void start_again() {
    window_->close();
    window_.reset();
    start();
  }
  void open() {
    window_->open_project(project_.path());
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
  }
  QAction* look(const QString& name) {
    for (QAction* action : window_->actions()) {
      if (action->text() == QStringLiteral("Look: ") + name) {
        return action;
      }
    }
    ADD_FAILURE() << "there is no look " << name.toStdString();
    return nullptr;
  }
  [[nodiscard]] QRect on_screen() const {
    return QGuiApplication::primaryScreen()->availableGeometry().intersected(
        window_->frameGeometry());
  }

  noiseal::test::NoisyProject project_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(WindowKept, HasItsSizeAndPlaceAgain) {
  window_->setGeometry(40, 30, 700, 520);
  const QRect place = window_->geometry();
  start_again();
  EXPECT_EQ(window_->geometry(), place);
  EXPECT_FALSE(window_->isMaximized());
}

TEST_F(WindowKept, IsMaximisedAgain) {
  window_->showMaximized();
  ASSERT_TRUE(window_->isMaximized());
  start_again();
  EXPECT_TRUE(window_->isMaximized());
}

TEST_F(WindowKept, HasItsLookAgain) {
  ASSERT_NE(look("Dark"), nullptr);
  look("Dark")->trigger();
  const QColor dark = current_colours().background;
  start_again();
  EXPECT_TRUE(look("Dark")->isChecked());
  EXPECT_EQ(current_colours().background, dark);
  look("Light")->trigger();
  EXPECT_NE(current_colours().background, dark);
  start_again();
  EXPECT_TRUE(look("Light")->isChecked());
  EXPECT_NE(current_colours().background, dark);
}

TEST_F(WindowKept, ShowsTheLastPageAgain) {
  open();
  click(find<QWidget>(*window_, "rail-export"));
  start_again();
  open();
  EXPECT_EQ(window_->current_page()->topic(), "export");
}

TEST_F(WindowKept, ComesBackIntoViewWhenItsScreenIsGone) {
  const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
  for (const QPoint& gone : {QPoint(screen.right() + 3000, screen.top() + 50),
                             QPoint(screen.left() - 4000, screen.top() - 2500)}) {
    window_->setGeometry(QRect(gone, QSize(700, 520)));
    start_again();
    EXPECT_GE(on_screen().width(), 300) << "saved at " << gone.x();
    EXPECT_GE(on_screen().height(), 300) << "saved at " << gone.x();
    EXPECT_GE(window_->frameGeometry().top(), screen.top()) << "its title can be reached";
  }
}

TEST_F(WindowKept, IgnoresSettingsThatAreNoneOfIts) {
  window_->close();
  window_.reset();
  QSettings().setValue(QStringLiteral("window/geometry"), QByteArray("nonsense"));
  QSettings().setValue(QStringLiteral("window/appearance"), 77);
  QSettings().setValue(QStringLiteral("window/page"), -3);
  start();
  EXPECT_GE(on_screen().width(), 300);
  EXPECT_TRUE(look("As the system")->isChecked());
  open();
  EXPECT_EQ(window_->current_page()->topic(), "data");
}

}  // namespace
}  // namespace noiseal::ui
