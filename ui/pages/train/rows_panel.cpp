// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/rows_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/pages/train/row_course_view.h"
#include "ui/pages/train/selected_rows_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kLineHeight = 24;
constexpr int kIdWidth = 66;
constexpr int kLabelWidth = 82;

}  // namespace

RowsPanel::RowsPanel(ProjectSession& session, Navigator& navigator, QWidget* parent)
    : QFrame(parent), navigator_(navigator), model_(new SelectedRowsModel(session, this)) {
  setObjectName(QStringLiteral("rows-panel"));
  set_role(this, "panel");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kNear, kClose, kNear, kNear);
  column->setSpacing(kTight);
  auto* head = new QHBoxLayout;
  auto* heading = new QLabel(tr("Rows"), this);
  set_role(heading, "title");
  count_ = new QLabel(this);
  count_->setObjectName(QStringLiteral("picked-rows-count"));
  set_role(count_, "muted");
  auto* close = new QToolButton(this);
  close->setObjectName(QStringLiteral("rows-close"));
  close->setText(tr("Close"));
  set_role(close, "plain");
  head->addWidget(heading);
  head->addWidget(count_);
  head->addStretch();
  head->addWidget(close);
  title_ = new QLabel(this);
  title_->setObjectName(QStringLiteral("rows-title"));
  title_->setTextFormat(Qt::PlainText);
  title_->setWordWrap(true);
  set_role(title_, "muted");
  table_ = new QTableView(this);
  table_->setObjectName(QStringLiteral("picked-rows-table"));
  table_->setAccessibleName(tr("Rows behind the selection"));
  table_->setModel(model_);
  table_->setFont(text_font(TextSize::small));
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(kLineHeight);
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->horizontalHeader()->hide();
  table_->setColumnWidth(SelectedRowsModel::id, kIdWidth);
  table_->setColumnWidth(SelectedRowsModel::label, kLabelWidth);
  table_->horizontalHeader()->setSectionResizeMode(SelectedRowsModel::text, QHeaderView::Stretch);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setWordWrap(false);
  table_->setShowGrid(false);
  table_->setTabKeyNavigation(false);
  table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  course_ = new RowCourseView(this);
  review_ = new QPushButton(this);
  review_->setObjectName(QStringLiteral("review-rows"));
  set_role(review_, "primary");
  column->addLayout(head);
  column->addWidget(title_);
  column->addWidget(table_, 1);
  column->addWidget(course_);
  column->addWidget(review_);
  connect(close, &QToolButton::clicked, this, &RowsPanel::close_wanted);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& now) {
            if (const std::int64_t row = model_->row_id(now.row()); row > 0) {
              Q_EMIT row_chosen(row);
            }
          });
  connect(review_, &QPushButton::clicked, this, [this] {
    navigator_.request(ReviewRows{title_->text(), model_->rows(), run_});
  });
  clear();
}

void RowsPanel::clear() {
  model_->show_rows({});
  count_->clear();
  title_->setText(
      tr("Click a bar or a set, or draw around dots on the map: their rows are listed "
         "here."));
  course_->clear();
  review_->hide();
}

void RowsPanel::show_rows(const QString& title, const std::vector<std::int64_t>& rows,
                          std::int64_t run) {
  run_ = run;
  const QString count = QLocale().toString(static_cast<qulonglong>(rows.size()));
  model_->show_rows(rows);
  count_->setText(count);
  title_->setText(title);
  course_->clear();
  const bool can = !rows.empty() && navigator_.can(ReviewRows{title, {}, run});
  review_->setVisible(can);
  review_->setText(tr("Review these %1 rows").arg(count));
}

void RowsPanel::show_course(const RowCourse& course) {
  course_->show_course(course);
}

}  // namespace noiseal::ui
