// SPDX-License-Identifier: GPL-3.0-or-later
// A curator's whole way: 200 rows of a noisy project decided by keys alone, the export, and an
// answer to who changed a label, when, why, from what to what, for each of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QCheckBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>
#include <map>
#include <sstream>

#include "core/pipeline/run_facts.h"
#include "core/store/utc_time.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/ui/curator_window.h"
#include "tests/ui/support/waiting.h"

namespace noiseal::ui {
namespace {

using noiseal::test::read_file;
using test::click;
using test::find;
using test::wait_until;
using testing::HasSubstr;

class ReviewToExport : public test::CuratorWindow {
 protected:
  ReviewToExport() {
    noiseal::test::run_to_end(noisy_.open(), noiseal::test::small_recipe());
    take(noisy_.path());
  }
  void open_window() {
    Services services;
    services.run_parts = noiseal::test::fake_parts();
    open(std::move(services));
  }

  noiseal::test::NoisyProject noisy_;
};

TEST_F(ReviewToExport, TwoHundredRowsByKeysAloneAndEachChangeIsExplained) {
  const std::string begin = utc_now_milliseconds();
  open_window();
  ASSERT_FALSE(HasFatalFailure());
  review();
  ASSERT_EQ(meant_.size(), kReviewed);
  EXPECT_TRUE(
      find<QLabel>(*window_, "review-counts")->text().startsWith(QStringLiteral("200 of ")));
  export_all();
  const std::string end = utc_now_milliseconds();
  expect_each_explained(begin, end);
  std::map<std::string, std::size_t> kinds;
  for (const auto& [row, meant] : meant_) {
    ++kinds[meant.decision];
  }
  EXPECT_EQ(kinds.size(), 5U);  // every way to decide was used
  EXPECT_GT(kinds["accept"], 20U);
  EXPECT_THAT(read_file(folder() / "clean.report.html"), HasSubstr("200"));
}

TEST_F(ReviewToExport, TheExportedFileCarriesTheDecidedLabelsAndNothingElseChanged) {
  open_window();
  ASSERT_FALSE(HasFatalFailure());
  review();
  export_all();
  std::istringstream in(read_file(folder() / "clean.csv"));
  std::istringstream source(read_file(folder() / "train.csv"));
  std::string line;
  std::string before;
  std::getline(in, line);
  std::getline(source, before);
  EXPECT_EQ(line.substr(0, before.size() + 1), before + ",");
  const Project project = Project::open(noisy_.path(), OpenMode::read);
  std::size_t checked = 0;
  project.sources().for_each_record(1, [&](const RecordView& record) {
    ASSERT_TRUE(std::getline(in, line));
    ASSERT_TRUE(std::getline(source, before));
    const std::string text = before.substr(0, before.rfind(','));
    const auto meant = record.row ? meant_.find(*record.row) : meant_.end();
    if (meant != meant_.end()) {
      EXPECT_EQ(line.substr(0, line.find(',', text.size() + 1)), text + "," + meant->second.to);
      ++checked;
    } else {
      EXPECT_EQ(line.substr(0, text.size() + 1), text + ",");
    }
  });
  EXPECT_EQ(checked, kReviewed);
}

TEST_F(ReviewToExport, TheNextRunGoesOnFromTheDecisionsAndSaysWhatItChanged) {
  open_window();
  ASSERT_FALSE(HasFatalFailure());
  EXPECT_FALSE(find<QPushButton>(*window_, "review-train-again")->isVisible());
  for (std::size_t n = 0; n < 30; ++n) {
    decide(n);
  }
  click(find<QPushButton>(*window_, "review-train-again"));
  EXPECT_EQ(find<QStackedWidget>(*window_, "pages")->currentWidget()->objectName(),
            QStringLiteral("page-train"));
  auto* use_decisions = find<QCheckBox>(*window_, "recipe-decisions");
  EXPECT_TRUE(use_decisions->isChecked());
  EXPECT_TRUE(wait_until([&] { return use_decisions->isVisible(); }));
  click(find<QPushButton>(*window_, "start"));
  EXPECT_TRUE(wait_until([&] { return window_->session().job() != nullptr; }));
  EXPECT_TRUE(wait_until([&] { return window_->session().job() == nullptr; }, 60'000));
  {
    const Project project = Project::open(noisy_.path(), OpenMode::read);
    const RunRecord run = project.runs().run(2);
    EXPECT_EQ(run.state, RunState::finished);
    EXPECT_TRUE(run_facts_from_json(run.facts).use_decisions);
  }
  QTest::keyClick(window_.get(), Qt::Key_3, Qt::ControlModifier);
  auto* changes = find<QPushButton>(*window_, "review-changes");
  EXPECT_TRUE(wait_until([&] { return changes->isVisible(); }));
  click(changes);
  auto* box = find<QMessageBox>(*page_, "review-changes-box");
  EXPECT_TRUE(box->text().startsWith(QStringLiteral("Since run 1: ")));
}

}  // namespace
}  // namespace noiseal::ui
