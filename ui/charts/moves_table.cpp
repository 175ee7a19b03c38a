// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/moves_table.h"

#include <QHeaderView>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_card.h"
#include "ui/charts/group_colours.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kSets = 4;
constexpr int kMostAlpha = 120;

}  // namespace

MovesTable::MovesTable(QWidget* parent) : QTableWidget(kSets, kSets, parent) {
  setObjectName(QStringLiteral("chart-sets-moves"));
  setAccessibleName(tr("Rows that moved between sets"));
  for (int set = 0; set < kSets; ++set) {
    const QString name = group_name(static_cast<RowGroup>(set));
    for (const bool across : {true, false}) {
      // There is room for a letter; the whole name is a tool tip.
      auto* head = new QTableWidgetItem(name.left(1).toUpper());
      head->setToolTip(across ? tr("%1 now").arg(name) : tr("%1 before").arg(name));
      head->setTextAlignment(Qt::AlignCenter);
      across ? setHorizontalHeaderItem(set, head) : setVerticalHeaderItem(set, head);
    }
  }
  setTextElideMode(Qt::ElideNone);
  setFont(text_font(TextSize::small));
  horizontalHeader()->setFont(text_font(TextSize::small));
  verticalHeader()->setFont(text_font(TextSize::small));
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  verticalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  horizontalHeader()->setMinimumSectionSize(20);
  horizontalHeader()->setHighlightSections(false);
  verticalHeader()->setHighlightSections(false);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  for (int before = 0; before < kSets; ++before) {
    for (int now = 0; now < kSets; ++now) {
      auto* item = new QTableWidgetItem;
      item->setTextAlignment(Qt::AlignCenter);
      setItem(before, now, item);
    }
  }
  const auto choose = [this](int before, int now) {
    if (flows_) {
      Q_EMIT cell_chosen(static_cast<RowSet>(before), static_cast<RowSet>(now));
    }
  };
  connect(this, &QTableWidget::cellClicked, this, choose);
  connect(this, &QTableWidget::cellActivated, this, choose);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    if (flows_) {
      shade(*flows_);
    }
  });
}

void MovesTable::show_moves(const std::optional<SetFlows>& flows) {
  flows_ = flows;
  for (int before = 0; before < kSets; ++before) {
    for (int now = 0; now < kSets; ++now) {
      QTableWidgetItem* cell = item(before, now);
      if (!flows) {
        cell->setText({});
        cell->setBackground(Qt::NoBrush);
        continue;
      }
      const std::uint64_t count =
          (*flows)[static_cast<std::size_t>(before)][static_cast<std::size_t>(now)];
      cell->setText(count_words(count));
      cell->setToolTip(tr("%1 rows: %2 before, %3 now")
                           .arg(cell->text(), group_name(static_cast<RowGroup>(before)),
                                group_name(static_cast<RowGroup>(now))));
    }
  }
  if (flows) {
    shade(*flows);
  }
}

void MovesTable::shade(const SetFlows& flows) {
  std::uint64_t most = 1;
  for (const SetCounts& line : flows) {
    most = std::max(most, *std::max_element(line.begin(), line.end()));
  }
  for (int before = 0; before < kSets; ++before) {
    for (int now = 0; now < kSets; ++now) {
      const std::uint64_t count =
          flows[static_cast<std::size_t>(before)][static_cast<std::size_t>(now)];
      QColor colour = current_colours().*group_colour(static_cast<RowGroup>(now));
      // The root: a few rows are to be seen beside thousands.
      colour.setAlpha(static_cast<int>(
          kMostAlpha * std::sqrt(static_cast<double>(count) / static_cast<double>(most))));
      item(before, now)->setBackground(colour);
    }
  }
}

}  // namespace noiseal::ui
