// SPDX-License-Identifier: GPL-3.0-or-later
// A reviewer at a million rows: from a key press to the next row painted in the window, from
// another order or search to its first row. NOISEAL_REVIEW_PROJECT names a scored project (it is
// changed); without it one is made. NOISEAL_REVIEW_PRESSES: how often each key is pressed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTableView>
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <vector>

#include "core/base/rng.h"
#include "core/pipeline/project_import.h"
#include "tests/support/test_data.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/review/review_page.h"
#include "ui/window/main_window.h"

namespace noiseal::ui {
namespace {

using test::find;
using test::wait_until;

constexpr int kRows = 1'000'000;
constexpr int kEpochs = 6;
constexpr int kPresses = 300;            ///< or NOISEAL_REVIEW_PRESSES
constexpr double kMostForAnOrder = 200;  ///< milliseconds, to the first row of an order or a search
constexpr double kNanosecondsPerMillisecond = 1e6;

int presses() {
  const char* given = std::getenv("NOISEAL_REVIEW_PRESSES");
  return given != nullptr ? std::atoi(given) : kPresses;
}

void add_scored_run(const Project& project) {
  const std::vector<std::int64_t> ids = project.rows().read_split(Split::train).ids;
  const std::int64_t run = project.runs().add({}, ids);
  Rng rng({2});
  std::vector<RowScore> scores(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    scores[i].row = ids[i];
    scores[i].score = rng.uniform();
    scores[i].suggestion = static_cast<std::int32_t>(rng.below(2));
    scores[i].p_strong = rng.uniform();
    scores[i].p_weak = rng.uniform();
  }
  project.scores().replace(run, scores);
  const std::vector<float> values(ids.size(), 0.5F);
  const std::vector<std::uint16_t> labels(ids.size(), 1);
  for (int epoch = 1; epoch <= kEpochs; ++epoch) {
    EpochCommit commit;
    commit.epoch = {epoch, "warm-up", "{}", 0};
    for (const char* model : {"strong", "weak"}) {
      commit.signals.push_back({model, "p_given", std::span(values)});
      commit.signals.push_back({model, "p_max", std::span(values)});
      commit.signals.push_back({model, "argmax", std::span(labels)});
    }
    project.runs().commit_epoch(run, commit);
  }
}

std::filesystem::path make_project(const noiseal::test::TemporaryFolder& folder) {
  std::ofstream file(folder / "many.csv");
  file << "text,label\n";
  for (int i = 0; i < kRows; ++i) {
    file << "request " << i << " about a parcel that came late or not at all and " << i % 977
         << " other matters," << (i % 3 == 0 ? "parcel" : "refund") << '\n';
  }
  file.close();
  ImportOptions options;
  options.file = folder / "many.csv";
  options.project = folder / "many.noiseal";
  import_project(options, nullptr, Control());
  add_scored_run(Project::open(options.project, OpenMode::write));
  return options.project;
}

/// Sees when the row's text has been painted.
class PaintWatch : public QObject {
 public:
  explicit PaintWatch(QPlainTextEdit* text) : text_(text) {
    text->viewport()->installEventFilter(this);
  }
  void begin() {
    before_ = text_->toPlainText();
    painted_ = false;
  }
  /// Another text is on the screen.
  [[nodiscard]] bool painted() const { return painted_; }

 protected:
  bool eventFilter(QObject* /*watched*/, QEvent* event) override {
    if (event->type() == QEvent::Paint && text_->toPlainText() != before_) {
      painted_ = true;  // it is drawn before this round of the event loop ends
    }
    return false;
  }

 private:
  QPlainTextEdit* text_;
  QString before_;
  bool painted_ = false;
};

class ReviewAtAMillionRows : public testing::Test {
 protected:
  void SetUp() override {
    QSettings().clear();
    const char* given = std::getenv("NOISEAL_REVIEW_PROJECT");
    project_ = given != nullptr ? std::filesystem::path(given) : make_project(folder_);
    window_ = std::make_unique<MainWindow>(Services{});
    window_->add_page(new ReviewPage(window_->session(), *window_));
    window_->resize(1440, 900);
    window_->show();
    window_->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
    QElapsedTimer clock;
    clock.start();
    window_->open_project(project_);
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }, 60'000));
    QTest::keyClick(window_.get(), Qt::Key_1, Qt::ControlModifier);
    page_ = find<QWidget>(*window_, "page-review");
    counts_ = find<QLabel>(*page_, "review-counts");
    ASSERT_TRUE(wait_until([&] { return !counts_->text().isEmpty(); }, 60'000));
    std::cout << fmt::format("first row {} ms after opening, {}\n", clock.elapsed(),
                             counts_->text().toStdString());
    watch_ = std::make_unique<PaintWatch>(find<QPlainTextEdit>(*page_, "review-text"));
  }

  /// Milliseconds until another row is painted.
  template <class Action>
  double until_painted(Action action) {
    watch_->begin();
    QElapsedTimer clock;
    clock.start();
    action();
    while (!watch_->painted() && clock.elapsed() < 20'000) {
      QApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
    }
    EXPECT_TRUE(watch_->painted());
    return static_cast<double>(clock.nsecsElapsed()) / kNanosecondsPerMillisecond;
  }
  /// Milliseconds until the queue of another query is there with its first row.
  template <class Action>
  double until_counted(Action action) {
    QElapsedTimer clock;
    clock.start();
    bool reset = false;
    const auto connection =
        QObject::connect(find<QTableView>(*page_, "review-queue")->model(),
                         &QAbstractItemModel::modelReset, page_, [&] { reset = true; });
    action();
    pause_ = 0;
    while (!reset && clock.elapsed() < 20'000) {
      QApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
      if (pause_ == 0 && counts_->text().startsWith(QStringLiteral("Searching"))) {
        pause_ = clock.elapsed();
      }
    }
    QObject::disconnect(connection);
    EXPECT_TRUE(reset);
    page_->repaint();
    return static_cast<double>(clock.nsecsElapsed()) / kNanosecondsPerMillisecond;
  }
  /// Presses the key so many times; returns the 99th percentile.
  double measure_key(const char* what, Qt::Key key) {
    std::vector<double> times;
    for (int i = 0; i < presses(); ++i) {
      times.push_back(until_painted([&] { QTest::keyClick(page_, key); }));
    }
    std::ranges::sort(times);
    const double p99 = times[times.size() * 99 / 100];
    std::cout << fmt::format(
        "{}, to the next row painted: p50 {:.1f} ms, p99 {:.1f} ms, at most "
        "{:.1f} ms ({} presses)\n",
        what, times[times.size() / 2], p99, times.back(), times.size());
    return p99;
  }

  noiseal::test::TemporaryFolder folder_;
  std::filesystem::path project_;
  std::unique_ptr<MainWindow> window_;
  QWidget* page_ = nullptr;
  QLabel* counts_ = nullptr;
  qint64 pause_ = 0;  ///< milliseconds until the search began
  std::unique_ptr<PaintWatch> watch_;
};

TEST_F(ReviewAtAMillionRows, AKeyShowsTheNextRowAtOnceAlsoWhileTextsAreIndexed) {
  EXPECT_LE(measure_key("keep, texts being indexed", Qt::Key_X), 50);
  ASSERT_TRUE(wait_until(
      [&] { return Project::open(project_, OpenMode::read).text_index().built(); }, 600'000));
  EXPECT_LE(measure_key("keep", Qt::Key_X), 50);
  EXPECT_LE(measure_key("accept", Qt::Key_A), 50);
  EXPECT_LE(measure_key("move", Qt::Key_J), 50);
  auto* order = find<QComboBox>(*page_, "review-order");
  for (int i = order->count() - 1; i >= 0; --i) {
    if (i == order->currentIndex()) {
      continue;
    }
    const double time = until_counted([&] {
      order->setCurrentIndex(i);
      Q_EMIT order->activated(i);  // as a person's choice does
    });
    std::cout << fmt::format("order \"{}\", to its first row shown: {:.1f} ms\n",
                             order->itemText(i).toStdString(), time);
    EXPECT_LE(time, kMostForAnOrder);
  }
  auto* search = find<QLineEdit>(*page_, "review-search");
  for (const char* words : {"request 4711", "and 976 other"}) {
    const double time = until_counted([&] { search->setText(QString::fromLatin1(words)); });
    std::cout << fmt::format(
        "search \"{}\" with index: {:.1f} ms, of these {} ms pause after typing; {}\n", words, time,
        pause_, counts_->text().toStdString());
    EXPECT_LE(time, kMostForAnOrder);
  }
}

}  // namespace
}  // namespace noiseal::ui
