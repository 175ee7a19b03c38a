// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDropEvent>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>
#include <csignal>
#include <cstdlib>

#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/project_files.h"
#include "tests/support/test_data.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"
#include "ui/theme/elided_label.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::HasSubstr;
using testing::IsEmpty;

Services fake_services() {
  Services services;
  services.run_parts = noiseal::test::fake_parts();
  return services;
}

class WindowState : public testing::Test {
 protected:
  WindowState() {
    { const Project made = project_.open(); }
    start();
  }
  ~WindowState() override { QSettings().clear(); }

  void start() {
    window_ = make_main_window(fake_services());
    window_->show();
  }
  void open() {
    window_->open_project(project_.path());
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
  }
  void store_run() {
    const Project project = project_.open();
    noiseal::test::run_to_end(project, noiseal::test::small_recipe());
  }
  /// Drops a file as a file manager would; false where the window takes no such thing.
  bool drop(const QMimeData& data) {
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window_.get(), &enter);
    if (!enter.isAccepted()) {
      return false;
    }
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window_.get(), &drop);
    return true;
  }
  bool drop_file(const std::filesystem::path& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
    return drop(data);
  }
  QSplitter* splitter() { return find<QWidget>(*window_, "page-data")->findChild<QSplitter*>(); }

  noiseal::test::NoisyProject project_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(WindowState, KeepsThePageAndHowItIsDivided) {
  window_->resize(1200, 800);
  open();
  click(find<QWidget>(*window_, "rail-train"));
  click(find<QWidget>(*window_, "rail-data"));
  splitter()->setSizes({splitter()->sizes().at(0) + 60, splitter()->sizes().at(1) - 60});
  const QByteArray divided = splitter()->saveState();
  click(find<QWidget>(*window_, "rail-train"));
  window_->close();
  window_.reset();
  start();
  EXPECT_EQ(splitter()->saveState(), divided);
  open();
  EXPECT_EQ(find<QStackedWidget>(*window_, "pages")->currentWidget()->objectName(), "page-train");
}

TEST_F(WindowState, OpensAProjectThatIsDropped) {
  ASSERT_TRUE(drop_file(project_.path()));
  EXPECT_TRUE(wait_until([&] { return window_->session().is_open(); }));
}

TEST_F(WindowState, OffersToImportADataFileThatIsDropped) {
  const noiseal::test::TemporaryFolder folder;
  noiseal::test::write_file(folder / "requests.csv", "text,label\nparcel is late,delivery\n");
  ASSERT_TRUE(drop_file(folder / "requests.csv"));
  EXPECT_TRUE(wait_until([&] {
    const auto* dialog = window_->findChild<QDialog*>(QStringLiteral("import-dialog"));
    return dialog != nullptr && dialog->isVisible();
  }));
}

TEST_F(WindowState, TakesNoWordsThatAreDropped) {
  QMimeData words;
  words.setText(QStringLiteral("parcel is late"));
  EXPECT_FALSE(drop(words));
}

TEST_F(WindowState, OffersToGoOnWithARunWhoseProgramWasKilled) {
  const pid_t child = fork();
  if (child == 0) {
    const auto watch = std::make_shared<noiseal::test::FakeWatch>();
    watch->trouble_at = 60;
    watch->trouble = [](const Control&) { static_cast<void>(raise(SIGKILL)); };
    const Project project = project_.open();
    start_run(project, noiseal::test::small_recipe(), UseDecisions::no,
              noiseal::test::fake_parts(watch), nullptr, Control());
    std::_Exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << "the run was over before it could be killed";

  open();
  EXPECT_TRUE(find<QWidget>(*window_, "notice")->isVisible());
  EXPECT_THAT(find<QLabel>(*window_, "notice-text")->text().toStdString(),
              HasSubstr("A run was at work when its program ended."));
  click(find<QPushButton>(*window_, "notice-button"));
  EXPECT_TRUE(wait_until(
      [&] {
        const auto& runs = window_->session().facts().runs;
        return runs.size() == 1 && runs.front().state == RunState::finished;
      },
      60'000));
  EXPECT_FALSE(find<QWidget>(*window_, "notice")->isVisible());
}

TEST_F(WindowState, ShrinksWithTheRowsOfAChartOpen) {
  store_run();
  window_->resize(1440, 900);
  open();
  click(find<QWidget>(*window_, "rail-train"));
  find<QWidget>(*window_, "rows-panel")->show();
  window_->resize(1440, 901);  // both panels stand now
  ASSERT_TRUE(find<QWidget>(*window_, "recipe")->isVisible());
  window_->resize(1024, 700);
  EXPECT_EQ(window_->width(), 1024);
  EXPECT_FALSE(find<QWidget>(*window_, "recipe")->isVisible());
  EXPECT_TRUE(find<QWidget>(*window_, "rows-panel")->isVisible());
}

TEST_F(WindowState, ShowsEveryPageOfAProjectWithoutARunAndComplainsOfNothing) {
  open();
  for (int page = 0; page < window_->page_count(); ++page) {
    window_->show_page(page);
    QTest::qWait(300);
    for (const auto* box : window_->findChildren<QMessageBox*>()) {
      ADD_FAILURE() << window_->current_page()->topic().toStdString() << ": "
                    << box->text().toStdString();
    }
  }
}

/// Words that don't fit where they stand, with the widget's name.
std::vector<std::string> cut_words(const QWidget& window) {
  std::vector<std::string> cut;
  const auto note = [&](const QWidget& widget, const QString& words) {
    cut.push_back(widget.objectName().toStdString() + " of " +
                  widget.parentWidget()->objectName().toStdString() + ": " + words.toStdString());
  };
  for (const auto* label : window.findChildren<QLabel*>()) {
    if (!label->isVisible() || label->text().isEmpty() ||
        qobject_cast<const ElidedLabel*>(label) != nullptr) {
      continue;
    }
    const bool fits = label->wordWrap()
                          ? label->heightForWidth(label->width()) <= label->height() + 1
                          : label->sizeHint().width() <= label->width() + 1;
    if (!fits) {
      note(*label, label->text());
    }
  }
  for (const auto* button : window.findChildren<QAbstractButton*>()) {
    if (button->isVisible() && !button->text().isEmpty() &&
        button->minimumSizeHint().width() > button->width() + 1) {
      note(*button, button->text());
    }
  }
  constexpr int kArrow = 24;
  for (const auto* box : window.findChildren<QComboBox*>()) {
    if (box->isVisible() && !box->isEditable() &&
        box->fontMetrics().horizontalAdvance(box->currentText()) + kArrow > box->width()) {
      note(*box, box->currentText());
    }
  }
  return cut;
}

/// Runs once more with QT_SCALE_FACTOR=2 (CMakeLists.txt).
TEST_F(WindowState, CutsNoWordsAtTheUsualSizes) {
  store_run();
  open();
  for (const QSize size : {QSize(1440, 900), QSize(1024, 700)}) {
    window_->resize(size);
    for (int page = 0; page < window_->page_count(); ++page) {
      window_->show_page(page);
      EXPECT_TRUE(wait_until([&] { return cut_words(*window_).empty(); }, 3000))
          << testing::PrintToString(cut_words(*window_)) << " at " << size.width();
    }
  }
}

}  // namespace
}  // namespace noiseal::ui
