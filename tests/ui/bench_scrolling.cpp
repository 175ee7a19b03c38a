// SPDX-License-Identifier: GPL-3.0-or-later
// How the table of rows scrolls at a million rows: how long the event loop stands still, and how
// long a page takes to show. NOISEAL_SCROLL_PROJECT names a project; without it one is made.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "core/pipeline/project_import.h"
#include "tests/support/test_data.h"
#include "tests/ui/support/loop_watch.h"
#include "tests/ui/support/waiting.h"
#include "ui/models/row_table_model.h"
#include "ui/pages/all_pages.h"

namespace noiseal::ui {
namespace {

using test::find;
using test::LoopWatch;
using test::wait_until;

constexpr int kRows = 1'000'000;

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
  return options.project;
}

class Scrolling : public testing::Test {
 protected:
  void SetUp() override {
    const char* given = std::getenv("NOISEAL_SCROLL_PROJECT");
    project_ = given != nullptr ? std::filesystem::path(given) : make_project(folder_);
    window_ = make_main_window({});
    window_->resize(1440, 900);
    window_->show();
  }

  noiseal::test::TemporaryFolder folder_;
  std::filesystem::path project_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(Scrolling, AtAMillionRowsEveryJumpShowsItsRows) {
  QElapsedTimer clock;
  clock.start();
  const LoopWatch opening;
  window_->open_project(project_);
  auto* table = find<QTableView>(*find<QWidget>(*window_, "page-data"), "rows-table");
  ASSERT_TRUE(wait_until([&] { return table->model()->rowCount() > 0; }, 120'000));
  std::cout << fmt::format("{} rows, shown {} ms after opening; {}\n", table->model()->rowCount(),
                           clock.elapsed(), opening.summary());
  const auto loaded = [&] {
    const int first = table->rowAt(1);
    return !table->model()->index(first, RowTableModel::kText).data().toString().isEmpty();
  };
  const LoopWatch watch;
  double longest_wait = 0;
  double sum = 0;
  constexpr int kJumps = 200;
  for (int i = 0; i < kJumps; ++i) {
    QScrollBar* bar = table->verticalScrollBar();
    bar->setValue(
        static_cast<int>((static_cast<qint64>(i) * 7919 % kJumps) * bar->maximum() / kJumps));
    clock.restart();
    ASSERT_TRUE(wait_until(loaded));
    const double wait = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    longest_wait = std::max(longest_wait, wait);
    sum += wait;
  }
  std::cout << fmt::format(
      "{} jumps: rows shown after {:.1f} ms on average, {:.1f} ms at most; {}\n", kJumps,
      sum / kJumps, longest_wait, watch.summary());
  EXPECT_LT(watch.stall_quantile(0.99), 50);
}

TEST_F(Scrolling, SearchingAMillionTextsLeavesTheWindowFluid) {
  window_->open_project(project_);
  auto* table = find<QTableView>(*find<QWidget>(*window_, "page-data"), "rows-table");
  ASSERT_TRUE(wait_until([&] { return table->model()->rowCount() > 0; }, 120'000));
  const int all = table->model()->rowCount();
  QElapsedTimer clock;
  clock.start();
  const LoopWatch watch;
  find<QLineEdit>(*find<QWidget>(*window_, "page-data"), "rows-search")->setText("99 other");
  ASSERT_TRUE(wait_until([&] { return table->model()->rowCount() != all; }, 120'000));
  std::cout << fmt::format("search without index: {} ms, {} rows; {}\n", clock.elapsed(),
                           table->model()->rowCount(), watch.summary());
  EXPECT_LT(watch.stall_quantile(0.99), 50);
}

}  // namespace
}  // namespace noiseal::ui
