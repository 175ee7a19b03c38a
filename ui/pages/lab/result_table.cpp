// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/result_table.h"

#include <QHeaderView>
#include <QScrollBar>
#include <algorithm>

#include "core/experiment/compare.h"
#include "ui/pages/lab/lab_words.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

constexpr int kNameWidth = 216;
constexpr int kFigureWidth = 116;
constexpr int kMostFigureWidth = 190;
constexpr int kHeadRoom = 18;  // above and below the words
constexpr int kOneLine = 26;
constexpr int kTwoLines = 40;

QTableWidgetItem* fixed_item(const QString& text, Qt::Alignment alignment) {
  auto* item = new QTableWidgetItem(text);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  item->setTextAlignment(alignment);
  return item;
}

/// What of an arm's recipe differs from its preset, and its labels.
QString arm_explanation(const Arm& arm) {
  const Recipe preset = preset_recipe(arm.recipe.preset);
  QStringList lines{
      ResultTable::tr("Labels: %1").arg(QString::fromStdString(noise_text(arm.noise)))};
  for (const RecipeKey& key : recipe_keys()) {
    const std::string value = recipe_value(arm.recipe, key.name);
    if (key.name != "seed" && value != recipe_value(preset, key.name)) {
      lines << QStringLiteral("%1 = %2 (%3)")
                   .arg(QString::fromStdString(key.name), QString::fromStdString(value),
                        QString::fromStdString(key.meaning));
    }
  }
  return lines.join(QLatin1Char('\n'));
}

QString seeds_explanation(const ExperimentResult& result, const FigureSummary& summary) {
  QStringList lines{QString::fromStdString(summary_text(summary))};
  for (std::size_t i = 0; i < summary.values.size(); ++i) {
    const auto& value = summary.values[i];
    lines << ResultTable::tr("seed %1: %2")
                 .arg(result.plan.seeds[i])
                 .arg(value ? QString::fromStdString(figure_text(summary.figure, *value))
                            : ResultTable::tr("not run or not known"));
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

std::vector<Figure> known_figures(const ExperimentResult& result) {
  std::vector<Figure> known;
  std::ranges::copy_if(result.plan.figures, std::back_inserter(known), [&](Figure figure) {
    return std::ranges::any_of(result.arms, [&](const ArmResult& arm) {
      const FigureSummary* summary = arm.figure(figure);
      // Where nobody charges, a column of zeros says nothing.
      return summary != nullptr && (figure != Figure::cost || summary->high.value_or(0) > 0);
    });
  });
  return known;
}

ResultTable::ResultTable(QWidget* parent) : QTableWidget(parent) {
  setObjectName(QStringLiteral("lab-table"));
  setAccessibleName(tr("Figures of the experiment"));
  verticalHeader()->hide();
  setShowGrid(false);
  setAlternatingRowColors(false);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setSelectionMode(QAbstractItemView::ContiguousSelection);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setTabKeyNavigation(false);
  horizontalHeader()->setFont(text_font(TextSize::small));
  horizontalHeader()->setSectionsClickable(false);
}

void ResultTable::show_result(const ExperimentResult& result) {
  const std::vector<Figure> figures = known_figures(result);
  int widest = 0;
  for (const ArmResult& arm : result.arms) {
    widest = std::max(widest, fontMetrics().horizontalAdvance(QString::fromStdString(arm.name)));
  }
  clear();
  figures_.clear();  // no column is fitted before all of them are there
  setRowCount(static_cast<int>(result.arms.size()));
  setColumnCount(1 + static_cast<int>(figures.size()));
  setHorizontalHeaderItem(0, fixed_item(tr("Way"), Qt::AlignLeft | Qt::AlignVCenter));
  for (std::size_t i = 0; i < figures.size(); ++i) {
    auto* head = fixed_item({}, Qt::AlignRight | Qt::AlignVCenter);
    head->setToolTip(figure_explanation(figures[i]));
    setHorizontalHeaderItem(static_cast<int>(i) + 1, head);
  }
  for (int row = 0; row < rowCount(); ++row) {
    add_row(result, row, figures);
    const bool two_lines = result.plan.seeds.size() > 1 || widest + kApart > kNameWidth;
    setRowHeight(row, two_lines ? kTwoLines : kOneLine);
  }
  horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
  setColumnWidth(0, std::min(widest + kApart, kNameWidth));
  horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
  horizontalHeader()->setStretchLastSection(false);
  figures_ = figures;
  fit_columns();
}

void ResultTable::fit_columns() {
  if (figures_.empty()) {
    fit_height();
    return;
  }
  const int room = (viewport()->width() - columnWidth(0)) / static_cast<int>(figures_.size());
  const int width = std::clamp(room, kFigureWidth, kMostFigureWidth);
  const QFontMetrics metrics(horizontalHeader()->font());
  int lines = 1;
  for (int column = 1; column < columnCount(); ++column) {
    setColumnWidth(column, width);
    const QString title = words(figure_info(figures_[static_cast<std::size_t>(column) - 1]).title);
    const QString words_in_lines = broken_words(title, metrics, width - kClose - kTight);
    horizontalHeaderItem(column)->setText(words_in_lines);
    lines = std::max(lines, static_cast<int>(words_in_lines.count(QLatin1Char('\n'))) + 1);
  }
  horizontalHeader()->setFixedHeight(lines * metrics.lineSpacing() + kHeadRoom);
  fit_height();
}

void ResultTable::resizeEvent(QResizeEvent* event) {
  QTableWidget::resizeEvent(event);
  fit_columns();
}

void ResultTable::add_row(const ExperimentResult& result, int row,
                          const std::vector<Figure>& figures) {
  const auto place = static_cast<std::size_t>(row);
  const ArmResult& arm = result.arms[place];
  auto* name = fixed_item(QString::fromStdString(arm.name), Qt::AlignLeft | Qt::AlignVCenter);
  name->setToolTip(QString::fromStdString(arm.name) + QLatin1Char('\n') +
                   arm_explanation(result.plan.arms[place]));
  setItem(row, 0, name);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const FigureSummary* summary = arm.figure(figures[i]);
    QString text = figure_cell(summary);
    if (summary == nullptr) {
      text = arm.seeds.empty() ? QString() : QStringLiteral("–");
    } else if (summary->known() < result.plan.seeds.size()) {
      text += tr(" *");
    }
    auto* item = fixed_item(text, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(summary == nullptr ? (arm.seeds.empty() ? tr("not run yet") : tr("not known"))
                                        : seeds_explanation(result, *summary));
    setItem(row, static_cast<int>(i) + 1, item);
  }
}

void ResultTable::fit_height() {
  int height = horizontalHeader()->height() + 2 + horizontalScrollBar()->sizeHint().height();
  for (int row = 0; row < rowCount(); ++row) {
    height += rowHeight(row);
  }
  setFixedHeight(height);
}

}  // namespace noiseal::ui
