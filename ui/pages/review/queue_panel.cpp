// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/queue_panel.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/pages/review/queue_model.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kLineHeight = 24;
constexpr int kScoreWidth = 52;
constexpr int kGivenWidth = 76;

}  // namespace

QueuePanel::QueuePanel(QWidget* parent)
    : QFrame(parent), view_(new QTableView(this)), lines_(new QueueModel(this)) {
  set_role(this, "panel");
  auto* title = new QLabel(tr("Queue"), this);
  set_role(title, "title");
  view_->setObjectName(QStringLiteral("review-queue"));
  view_->setAccessibleName(tr("Queue"));
  view_->setModel(lines_);
  view_->setSelectionBehavior(QAbstractItemView::SelectRows);
  view_->setSelectionMode(QAbstractItemView::SingleSelection);
  view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  view_->setShowGrid(false);
  view_->setWordWrap(false);
  view_->setTabKeyNavigation(false);
  view_->verticalHeader()->hide();
  view_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  view_->verticalHeader()->setDefaultSectionSize(kLineHeight);
  view_->horizontalHeader()->setSectionResizeMode(QueueModel::kText, QHeaderView::Stretch);
  view_->horizontalHeader()->setHighlightSections(false);
  view_->horizontalHeader()->resizeSection(QueueModel::kScore, kScoreWidth);
  view_->horizontalHeader()->resizeSection(QueueModel::kGiven, kGivenWidth);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kNear, kClose, kNear, kClose);
  layout->addWidget(title);
  layout->addWidget(view_, 1);
  connect(lines_, &QueueModel::page_wanted, this, &QueuePanel::page_wanted, Qt::QueuedConnection);
  connect(view_, &QTableView::clicked, this, [this](const QModelIndex& index) {
    if (!table_) {
      Q_EMIT row_wanted(static_cast<std::size_t>(index.row()));
    }
  });
  set_table(false);
}

void QueuePanel::start(std::size_t size, const QStringList& labels) {
  lines_->start(size, labels);
}

void QueuePanel::take_page(int page, const std::vector<QueueLine>& lines) {
  lines_->take_page(page, lines);
}

void QueuePanel::forget_pages() {
  lines_->forget_pages();
}

int QueuePanel::page_of(std::size_t position) {
  return static_cast<int>(position) / QueueModel::kPage;
}

std::size_t QueuePanel::first_of(int page) {
  return static_cast<std::size_t>(page) * page_size();
}

std::size_t QueuePanel::page_size() {
  return static_cast<std::size_t>(QueueModel::kPage);
}

void QueuePanel::mark(std::size_t position) {
  if (!table_) {
    view_->selectRow(static_cast<int>(position));
  }
}

std::vector<std::size_t> QueuePanel::chosen() const {
  std::vector<std::size_t> positions;
  for (const QItemSelectionRange& range : view_->selectionModel()->selection()) {
    for (int row = range.top(); row <= range.bottom(); ++row) {
      positions.push_back(static_cast<std::size_t>(row));
    }
  }
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

void QueuePanel::set_table(bool table) {
  table_ = table;
  view_->setSelectionMode(table ? QAbstractItemView::ExtendedSelection
                                : QAbstractItemView::SingleSelection);
  view_->horizontalHeader()->setVisible(table);
  for (const int column : {QueueModel::kSuggestion, QueueModel::kDecision}) {
    view_->setColumnHidden(column, !table);
  }
}

void QueuePanel::set_sight(Sight sight) {
  lines_->set_blind(sight != Sight::all);
  view_->setColumnHidden(QueueModel::kGiven, sight == Sight::text_alone);
}

}  // namespace noiseal::ui
