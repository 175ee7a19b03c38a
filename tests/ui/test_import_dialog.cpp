// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/pipeline/project_files.h"
#include "tests/support/test_data.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/start/import_columns_table.h"
#include "ui/pages/start/import_dialog.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::HasSubstr;

class ImportDialogTest : public testing::Test {
 protected:
  void open(const std::string& bytes) {
    noiseal::test::write_file(folder_ / "mine.csv", bytes);
    dialog_ = new ImportDialog(session_, folder_ / "mine.csv");
    spy_ = std::make_unique<QSignalSpy>(dialog_, &ImportDialog::imported);
    dialog_->show();
    ASSERT_TRUE(wait_until([&] { return button().isEnabled() || !problem().empty(); }));
  }
  ~ImportDialogTest() override { delete dialog_.data(); }

  QPushButton& button() { return *find<QPushButton>(*dialog_, "import-now"); }
  std::string problem() { return find<QLabel>(*dialog_, "import-problem")->text().toStdString(); }
  std::string format() { return find<QLabel>(*dialog_, "import-format")->text().toStdString(); }
  void choose(const char* name, int index) {
    auto* choice = find<QComboBox>(*dialog_, name);
    ASSERT_NE(choice, nullptr);
    choice->setCurrentIndex(index);
    Q_EMIT choice->activated(index);
  }
  Project imported() {
    click(&button());
    EXPECT_TRUE(wait_until([&] { return !spy_->isEmpty(); })) << problem();
    return Project::open(folder_ / "mine.noiseal", OpenMode::read);
  }

  noiseal::test::TemporaryFolder folder_;
  ProjectSession session_;
  QPointer<ImportDialog> dialog_;
  std::unique_ptr<QSignalSpy> spy_;
};

constexpr const char* kUsual =
    "id,text,label\n1,one text,a\n2,two text,b\n3,three text,a\n4,four text,b\n5,five text,a\n";

TEST_F(ImportDialogTest, WhatIsGuessedRightNeedsNoCorrection) {
  open(kUsual);
  EXPECT_THAT(format(), HasSubstr("UTF-8, separated by \",\", the first line names the columns"));
  EXPECT_EQ(find<QComboBox>(*dialog_, "import-role-2")->currentText(), "Text");
  EXPECT_EQ(find<QComboBox>(*dialog_, "import-role-3")->currentText(), "Given label");
  EXPECT_FALSE(find<QWidget>(*dialog_, "import-valid-file")->isVisible());
  choose("import-validation", 2);
  EXPECT_TRUE(find<QWidget>(*dialog_, "import-valid-file")->isVisible());
  choose("import-validation", 0);
  EXPECT_EQ(imported().rows().count(Split::train), 5U);
}

TEST_F(ImportDialogTest, ColumnsTakeTheMeaningThatIsChosen) {
  open("title,text,label,checked\nA,one,a,a\nB,two,b,a\nC,three,a,b\nD,four,b,b\n");
  choose("import-validation", 0);
  choose("import-role-1", 1);
  choose("import-role-4", 3);
  const Project project = imported();
  const Row row = project.rows().row(2);
  EXPECT_EQ(row.text, "B\ntwo");
  EXPECT_EQ(row.given, 1);
  EXPECT_EQ(row.gold, 0);
}

TEST_F(ImportDialogTest, AColumnThatIsUnmappedStaysOut) {
  open("text,label,gold\none,a,a\ntwo,b,a\nthree,a,b\n");
  choose("import-validation", 0);
  choose("import-role-3", 0);
  EXPECT_EQ(imported().rows().row(2).gold, -1);
}

TEST_F(ImportDialogTest, TheFormatCanBeCorrected) {
  open("text;label\none, two;a\nthree, four;b\nfive, six;a\n");
  choose("import-delimiter", 1);
  ASSERT_TRUE(wait_until([&] { return format().find("separated by \",\"") != std::string::npos; }));
  choose("import-delimiter", 2);
  ASSERT_TRUE(wait_until([&] { return format().find("separated by \";\"") != std::string::npos; }));
  choose("import-validation", 0);
  EXPECT_EQ(imported().rows().row(1).text, "one, two");
}

TEST_F(ImportDialogTest, WithoutALabelItSaysWhatToDo) {
  open(kUsual);
  choose("import-role-3", 0);
  EXPECT_FALSE(button().isEnabled());
  EXPECT_THAT(problem(), HasSubstr("which column is the given label"));
}

TEST_F(ImportDialogTest, AFileThatIsNoTextIsRefusedInPlainWords) {
  noiseal::test::write_file(folder_ / "mine.csv", "");
  dialog_ = new ImportDialog(session_, folder_ / "mine.csv");
  ASSERT_TRUE(wait_until([&] { return !problem().empty(); }));
  EXPECT_THAT(problem(), HasSubstr("mine.csv"));
  EXPECT_FALSE(button().isEnabled());
}

TEST_F(ImportDialogTest, AFailedImportLeavesTheDialogForAnotherTry) {
  open(kUsual);
  noiseal::test::write_file(folder_ / "mine.noiseal", "there already");
  click(&button());
  ASSERT_TRUE(wait_until([&] { return !problem().empty(); }));
  EXPECT_THAT(problem(), HasSubstr("exists already"));
  EXPECT_TRUE(button().isEnabled());
}

}  // namespace
}  // namespace noiseal::ui
