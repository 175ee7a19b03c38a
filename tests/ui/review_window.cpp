// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/review_window.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTest>

#include "ui/pages/export/export_page.h"
#include "ui/pages/review/review_page.h"

namespace noiseal::ui::test {

ReviewWindow::ReviewWindow(const std::string& train) : files_(train) {
  QSettings().clear();
}

void ReviewWindow::score_rows(std::int64_t run, std::int32_t suggestion) {
  const Project project = files_.project();
  const std::vector<std::int64_t> ids = project.runs().row_ids(run);
  std::vector<RowScore> scores(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    scores[i].row = ids[i];
    scores[i].score = 1.0 - static_cast<double>(i) / static_cast<double>(ids.size() + 1);
    scores[i].suggestion = suggestion;
  }
  project.scores().replace(run, scores);
}

void ReviewWindow::add_run(std::int32_t suggestion) {
  std::int64_t run = 0;
  {
    const Project project = files_.project();
    run = project.runs().add({}, project.rows().read_split(Split::train).ids);
  }
  score_rows(run, suggestion);
}

void ReviewWindow::open() {
  {
    const Project project = files_.project();
    file_ = project.path();
    project.settings().set("review.query", R"({"order": "score"})");
  }
  window_ = std::make_unique<MainWindow>(Services{});
  window_->add_page(new ReviewPage(window_->session(), *window_));
  window_->add_page(new ExportPage(window_->session(), *window_, services_));
  window_->resize(1440, 900);
  window_->show();
  activate();
  window_->open_project(file_);
  EXPECT_TRUE(wait_until([&] { return window_->session().is_open(); }));
  page_ = window_->findChild<QWidget*>(QStringLiteral("page-review"));
  const QString first =
      QString::fromStdString(Project::open(file_, OpenMode::read).rows().row(1).text);
  click(find_widget(*window_, QStringLiteral("rail-review")));
  EXPECT_TRUE(wait_until([&] { return text() == first; }));
}

QString ReviewWindow::text() {
  return find<QPlainTextEdit>(*window_, "review-text")->toPlainText();
}

QString ReviewWindow::counts() {
  return find<QLabel>(*window_, "review-counts")->text();
}

void ReviewWindow::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(page_, key, modifiers);
}

void ReviewWindow::press_for(Qt::Key key, const QString& next, Qt::KeyboardModifiers modifiers) {
  press(key, modifiers);
  EXPECT_TRUE(wait_until([&] { return text() == next; })) << text().toStdString();
}

void ReviewWindow::activate() {
  window_->activateWindow();
  EXPECT_TRUE(QTest::qWaitForWindowActive(window_.get()));
}

void ReviewWindow::enter_reviewer(const QString& name) {
  auto* field = find<QLineEdit>(*window_, "review-reviewer");
  field->setFocus();
  field->setText(name);
  QTest::keyClick(field, Qt::Key_Return);
}

void ReviewWindow::pause() {
  constexpr int kMilliseconds = 150;
  QTest::qWait(kMilliseconds);
}

std::vector<Decision> ReviewWindow::stored() const {
  std::vector<Decision> list;
  const Project project = Project::open(file_, OpenMode::read);
  project.decisions().for_each([&](const Decision& decision) { list.push_back(decision); });
  return list;
}

}  // namespace noiseal::ui::test
