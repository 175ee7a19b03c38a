// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/problems_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <map>
#include <vector>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr std::size_t kMostShown = 10'000;

struct Problems {
  std::vector<BadRecord> records;
  std::map<std::int64_t, std::string> files;  ///< by source
  std::size_t all = 0;
};

void fill(QTableWidget& table, const Problems& problems) {
  table.setRowCount(static_cast<int>(problems.records.size()));
  int row = 0;
  for (const BadRecord& record : problems.records) {
    const auto file = problems.files.find(record.source);
    table.setItem(row, 0,
                  new QTableWidgetItem(
                      file == problems.files.end() ? "" : QString::fromStdString(file->second)));
    auto* line = new QTableWidgetItem(QLocale().toString(static_cast<qlonglong>(record.line)));
    line->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table.setItem(row, 1, line);
    table.setItem(row, 2, new QTableWidgetItem(QString::fromStdString(record.reason)));
    ++row;
  }
}

}  // namespace

ProblemsDialog::ProblemsDialog(ProjectSession& session, QWidget* parent) : QDialog(parent) {
  setObjectName(QStringLiteral("problems-dialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Records set aside"));
  resize(720, 460);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kApart, kApart, kApart, kApart);
  auto* words = new QLabel(this);
  words->setObjectName(QStringLiteral("problems-words"));
  words->setWordWrap(true);
  words->setTextFormat(Qt::PlainText);
  auto* table = new QTableWidget(0, 3, this);
  table->setObjectName(QStringLiteral("problems-table"));
  table->setAccessibleName(windowTitle());
  table->setHorizontalHeaderLabels({tr("File"), tr("Line"), tr("Why")});
  table->horizontalHeader()->setStretchLastSection(true);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeaderItem(1)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  table->horizontalHeader()->resizeSection(1, 70);
  table->horizontalHeader()->resizeSection(0, 180);
  table->verticalHeader()->hide();
  table->setShowGrid(false);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setTabKeyNavigation(false);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  buttons->button(QDialogButtonBox::Close)->setFocus();
  column->addWidget(words);
  column->addWidget(table, 1);
  column->addWidget(buttons);
  session.read(
      this,
      [](const Project& project, const Control&) {
        Problems problems;
        problems.records = project.sources().bad_records(kMostShown);
        problems.all = project.sources().bad_record_count();
        for (const SourceFile& source : project.sources().all()) {
          problems.files[source.id] = source.file_name;
        }
        return problems;
      },
      [words, table](const Problems& problems) {
        words->setText(
            tr("%1 records could not be used. They stay in the project as they are and come out "
               "again, in their places, when the file is exported.%2")
                .arg(QLocale().toString(static_cast<qulonglong>(problems.all)))
                .arg(problems.all > problems.records.size()
                         ? tr(" The first %1 are listed.")
                               .arg(QLocale().toString(
                                   static_cast<qulonglong>(problems.records.size())))
                         : QString()));
        fill(*table, problems);
      });
}

}  // namespace noiseal::ui
