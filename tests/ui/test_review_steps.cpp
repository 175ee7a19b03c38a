// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressDialog>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include "tests/ui/review_window.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;

constexpr int kRows = 60'000;

std::string many_rows() {
  std::string text = "text,label\n";
  for (int i = 1; i <= kRows; ++i) {
    text += fmt::format("text {},{}\n", i, i % 2 == 0 ? "a" : "b");
  }
  return text;
}

/// Steps over so many rows that they take a while.
class BigReviewSteps : public test::ReviewWindow {
 protected:
  BigReviewSteps() : test::ReviewWindow(many_rows()) {
    add_run(0);
    open();
    click(find<QPushButton>(*window_, "review-table"));
    find<QTableView>(*window_, "review-queue")->selectAll();
  }
  /// Accepts every row's suggestion and says yes.
  void accept_all() {
    answer_.setInterval(20);
    QObject::connect(&answer_, &QTimer::timeout, &answer_, [this] {
      auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (question != nullptr && question->isVisible()) {
        answer_.stop();
        asked_ = question->text();
        question->buttons().first()->click();
      }
    });
    answer_.start();
    press(Qt::Key_A);
  }
  QProgressDialog* progress() {
    return page_->findChild<QProgressDialog*>(QStringLiteral("review-progress"));
  }

  QTimer answer_;
  QString asked_;
};

TEST_F(BigReviewSteps, ShowTheirProgressAndAreTakenBackWhole) {
  accept_all();
  int most = 0;
  EXPECT_TRUE(wait_until([&] {
    if (progress() != nullptr) {
      most = std::max(most, progress()->value());
    }
    return counts() == QStringLiteral("60,000 of 60,000 reviewed");
  })) << counts().toStdString();
  EXPECT_TRUE(asked_.startsWith(QStringLiteral("60000 rows: "))) << asked_.toStdString();
  EXPECT_GT(most, 0);
  EXPECT_TRUE(wait_until([&] { return progress() == nullptr; }));
  activate();
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("0 of 60,000 reviewed"); }));
}

TEST_F(BigReviewSteps, AreCancelledWithNothingStored) {
  accept_all();
  EXPECT_TRUE(wait_until([&] { return progress() != nullptr && progress()->value() > 0; }));
  progress()->findChild<QPushButton*>()->click();
  EXPECT_TRUE(wait_until([&] { return progress() == nullptr; }));
  EXPECT_TRUE(stored().empty());
  EXPECT_EQ(counts(), QStringLiteral("0 of 60,000 reviewed"));
  activate();
  accept_all();  // and the next one goes through
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("60,000 of 60,000 reviewed"); }));
}

TEST_F(BigReviewSteps, TextsAreIndexedInTheBackgroundWhileSearchAndKeysWork) {
  auto* search = find<QLineEdit>(*window_, "review-search");
  click(find<QPushButton>(*window_, "review-table"));  // one row at a time
  auto* indexing = find<QLabel>(*window_, "review-indexing");
  EXPECT_TRUE(wait_until([&] { return indexing->text().endsWith(QStringLiteral("%")); }));
  search->setText(QStringLiteral("text 4999"));
  EXPECT_TRUE(
      wait_until([&] { return counts() == QStringLiteral("0 of 11 reviewed"); }));  // and 49990...
  EXPECT_FALSE(Project::open(file_, OpenMode::read).text_index().built());
  press_for(Qt::Key_X, QStringLiteral("text 49990"));
  EXPECT_TRUE(
      wait_until([&] { return Project::open(file_, OpenMode::read).text_index().built(); }));
  EXPECT_TRUE(wait_until([&] { return !indexing->isVisible(); }));
  search->setText(QStringLiteral("text 3999"));
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("0 of 11 reviewed"); }));
  EXPECT_EQ(stored().size(), 1U);
}

}  // namespace
}  // namespace noiseal::ui
