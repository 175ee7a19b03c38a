// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs_dialog.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/pages/train/run_bar.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kId = 0;
constexpr int kName = 1;
constexpr int kState = 2;
constexpr int kEpochs = 3;
constexpr int kCreated = 4;
constexpr int kColumns = 5;
constexpr int kLongestName = 80;

QTableWidgetItem* fixed_item(const QString& text) {
  auto* item = new QTableWidgetItem(text);
  item->setFlags(item->flags() & ~Qt::ItemIsEditable);
  return item;
}

}  // namespace

RunsDialog::RunsDialog(ProjectSession& session, QWidget* parent)
    : QDialog(parent), session_(session) {
  setObjectName(QStringLiteral("runs-dialog"));
  setWindowTitle(tr("Runs"));
  resize(620, 340);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kApart, kApart, kApart, kApart);
  auto* hint = new QLabel(tr("Double-click a name, or press F2, to change it."), this);
  set_role(hint, "muted");
  table_ = new QTableWidget(0, kColumns, this);
  table_->setObjectName(QStringLiteral("runs-table"));
  table_->setHorizontalHeaderLabels(
      {tr("run"), tr("name"), tr("state"), tr("epochs"), tr("begun (UTC)")});
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setSectionResizeMode(kName, QHeaderView::Stretch);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setShowGrid(false);
  delete_ = new QPushButton(tr("Delete…"), this);
  delete_->setObjectName(QStringLiteral("delete-run"));
  auto* close = new QPushButton(tr("Close"), this);
  auto* row = new QHBoxLayout;
  row->addWidget(delete_);
  row->addStretch();
  row->addWidget(close);
  column->addWidget(hint);
  column->addWidget(table_, 1);
  column->addLayout(row);
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  connect(delete_, &QPushButton::clicked, this, &RunsDialog::ask_to_delete);
  connect(table_, &QTableWidget::itemChanged, this,
          [this](const QTableWidgetItem* item) { rename(item->row()); });
  connect(table_, &QTableWidget::currentCellChanged, this, &RunsDialog::show_buttons);
  connect(&session_, &ProjectSession::changed, this, &RunsDialog::list);
  connect(&session_, &ProjectSession::closed, this, &QDialog::reject);
  list();
}

std::int64_t RunsDialog::run_of(int line) const {
  return line < 0 ? 0 : table_->item(line, kId)->data(Qt::UserRole).toLongLong();
}

void RunsDialog::list() {
  listing_ = true;
  const std::int64_t current = run_of(table_->currentRow());
  const std::vector<RunRecord>& runs = session_.facts().runs;
  table_->setRowCount(static_cast<int>(runs.size()));
  int line = 0;
  for (const RunRecord& run : runs) {
    auto* number = fixed_item(QString::number(run.id));
    number->setData(Qt::UserRole, static_cast<qlonglong>(run.id));
    table_->setItem(line, kId, number);
    auto* its_name = new QTableWidgetItem(QString::fromStdString(run.name));
    if (!session_.writable()) {
      its_name->setFlags(its_name->flags() & ~Qt::ItemIsEditable);
    }
    table_->setItem(line, kName, its_name);
    table_->setItem(line, kState, fixed_item(shown_state(run.state)));
    table_->setItem(line, kEpochs, fixed_item(QString::number(run.last_epoch)));
    table_->setItem(
        line, kCreated,
        fixed_item(
            QString::fromStdString(run.created).replace(QLatin1Char('T'), QLatin1Char(' '))));
    if (run.id == current) {
      table_->setCurrentCell(line, kName);
    }
    ++line;
  }
  listing_ = false;
  show_buttons();
}

void RunsDialog::show_buttons() {
  delete_->setEnabled(run_of(table_->currentRow()) != 0 && session_.writable() &&
                      session_.job() == nullptr);
}

void RunsDialog::rename(int line) {
  if (listing_) {
    return;
  }
  const std::string new_name =
      table_->item(line, kName)->text().simplified().left(kLongestName).toStdString();
  session_.write(
      this,
      [run = run_of(line), new_name](const Project& project, const Control&) {
        project.runs().set_name(run, new_name);
      },
      [this] { session_.announce(ProjectPart::runs); });
}

void RunsDialog::ask_to_delete() {
  const std::int64_t run = run_of(table_->currentRow());
  auto* box = new QMessageBox(
      QMessageBox::Question, tr("Delete a run"),
      tr("Delete run %1 with its charts, scores and answers? This can't be undone. Reviewers' "
         "decisions stay.")
          .arg(run),
      QMessageBox::NoButton, this);
  box->setObjectName(QStringLiteral("delete-question"));
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* yes = box->addButton(tr("Delete it"), QMessageBox::DestructiveRole);
  yes->setObjectName(QStringLiteral("delete-it"));
  QPushButton* no = box->addButton(tr("Keep it"), QMessageBox::RejectRole);
  box->setDefaultButton(no);
  connect(yes, &QPushButton::clicked, this, [this, run] { remove(run); });
  box->open();
}

void RunsDialog::remove(std::int64_t run) {
  session_.write(
      this, [run](const Project& project, const Control&) { project.runs().remove(run); },
      [this, run] {
        Q_EMIT run_deleted(run);
        session_.announce(ProjectPart::runs);
      });
}

}  // namespace noiseal::ui
