// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/import_columns_table.h"

#include <QComboBox>
#include <QHeaderView>
#include <QSignalBlocker>
#include <algorithm>

namespace noiseal::ui {
namespace {

constexpr int kMostColumns = 60;
constexpr int kChoiceRowHeight = 36;
constexpr int kRowHeight = 24;
constexpr int kCellCharacters = 200;
constexpr int kNarrow = 140;
constexpr int kWide = 380;
constexpr int kFewColumns = 5;  ///< leave the text room without scrolling

}  // namespace

ImportColumnsTable::ImportColumnsTable(QWidget* parent) : QTableWidget(parent) {
  setObjectName(QStringLiteral("import-columns"));
  setAccessibleName(tr("First records of the file and what each column means"));
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setSelectionMode(QAbstractItemView::NoSelection);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setWordWrap(false);
  setTabKeyNavigation(false);
  verticalHeader()->hide();
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setStretchLastSection(true);
  horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void ImportColumnsTable::show_preview(const ImportPreview& preview) {
  clear();
  choices_.clear();
  const int columns = std::min(static_cast<int>(preview.columns.size()), kMostColumns);
  setColumnCount(columns);
  setRowCount(static_cast<int>(preview.rows.size()) + 1);
  setRowHeight(0, kChoiceRowHeight);
  const ColumnRoles roles = preview.roles.value_or(ColumnRoles());
  horizontalHeader()->setStretchLastSection(roles.text.size() != 1 || columns > kFewColumns);
  QStringList names;
  for (int i = 0; i < columns; ++i) {
    const auto place = static_cast<std::size_t>(i);
    names << QString::fromStdString(preview.columns[place]);
    auto* choice = new QComboBox(this);
    choice->setObjectName(QStringLiteral("import-role-%1").arg(i + 1));
    choice->setAccessibleName(tr("Meaning of the column %1").arg(names.back()));
    choice->addItems({tr("Not used"), tr("Text"), tr("Given label"), tr("Gold label"),
                      tr("Row name"), tr("Part")});
    const bool text = std::ranges::count(roles.text, place) > 0;
    choice->setCurrentIndex(text                   ? kText
                            : roles.label == place ? kLabel
                            : roles.gold == place  ? kGold
                            : roles.id == place    ? kId
                            : roles.split == place ? kSplit
                                                   : kUnused);
    setCellWidget(0, i, choice);
    setColumnWidth(i, text ? kWide : kNarrow);
    const bool takes_the_rest = roles.text.size() == 1 && text && columns <= kFewColumns;
    horizontalHeader()->setSectionResizeMode(
        i, takes_the_rest ? QHeaderView::Stretch : QHeaderView::Interactive);
    connect(choice, &QComboBox::activated, this, [this, choice] {
      take_from_others(choice);
      Q_EMIT roles_changed();
    });
    choices_.push_back(choice);
  }
  setHorizontalHeaderLabels(names);
  int row = 1;
  for (const std::vector<std::string>& record : preview.rows) {
    setRowHeight(row, kRowHeight);
    for (int i = 0; i < std::min(columns, static_cast<int>(record.size())); ++i) {
      const QString cell = QString::fromStdString(record[static_cast<std::size_t>(i)]);
      setItem(row, i, new QTableWidgetItem(cell.left(kCellCharacters).simplified()));
    }
    ++row;
  }
}

void ImportColumnsTable::take_from_others(const QComboBox* chosen) {
  const int role = chosen->currentIndex();
  if (role == kUnused || role == kText) {
    return;
  }
  for (QComboBox* choice : choices_) {
    if (choice != chosen && choice->currentIndex() == role) {
      choice->setCurrentIndex(kUnused);
    }
  }
}

ColumnRoles ImportColumnsTable::roles() const {
  ColumnRoles roles;
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    switch (choices_[i]->currentIndex()) {
      case kText:
        roles.text.push_back(i);
        break;
      case kLabel:
        roles.label = i;
        break;
      case kGold:
        roles.gold = i;
        break;
      case kId:
        roles.id = i;
        break;
      case kSplit:
        roles.split = i;
        break;
      default:
        break;
    }
  }
  return roles;
}

}  // namespace noiseal::ui
