// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/pipeline/noisy_project.h"
#include "tests/ui/support/open_session.h"
#include "ui/models/label_table_model.h"
#include "ui/models/row_table_model.h"

namespace noiseal::ui {
namespace {

using test::wait_until;

class ModelTest : public testing::Test {
 protected:
  ModelTest() {
    { const Project made = project_.open(); }
    test::open_session(session_, project_.path());
  }

  [[nodiscard]] static QString cell(const QAbstractItemModel& model, int row, int column) {
    return model.data(model.index(row, column), Qt::DisplayRole).toString();
  }

  noiseal::test::NoisyProject project_;
  ProjectSession session_;
};

class RowTableTest : public ModelTest {
 protected:
  RowTableTest() { show({}); }

  void show(const RowFilter& filter, RowOrder order = RowOrder::number) {
    model_.show(filter, order);
    ASSERT_TRUE(wait_until([&] { return !model_.searching(); }));
  }
  /// A cell, once its page is there.
  QString loaded_cell(int row, int column) {
    EXPECT_TRUE(wait_until([&] { return !cell(model_, row, column).isEmpty(); }));
    return cell(model_, row, column);
  }

  RowTableModel model_{session_};
  // A broken rule of item models is a fatal message, so a failed test.
  QAbstractItemModelTester tester_{&model_, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(RowTableTest, HasEveryRowAndLoadsWhatIsLookedAt) {
  EXPECT_EQ(model_.rowCount(), 400);
  EXPECT_EQ(model_.id_at(399), 400);
  EXPECT_FALSE(loaded_cell(399, RowTableModel::kText).isEmpty());
  EXPECT_EQ(loaded_cell(399, RowTableModel::kSplit), "test");
}

TEST_F(RowTableTest, KeepsToItsFilter) {
  RowFilter valid;
  valid.split = Split::valid;
  show(valid);
  EXPECT_EQ(model_.rowCount(), static_cast<int>(session_.facts().rows[1]));
  EXPECT_EQ(loaded_cell(0, RowTableModel::kSplit), "validation");
  RowFilter wrong;
  wrong.wrong_given_only = true;
  show(wrong);
  EXPECT_GT(model_.rowCount(), 0);
  EXPECT_NE(loaded_cell(0, RowTableModel::kGiven), loaded_cell(0, RowTableModel::kGold));
}

TEST_F(RowTableTest, AnOlderSearchNeverReplacesANewerOne) {
  model_.show({}, RowOrder::number);
  RowFilter tested;
  tested.split = Split::test;
  model_.show(tested, RowOrder::number);
  ASSERT_TRUE(wait_until([&] { return !model_.searching(); }));
  EXPECT_EQ(model_.rowCount(), static_cast<int>(session_.facts().rows[2]));
}

TEST_F(RowTableTest, PagesThatWereDroppedComeBack) {
  for (int round = 0; round < 2; ++round) {
    for (int row = 0; row < model_.rowCount(); row += 50) {
      EXPECT_FALSE(loaded_cell(row, RowTableModel::kNumber).isEmpty());
    }
  }
}

TEST_F(RowTableTest, TextWithMarkupStaysText) {
  EXPECT_EQ(model_.data(model_.index(0, 0), Qt::ToolTipRole), QVariant());
}

class LabelTableTest : public ModelTest {
 protected:
  LabelTableTest() {
    QSignalSpy loaded(&model_, &LabelTableModel::loaded);
    model_.load();
    EXPECT_TRUE(wait_until([&] { return !loaded.isEmpty(); }));
  }
  LabelTableModel model_{session_};
  QAbstractItemModelTester tester_{&model_, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(LabelTableTest, CountsTheRowsOfEachLabelByPart) {
  ASSERT_EQ(model_.rowCount(), 4);
  int train = 0;
  for (int row = 0; row < 4; ++row) {
    train += cell(model_, row, LabelTableModel::kTrain).toInt();
  }
  EXPECT_EQ(train, static_cast<int>(session_.facts().rows[0]));
}

TEST_F(LabelTableTest, ADescriptionIsStoredInTheProject) {
  const QModelIndex index = model_.index(2, LabelTableModel::kDescription);
  ASSERT_TRUE(model_.setData(index, "what it means", Qt::EditRole));
  EXPECT_TRUE(
      wait_until([&] { return session_.facts().labels[2].description == "what it means"; }));
}

TEST_F(LabelTableTest, AColourIsStoredInTheProject) {
  model_.set_colour(1, QColor(0x12, 0x34, 0x56));
  EXPECT_TRUE(wait_until([&] { return session_.facts().labels[1].colour == "#123456"; }));
}

}  // namespace
}  // namespace noiseal::ui
