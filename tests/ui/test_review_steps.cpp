// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressDialog>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include "core/pipeline/random_review.h"
#include "core/pipeline/reviewing.h"
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

TEST_F(BigReviewSteps, CountingWhatWouldChangeIsCancelledBeforeAnythingIsAsked) {
  press(Qt::Key_A);
  ASSERT_NE(progress(), nullptr);
  EXPECT_EQ(progress()->labelText(), QStringLiteral("Counting what would change"));
  progress()->findChild<QPushButton*>()->click();
  EXPECT_TRUE(wait_until([&] { return progress() == nullptr; }));
  pause();
  EXPECT_EQ(QApplication::activeModalWidget(), nullptr);
  EXPECT_TRUE(stored().empty());
  activate();
  accept_all();
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("60,000 of 60,000 reviewed"); }));
}

/// An audit of 10 rows is reviewed; 30,000 rows have another label as their suggestion.
class AcceptingTheRest : public test::ReviewWindow {
 protected:
  AcceptingTheRest() : test::ReviewWindow(many_rows()) {
    add_run(0);
    review_sample();
    open();
    click(find<QPushButton>(*window_, "review-audit"));
    EXPECT_TRUE(wait_until([&] { return accept() != nullptr && accept()->isVisible(); }));
  }
  void review_sample() {
    const Project file = project();
    SampleDraw draw;
    draw.purpose = SamplePurpose::accept;
    draw.size = kSample;
    draw.reviewer = "Ada";
    const std::int64_t sample = draw_sample(file, draw);
    OnScreen screen;
    screen.mode = ReviewMode::sample;
    screen.sample = sample;
    for (const SampleRow& row : file.review_samples().rows(sample)) {
      Decision decision = decision_on(row.row, 1, row.suggestion, DecisionKind::accept);
      decision.reviewer = "Ada";
      decision.context = on_screen_json(screen, {"a", "b"});
      file.decisions().add(decision);
    }
  }
  QPushButton* accept() {
    return page_->findChild<QPushButton*>(QStringLiteral("review-audit-accept"));
  }
  QProgressDialog* progress() {
    return page_->findChild<QProgressDialog*>(QStringLiteral("review-progress"));
  }
  QString said() { return find<QLabel>(*page_, "review-audit-said")->text(); }

  static constexpr std::size_t kSample = 10;
};

TEST_F(AcceptingTheRest, ShowsItsProgressWhileTheWindowLives) {
  int most = 0;
  int rounds = 0;  // of the window's loop
  click(accept());
  EXPECT_TRUE(wait_until([&] {
    ++rounds;
    if (progress() != nullptr) {
      most = std::max(most, progress()->value());
    }
    return said().startsWith(QStringLiteral("29990 suggestions accepted")) ||
           said().startsWith(QStringLiteral("29,990 suggestions accepted"));
  })) << said().toStdString();
  EXPECT_GT(most, 0);
  EXPECT_GT(rounds, 5);
  EXPECT_EQ(progress(), nullptr);
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("30,000 of 60,000 reviewed"); }));
}

TEST_F(AcceptingTheRest, IsCancelledWithNothingStoredAndCanBeDoneAgain) {
  click(accept());
  ASSERT_NE(progress(), nullptr);
  EXPECT_TRUE(wait_until([&] { return progress() == nullptr || progress()->value() > 0; }));
  ASSERT_NE(progress(), nullptr);
  progress()->findChild<QPushButton*>()->click();
  EXPECT_TRUE(wait_until([&] { return said().startsWith(QStringLiteral("Cancelled")); }));
  EXPECT_EQ(stored().size(), kSample);
  click(accept());
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("30,000 of 60,000 reviewed"); }));
}

TEST_F(BigReviewSteps, AFilterIsKeptWithTheProject) {
  auto* state = find<QComboBox>(*window_, "review-state");
  state->setCurrentIndex(1);
  Q_EMIT state->activated(1);  // as a person's choice does
  EXPECT_TRUE(wait_until([&] {
    const Project file = Project::open(file_, OpenMode::read);
    const std::string kept = file.settings().get("review.query").value_or(std::string());
    return queue_query_from_json(kept, file.labels().names()).state == QueueState::undecided;
  }));
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
