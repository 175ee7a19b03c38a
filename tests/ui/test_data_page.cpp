// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/project_files.h"
#include "tests/ui/support/waiting.h"
#include "ui/models/row_table_model.h"
#include "ui/pages/all_pages.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::HasSubstr;

class DataPageTest : public testing::Test {
 protected:
  void open(const std::filesystem::path& project) {
    window_->show();
    window_->open_project(project);
    ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
    window_->show_page(0);
    ASSERT_TRUE(wait_until([&] { return table().model()->rowCount() > 0; }));
  }
  void open_noisy() {
    { const Project made = noisy_.open(); }
    open(noisy_.path());
  }
  /// Other pages have tables of rows, too.
  QWidget& page() { return *find<QWidget>(*window_, "page-data"); }
  QTableView& table() { return *find<QTableView>(page(), "rows-table"); }
  bool shows_rows(int rows) {
    return wait_until([&] { return table().model()->rowCount() == rows; });
  }
  std::string words(const char* name) { return find<QLabel>(page(), name)->text().toStdString(); }
  bool says(const char* name, const char* part) {
    return wait_until([&] { return words(name).find(part) != std::string::npos; });
  }

  noiseal::test::NoisyProject noisy_;
  std::unique_ptr<MainWindow> window_ = make_main_window({});
};

TEST_F(DataPageTest, SaysWhatIsInTheProject) {
  open_noisy();
  EXPECT_TRUE(says("data-facts", "rows to train on"));
  EXPECT_TRUE(says("data-facts", "have another given label"));
  EXPECT_TRUE(says("data-facts", "put in on purpose: symmetric"));
  EXPECT_TRUE(says("data-lengths", "have at most"));
}

TEST_F(DataPageTest, SearchesTheTextsWhileOneTypes) {
  open_noisy();
  auto* search = find<QLineEdit>(page(), "rows-search");
  QTest::keyClicks(search, "no such words");
  EXPECT_TRUE(shows_rows(0));
  search->clear();
  EXPECT_TRUE(shows_rows(400));
}

TEST_F(DataPageTest, FiltersRowsWhoseGivenLabelIsWrong) {
  open_noisy();
  auto* wrong = find<QCheckBox>(page(), "rows-wrong");
  ASSERT_TRUE(wait_until([&] { return wrong->isVisible(); }));
  click(wrong);
  ASSERT_TRUE(wait_until([&] { return table().model()->rowCount() < 400; }));
  EXPECT_THAT(words("rows-count"), HasSubstr(" of 400"));
}

TEST_F(DataPageTest, TheChosenRowsWholeTextIsShownAsPlainText) {
  noiseal::test::ProjectFiles files("text,label\n<b>bold</b> & <img src=x>,a\nsecond,b\nthird,a\n");
  files.import();
  open(files.options.project);
  table().selectRow(0);
  auto* text = find<QPlainTextEdit>(page(), "rows-text");
  EXPECT_TRUE(wait_until([&] { return text->toPlainText() == "<b>bold</b> & <img src=x>"; }));
  EXPECT_THAT(words("rows-chosen"), HasSubstr("line 2 of its file"));
}

TEST_F(DataPageTest, AddsNoiseAndCountsItAnew) {
  noiseal::test::NoisyData clean;
  clean.noise = "";
  noiseal::test::NoisyProject project(clean);
  { const Project made = project.open(); }
  open(project.path());
  ASSERT_TRUE(says("data-facts", "No gold labels"));
  click(find<QPushButton>(page(), "data-noise"));
  auto* dialog = find<QDialog>(*window_, "noise-dialog");
  ASSERT_NE(dialog, nullptr);
  auto* kind = find<QComboBox>(*dialog, "noise-type");
  kind->setCurrentIndex(kind->findData("matrix"));
  EXPECT_TRUE(find<QWidget>(*dialog, "noise-matrix")->isVisible());
  EXPECT_FALSE(find<QWidget>(*dialog, "noise-rate")->isVisible());
  kind->setCurrentIndex(kind->findData("symmetric"));
  EXPECT_FALSE(find<QWidget>(*dialog, "noise-matrix")->isVisible());
  find<QDoubleSpinBox>(*dialog, "noise-rate")->setValue(25);
  click(find<QPushButton>(*dialog, "noise-add"));
  EXPECT_TRUE(says("data-facts", "(25.0 %) have another given label")) << words("data-facts");
}

TEST_F(DataPageTest, SaysWhatIsWorthALookOrThatNothingIs) {
  noiseal::test::ProjectFiles odd("text,label\none,a\none,b\ntwo,b\nthree,a\n");
  odd.import();
  open(odd.options.project);
  ASSERT_TRUE(says("data-checks", "Worth a look:"));
  EXPECT_THAT(words("data-checks"), HasSubstr("\n• 1 text stands under more than one label"));
  ASSERT_TRUE(says("data-facts", "No gold labels"));
  EXPECT_FALSE(find<QCheckBox>(page(), "rows-wrong")->isVisible());
  EXPECT_TRUE(table().isColumnHidden(RowTableModel::kGold)) << "it would be empty";
  open_noisy();
  EXPECT_TRUE(wait_until([&] { return !table().isColumnHidden(RowTableModel::kGold); }));
  noiseal::test::ProjectFiles plain("text,label\none,a\ntwo,b\nthree,a\nfour,b\n");
  plain.import();
  open(plain.options.project);
  EXPECT_TRUE(says("data-checks", "Nothing odd was found"));
}

TEST_F(DataPageTest, ListsTheRecordsSetAsideWithTheirLines) {
  noiseal::test::ProjectFiles files("text,label\ngood,a\nno label,\nfine,b\nfair,a\n");
  files.import();
  open(files.options.project);
  auto* button = find<QPushButton>(page(), "data-problems");
  ASSERT_TRUE(wait_until([&] { return button->isVisible(); }));
  EXPECT_EQ(button->text(), "1 record set aside…");
  click(button);
  auto* list = find<QTableWidget>(*window_, "problems-table");
  ASSERT_TRUE(wait_until([&] { return list->rowCount() == 1; }));
  EXPECT_EQ(list->item(0, 1)->text(), "3");
  EXPECT_EQ(list->item(0, 2)->text(), "the label is empty");
}

TEST_F(DataPageTest, MergesLabelsThatDifferByCaseOnly) {
  noiseal::test::ProjectFiles files(
      "text,label\none,Sport\ntwo,sport\nthree,Sport\nfour,World\nfive,World\n");
  files.import();
  open(files.options.project);
  auto* merge = find<QPushButton>(page(), "labels-merge");
  ASSERT_TRUE(wait_until([&] { return merge->isVisible(); }));
  click(merge);
  click(find<QPushButton>(*window_, "merge-now"));
  ASSERT_TRUE(wait_until([&] { return window_->session().facts().labels.size() == 2; }));
  EXPECT_EQ(window_->session().facts().labels[0].name, "Sport");
  EXPECT_TRUE(wait_until([&] { return !merge->isVisible(); }));
}

TEST_F(DataPageTest, ARowAskedForElsewhereIsChosen) {
  open_noisy();
  window_->request(ShowRow{300});
  EXPECT_TRUE(wait_until([&] { return table().currentIndex().row() == 299; }));
}

}  // namespace
}  // namespace noiseal::ui
