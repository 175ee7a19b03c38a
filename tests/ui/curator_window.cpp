// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/curator_window.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTest>
#include <QTimer>
#include <sstream>
#include <utility>

#include "tests/pipeline/project_files.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"
#include "ui/pages/export/export_page.h"

namespace noiseal::ui::test {

void CuratorWindow::take(const std::filesystem::path& file) {
  QSettings().clear();
  project_ = file;
  const Project project = Project::open(file, OpenMode::read);
  labels_ = project.labels().names();
  const SplitLabels rows = project.rows().read_labels(Split::train);
  for (std::size_t i = 0; i < rows.ids.size(); ++i) {
    given_[rows.ids[i]] = rows.given[i];
    gold_[rows.ids[i]] = rows.gold[i];
    row_named_[QString::fromStdString(project.rows().row(rows.ids[i]).shown_id())] = rows.ids[i];
    suggestion_[rows.ids[i]] = project.scores().get(1, rows.ids[i])->suggestion;
  }
}

void CuratorWindow::open(Services services) {
  window_ = make_main_window(std::move(services));
  window_->resize(1440, 900);
  window_->show();
  activate();
  window_->open_project(project_);
  ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
  QTest::keyClick(window_.get(), Qt::Key_3, Qt::ControlModifier);
  page_ = find<QWidget>(*window_, "page-review");
  ASSERT_TRUE(wait_until([&] { return shown_row() != 0; }));
}

void CuratorWindow::activate() {
  window_->activateWindow();
  EXPECT_TRUE(QTest::qWaitForWindowActive(window_.get()));
}

void CuratorWindow::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(window_->focusWidget() != nullptr ? window_->focusWidget() : page_, key,
                  modifiers);
}

std::int64_t CuratorWindow::shown_row() {
  const QStringList words = find<QLabel>(*window_, "review-meta")->text().split(QLatin1Char(' '));
  const auto row = words.size() > 1 ? row_named_.find(words[1]) : row_named_.end();
  return row != row_named_.end() ? row->second : 0;
}

void CuratorWindow::press_for_another_row(Qt::Key key, Qt::KeyboardModifiers modifiers) {
  const std::int64_t row = shown_row();
  press(key, modifiers);
  ASSERT_TRUE(wait_until([&] { return shown_row() != row; })) << "row " << row;
}

void CuratorWindow::note(const QString& words) {
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

void CuratorWindow::type_label(const QString& name) {
  const std::int64_t row = shown_row();
  press(Qt::Key_Slash);
  QLineEdit* typed = nullptr;
  ASSERT_TRUE(wait_until([&] {
    typed = page_->findChild<QLineEdit*>(QStringLiteral("review_label_typed"));
    return typed != nullptr && typed->isVisible();
  }));
  QTest::keyClicks(typed, name);
  QTest::keyClick(typed, Qt::Key_Return);
  ASSERT_TRUE(wait_until([&] { return shown_row() != row; })) << "row " << row;
  activate();
}

std::int32_t CuratorWindow::third_label(std::int64_t row) const {
  std::int32_t third = 0;
  while (third == given_.at(row) || third == suggestion_.at(row)) {
    ++third;
  }
  return third;
}

void CuratorWindow::decide(std::size_t n) {
  const std::int64_t row = shown_row();
  Meant meant;
  meant.from = label(given_.at(row));
  meant.to = meant.from;
  if (n % 31 == 5) {
    note(QStringLiteral("doubtful %1").arg(row));
    meant.note = "doubtful " + std::to_string(row);
  }
  if (n % 17 == 3) {
    meant.decision = "ambiguous";
    meant_[row] = meant;
    press_for_another_row(Qt::Key_M);
  } else if (n % 19 == 4) {
    meant.decision = "exclude";
    meant_[row] = meant;
    press_for_another_row(Qt::Key_E);
  } else if (n % 29 == 11) {
    meant.decision = "label";
    meant.to = label(third_label(row));
    meant_[row] = meant;
    type_label(QString::fromStdString(meant.to));
  } else if (gold_.at(row) == given_.at(row)) {
    meant.decision = "keep";
    meant_[row] = meant;
    press_for_another_row(Qt::Key_X);
  } else {
    const bool suggested = suggestion_.at(row) == gold_.at(row);
    meant.decision = suggested ? "accept" : "label";
    meant.to = label(gold_.at(row));
    meant_[row] = meant;
    if (suggested) {
      press_for_another_row(Qt::Key_A);
    } else if (n % 2 == 0) {
      type_label(QString::fromStdString(meant.to));
    } else {
      press_for_another_row(static_cast<Qt::Key>(Qt::Key_1 + gold_.at(row)));
    }
  }
}

void CuratorWindow::review() {
  auto* counts = find<QLabel>(*window_, "review-counts");
  for (std::size_t n = 0; n < kReviewed; ++n) {
    if (n % 23 == 7) {  // looked at again later
      if (n % 2 == 0) {
        note(QStringLiteral("ask a colleague"));
      }
      press_for_another_row(Qt::Key_F);
    } else if (n % 23 == 15) {
      press_for_another_row(Qt::Key_Space);
    }
    decide(n);
    ASSERT_FALSE(HasFatalFailure());
    if (n % 50 == 49) {  // a slip, taken back and brought back
      const QString before = counts->text();
      press_for_another_row(Qt::Key_Z, Qt::ControlModifier);
      press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
      ASSERT_TRUE(wait_until([&] { return counts->text() == before; }));
      while (meant_.contains(shown_row())) {
        press_for_another_row(Qt::Key_J);
      }
    }
  }
}

void CuratorWindow::export_all() {
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

std::map<std::int64_t, nlohmann::json> CuratorWindow::provenance() const {
  std::map<std::int64_t, nlohmann::json> lines;
  std::istringstream in(noiseal::test::read_file(folder() / "clean.provenance.jsonl"));
  for (std::string line; std::getline(in, line);) {
    const nlohmann::json entry = nlohmann::json::parse(line);
    lines[entry["row"].get<std::int64_t>()] = entry;
  }
  return lines;
}

void CuratorWindow::expect_each_explained(const std::string& begin, const std::string& end) const {
  const auto lines = provenance();
  EXPECT_EQ(lines.size(), meant_.size());
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
  }
}

}  // namespace noiseal::ui::test
