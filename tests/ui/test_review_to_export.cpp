// SPDX-License-Identifier: GPL-3.0-or-later
// A curator's whole way: 200 rows of a noisy project decided by keys alone, the export, and an
// answer to who changed a label, when, why, from what to what, for each of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QTest>
#include <QTimer>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/pipeline/run_facts.h"
#include "core/store/utc_time.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"
#include "ui/pages/export/export_page.h"

namespace noiseal::ui {
namespace {

using noiseal::test::read_file;
using test::click;
using test::find;
using test::wait_until;
using testing::HasSubstr;

constexpr std::size_t kReviewed = 200;

/// What the reviewer meant to do with a row.
struct Meant {
  std::string decision;
  std::string from;
  std::string to;
  std::string note;
};

class ReviewToExport : public testing::Test {
 protected:
  ReviewToExport() {
    QSettings().clear();
    const Project project = noisy_.open();
    noiseal::test::run_to_end(project, noiseal::test::small_recipe());
    labels_ = project.labels().names();
    const SplitLabels rows = project.rows().read_labels(Split::train);
    for (std::size_t i = 0; i < rows.ids.size(); ++i) {
      given_[rows.ids[i]] = rows.given[i];
      gold_[rows.ids[i]] = rows.gold[i];
      suggestion_[rows.ids[i]] = project.scores().get(1, rows.ids[i])->suggestion;
    }
  }

  void open() {
    Services services;
    services.run_parts = noiseal::test::fake_parts();
    window_ = make_main_window(std::move(services));
    window_->resize(1440, 900);
    window_->show();
    activate();
    window_->open_project(noisy_.path());
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
    QTest::keyClick(window_.get(), Qt::Key_3, Qt::ControlModifier);
    page_ = find<QWidget>(*window_, "page-review");
    ASSERT_TRUE(wait_until([&] { return shown_row() != 0; }));
  }
  void activate() {
    window_->activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(window_.get()));
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(window_->focusWidget() != nullptr ? window_->focusWidget() : page_, key,
                    modifiers);
  }
  /// The row under review, 0: none.
  [[nodiscard]] std::int64_t shown_row() {
    const QStringList words = find<QLabel>(*window_, "review-meta")->text().split(QLatin1Char(' '));
    return words.size() > 1 && words[0] == QLatin1String("Row") ? words[1].toLongLong() : 0;
  }
  void press_for_another_row(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    const std::int64_t row = shown_row();
    press(key, modifiers);
    ASSERT_TRUE(wait_until([&] { return shown_row() != row; })) << "row " << row;
  }
  /// N, the words, Tab, Enter: without the mouse.
  void note(const QString& words) {
    QTimer typing;
    typing.setInterval(10);
    QObject::connect(&typing, &QTimer::timeout, &typing, [&] {
      auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr || !dialog->isAncestorOf(QApplication::focusWidget())) {
        return;
      }
      typing.stop();
      QTest::keyClicks(QApplication::focusWidget(), words);
      dialog->accept();
    });
    typing.start();
    press(Qt::Key_N);
    activate();
  }
  /// Decides the row under review as somebody would who knows the truth.
  void decide(std::size_t n) {
    const std::int64_t row = shown_row();
    Meant meant;
    meant.from = labels_.at(static_cast<std::size_t>(given_.at(row)));
    meant.to = meant.from;
    if (n % 31 == 5) {
      note(QStringLiteral("doubtful %1").arg(row));
      meant.note = "doubtful " + std::to_string(row);
    }
    Qt::Key key = Qt::Key_X;
    if (n % 17 == 3) {
      key = Qt::Key_M;
      meant.decision = "ambiguous";
    } else if (n % 19 == 4) {
      key = Qt::Key_E;
      meant.decision = "exclude";
    } else if (gold_.at(row) == given_.at(row)) {
      meant.decision = "keep";
    } else {
      const bool suggested = suggestion_.at(row) == gold_.at(row);
      key = suggested ? Qt::Key_A : static_cast<Qt::Key>(Qt::Key_1 + gold_.at(row));
      meant.decision = suggested ? "accept" : "label";
      meant.to = labels_.at(static_cast<std::size_t>(gold_.at(row)));
    }
    meant_[row] = meant;
    press_for_another_row(key);
  }
  void review() {
    for (std::size_t n = 0; n < kReviewed; ++n) {
      if (n % 23 == 7) {
        press_for_another_row(Qt::Key_F);  // looked at again later
      }
      decide(n);
      ASSERT_FALSE(HasFatalFailure());
      if (n % 50 == 49) {  // a slip, taken back and brought back
        const QString counts = find<QLabel>(*window_, "review-counts")->text();
        press_for_another_row(Qt::Key_Z, Qt::ControlModifier);
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        ASSERT_TRUE(
            wait_until([&] { return find<QLabel>(*window_, "review-counts")->text() == counts; }));
        while (meant_.contains(shown_row())) {
          press_for_another_row(Qt::Key_J);
        }
      }
    }
  }
  /// To the Export page and out, with the columns and the provenance.
  void export_all() {
    QTest::keyClick(window_.get(), Qt::Key_5, Qt::ControlModifier);
    for (const char* box : {"export-add-columns", "export-provenance", "export-report"}) {
      auto* check = find<QCheckBox>(*window_, box);
      check->setFocus();
      QTest::keyClick(check, Qt::Key_Space);
      EXPECT_TRUE(check->isChecked());
    }
    window_->findChild<ExportPage*>()->export_to(folder() / "clean.csv");
    auto* said = find<QLabel>(*window_, "export-said");
    ASSERT_TRUE(wait_until([&] { return said->text().startsWith(QStringLiteral("clean.csv: ")); }))
        << said->text().toStdString();
  }
  [[nodiscard]] std::filesystem::path folder() const { return noisy_.path().parent_path(); }
  /// provenance.jsonl by row.
  [[nodiscard]] std::map<std::int64_t, nlohmann::json> provenance() const {
    std::map<std::int64_t, nlohmann::json> lines;
    std::istringstream in(read_file(folder() / "clean.provenance.jsonl"));
    for (std::string line; std::getline(in, line);) {
      const nlohmann::json entry = nlohmann::json::parse(line);
      lines[entry["row"].get<std::int64_t>()] = entry;
    }
    return lines;
  }

  noiseal::test::NoisyProject noisy_;
  std::vector<std::string> labels_;
  std::map<std::int64_t, std::int32_t> given_;
  std::map<std::int64_t, std::int32_t> gold_;
  std::map<std::int64_t, std::int32_t> suggestion_;
  std::map<std::int64_t, Meant> meant_;
  std::unique_ptr<MainWindow> window_;
  QWidget* page_ = nullptr;
};

TEST_F(ReviewToExport, TwoHundredRowsByKeysAloneAndEachChangeIsExplained) {
  const std::string begin = utc_now_milliseconds();
  open();
  ASSERT_FALSE(HasFatalFailure());
  review();
  ASSERT_EQ(meant_.size(), kReviewed);
  EXPECT_TRUE(
      find<QLabel>(*window_, "review-counts")->text().startsWith(QStringLiteral("200 of ")));
  export_all();
  const std::string end = utc_now_milliseconds();
  const auto lines = provenance();
  EXPECT_EQ(lines.size(), kReviewed);
  std::map<std::string, std::size_t> kinds;
  for (const auto& [row, meant] : meant_) {
    ASSERT_TRUE(lines.contains(row)) << "row " << row;
    const nlohmann::json& line = lines.at(row);
    EXPECT_NE(line["decider"], "") << row;
    EXPECT_EQ(line["decision"], meant.decision) << row;
    EXPECT_EQ(line["from"], meant.from) << row;
    EXPECT_EQ(line["to"], meant.to) << row;
    EXPECT_EQ(line["note"], meant.note) << row;
    EXPECT_GE(line["time"].get<std::string>(), begin) << row;
    EXPECT_LE(line["time"].get<std::string>(), end) << row;
    EXPECT_EQ(line["on_screen"]["mode"], "single") << row;
    EXPECT_EQ(line["on_screen"]["run"], 1) << row;
    EXPECT_TRUE(line["on_screen"].contains("error_score")) << row;
    EXPECT_GE(line["seconds"].get<double>(), 0) << row;
    ++kinds[meant.decision];
  }
  EXPECT_EQ(kinds.size(), 5U);  // every way to decide was used
  EXPECT_GT(kinds["accept"], 20U);
  EXPECT_THAT(read_file(folder() / "clean.report.html"), HasSubstr("200"));
}

TEST_F(ReviewToExport, TheExportedFileCarriesTheDecidedLabelsAndNothingElseChanged) {
  open();
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
  open();
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
