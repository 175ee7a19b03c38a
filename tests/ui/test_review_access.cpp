// SPDX-License-Identifier: GPL-3.0-or-later
// A project that can't be written: another window has it, or the file is read-only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <filesystem>

#include "tests/ui/review_window.h"
#include "ui/pages/review/review_page.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::find_widget;
using test::wait_until;
using testing::HasSubstr;

constexpr uid_t kNobody = 65534;

class ReviewAccess : public test::ReviewWindow {
 protected:
  ReviewAccess() : test::ReviewWindow("text,label\ntext 1,a\ntext 2,b\ntext 3,a\n") { add_run(1); }

  /// What the window says about why nothing can be changed.
  static std::string notice_of(MainWindow& window) {
    auto* notice = find_widget(window, QStringLiteral("notice"));
    EXPECT_TRUE(wait_until([&] { return notice->isVisible(); }));
    std::string words;
    for (const QLabel* label : notice->findChildren<QLabel*>()) {
      words += label->text().toStdString();
    }
    return words;
  }
};

TEST_F(ReviewAccess, ASecondWindowIsToldThatTheFirstHasTheProject) {
  open();
  MainWindow second(Services{});
  second.add_page(new ReviewPage(second.session(), second));
  second.resize(1200, 800);
  second.show();
  second.open_project(file_);
  ASSERT_TRUE(wait_until([&] { return second.session().is_open(); }));
  EXPECT_FALSE(second.session().writable());
  EXPECT_THAT(notice_of(second), HasSubstr("is open for writing in"));
  click(find_widget(second, QStringLiteral("rail-review")));
  auto* keep = find<QPushButton>(second, "review-do-keep");
  auto* counts = find<QLabel>(second, "review-counts");
  EXPECT_TRUE(wait_until([&] { return counts->text() == QStringLiteral("0 of 3 reviewed"); }));
  EXPECT_FALSE(keep->isEnabled());  // it may look, not decide
  QTest::keyClick(find_widget(second, QStringLiteral("page-review")), Qt::Key_X);
  pause();
  EXPECT_TRUE(stored().empty());
  activate();
  press_for(Qt::Key_X, QStringLiteral("text 2"));  // the first goes on
  EXPECT_EQ(stored().size(), 1U);
}

TEST_F(ReviewAccess, AReadOnlyFileIsShownAndSaysWhyNothingCanBeDecided) {
  namespace fs = std::filesystem;
  const fs::path file = project().path();
  fs::permissions(file.parent_path(), fs::perms(0777));
  fs::permissions(file, fs::perms(0444));
  const bool is_root = geteuid() == 0;  // whom permissions don't bind
  ASSERT_TRUE(!is_root || setresuid(kNobody, kNobody, 0) == 0);
  window_ = std::make_unique<MainWindow>(Services{});
  window_->add_page(new ReviewPage(window_->session(), *window_));
  window_->show();
  window_->open_project(file);
  EXPECT_TRUE(wait_until([&] { return window_->session().is_open(); }));
  EXPECT_FALSE(window_->session().writable());
  EXPECT_THAT(notice_of(*window_), HasSubstr("is read-only"));
  click(find_widget(*window_, QStringLiteral("rail-review")));
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("text 1"); }));
  EXPECT_FALSE(find<QPushButton>(*window_, "review-do-keep")->isEnabled());
  window_.reset();
  ASSERT_TRUE(!is_root || setresuid(0, 0, 0) == 0);
  EXPECT_EQ(Project::open(file, OpenMode::read).decisions().newest(), 0);
}

}  // namespace
}  // namespace noiseal::ui
