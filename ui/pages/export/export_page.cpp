// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/export/export_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "ui/bridge/progress_relay.h"
#include "ui/pages/export/write_progress.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr const char* kQuerySetting = "review.query";
constexpr std::size_t kRecordsShown = 30;
constexpr int kPreviewDelay = 150;
constexpr qsizetype kRecordCharacters = 400;

QString number(std::size_t value) {
  return QLocale().toString(static_cast<qulonglong>(value));
}

/// A record's bytes on one line.
QString record_text(const std::string& bytes) {
  QString text = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
  while (text.endsWith(QLatin1Char('\n')) || text.endsWith(QLatin1Char('\r'))) {
    text.chop(1);
  }
  text.replace(QLatin1Char('\r'), QString()).replace(QLatin1Char('\n'), QChar(0x21b5));
  return text.left(kRecordCharacters);
}

/// " 412 records ...", a sentence to go on with; empty where no noise was added.
QString noise_words(std::size_t records) {
  return records == 0 ? QString()
                      : ExportPage::tr(" %1 others carry a wrong label that Add noise has put in.")
                            .arg(number(records));
}

}  // namespace

ExportPage::ExportPage(ProjectSession& session, Navigator& navigator, const Services& services,
                       QWidget* parent)
    : Page(parent),
      session_(session),
      navigator_(navigator),
      services_(services),
      soon_(new QTimer(this)) {
  soon_->setSingleShot(true);
  soon_->setInterval(kPreviewDelay);
  connect(soon_, &QTimer::timeout, this, &ExportPage::preview);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(kApart, kNear, kApart, kNear);
  layout->setSpacing(kClose);
  layout->addWidget(make_options());
  layout->addWidget(make_preview(), 1);
  connect(&session_, &ProjectSession::changed, this, [this](ProjectPart) {
    if (isVisible()) {
      soon_->start();
    }
  });
}

QWidget* ExportPage::make_options() {
  auto* panel = new QFrame(this);
  set_role(panel, "panel");
  panel->setFixedWidth(380);
  const auto choice = [&](const char* name, const QStringList& words) {
    auto* box = new QComboBox(panel);
    box->setObjectName(QString::fromLatin1(name));
    box->addItems(words);
    connect(box, &QComboBox::currentIndexChanged, soon_, qOverload<>(&QTimer::start));
    return box;
  };
  const auto check = [&](const char* name, const QString& words) {
    auto* box = new QCheckBox(words, panel);
    box->setObjectName(QString::fromLatin1(name));
    connect(box, &QCheckBox::toggled, soon_, qOverload<>(&QTimer::start));
    return box;
  };
  source_ = choice("export-source", {tr("Training file"), tr("Validation file"), tr("Test file")});
  rows_ = choice("export-rows", {tr("All records"), tr("Reviewed rows"), tr("Changed rows"),
                                 tr("Rows of the review's filters")});
  labels_ = choice("export-labels",
                   {tr("As decided"), tr("As decided, else as suggested"), tr("As given")});
  add_columns_ = check("export-add-columns", tr("Add columns: label before, who, when, why"));
  drop_excluded_ = check("export-drop-excluded", tr("Leave excluded rows out"));
  formula_guard_ = check("export-formula-guard", tr("Guard against formulas in spreadsheets"));
  provenance_ = check("export-provenance", tr("provenance.jsonl: each decision"));
  recipe_ = check("export-recipe", tr("recipe.json: the run's settings"));
  report_ = check("export-report", tr("report.html: one page with charts"));
  auto* title = new QLabel(tr("What is written"), panel);
  set_role(title, "title");
  auto* beside = new QLabel(tr("Beside it"), panel);
  set_role(beside, "title");
  export_ = new QPushButton(tr("Export\u2026"), panel);
  export_->setObjectName(QStringLiteral("export-write"));
  export_->setAutoDefault(false);
  set_role(export_, "primary");
  connect(export_, &QPushButton::clicked, this, &ExportPage::ask_for_file);
  auto* model = new QLabel(tr("Trained model"), panel);
  set_role(model, "title");
  export_model_ = new QPushButton(tr("Export model\u2026"), panel);
  export_model_->setObjectName(QStringLiteral("export-model"));
  export_model_->setAutoDefault(false);
  export_model_->setToolTip(
      tr("The strong model of the newest run as a folder that Hugging Face classes load"));
  connect(export_model_, &QPushButton::clicked, this, &ExportPage::ask_for_folder);
  model->setVisible(static_cast<bool>(services_.export_model));
  export_model_->setVisible(static_cast<bool>(services_.export_model));
  writing_ = new WriteProgress(panel);
  auto* form = new QFormLayout;
  form->addRow(tr("File"), source_);
  form->addRow(tr("Rows"), rows_);
  form->addRow(tr("Labels"), labels_);
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(kApart, kNear, kApart, kApart);
  layout->setSpacing(kClose);
  layout->addWidget(title);
  layout->addLayout(form);
  layout->addWidget(add_columns_);
  layout->addWidget(drop_excluded_);
  layout->addWidget(formula_guard_);
  layout->addSpacing(kClose);
  layout->addWidget(beside);
  layout->addWidget(provenance_);
  layout->addWidget(recipe_);
  layout->addWidget(report_);
  layout->addSpacing(kNear);
  layout->addWidget(export_);
  layout->addSpacing(kClose);
  layout->addWidget(model);
  layout->addWidget(export_model_);
  layout->addWidget(writing_);
  layout->addStretch();
  return panel;
}

QWidget* ExportPage::make_preview() {
  auto* panel = new QFrame(this);
  set_role(panel, "panel");
  auto* title = new QLabel(tr("Preview"), panel);
  set_role(title, "title");
  counts_ = new QLabel(panel);
  counts_->setObjectName(QStringLiteral("export-counts"));
  counts_->setTextFormat(Qt::PlainText);
  counts_->setWordWrap(true);
  set_role(counts_, "muted");
  table_ = new QTableWidget(panel);
  table_->setObjectName(QStringLiteral("export-preview"));
  table_->setAccessibleName(tr("First records as they will be written"));
  table_->setColumnCount(2);
  table_->setHorizontalHeaderLabels({tr("In the imported file"), tr("In the export")});
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table_->verticalHeader()->hide();
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setTextElideMode(Qt::ElideMiddle);  // labels often stand at the end
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(kNear, kClose, kNear, kClose);
  layout->addWidget(title);
  layout->addWidget(counts_);
  layout->addWidget(table_, 1);
  return panel;
}

void ExportPage::project_opened() {
  writing_->end({});
  if (isVisible()) {
    preview();
  }
}

void ExportPage::project_closed() {
  reading_.cancel();
  counts_->clear();
  writing_->end({});
  table_->setRowCount(0);
}

void ExportPage::shown() {
  if (session_.is_open()) {
    preview();
  }
}

ExportOptions ExportPage::options() const {
  ExportOptions options;
  options.source = static_cast<Split>(source_->currentIndex());
  options.rows = static_cast<ExportRows>(rows_->currentIndex());
  options.labels = static_cast<ExportLabels>(labels_->currentIndex());
  options.add_columns = add_columns_->isChecked() ? AddedColumns::provenance : AddedColumns::none;
  options.excluded = drop_excluded_->isChecked() ? ExcludedRows::drop : ExcludedRows::keep;
  options.formula_guard = formula_guard_->isChecked() ? FormulaGuard::on : FormulaGuard::off;
  return options;
}

namespace {

/// The filters as the Review page has stored them; decided rows belong to an export, too.
void add_filters(ExportOptions& options, const Project& project) {
  if (options.rows == ExportRows::filtered) {
    options.filter = queue_query_from_json(
        project.settings().get(kQuerySetting).value_or(std::string()), project.labels().names());
    if (options.filter.state == QueueState::undecided) {
      options.filter.state = QueueState::any;
    }
  }
}

}  // namespace

void ExportPage::preview() {
  if (!session_.is_open()) {
    return;
  }
  reading_.cancel();
  counts_->setText(tr("Counting\u2026"));
  reading_ = session_.read(
      this,
      [options = options()](const Project& project, const Control& control) mutable {
        add_filters(options, project);
        return preview_export(project, options, kRecordsShown, control);
      },
      [this](const ExportPreview& preview) { show_preview(preview); },
      [this](const QString& sentence) {
        counts_->setText(sentence);
        table_->setRowCount(0);
        can_write_ = false;
        export_->setEnabled(false);
      },
      ReadLane::slow);
}

void ExportPage::show_preview(const ExportPreview& preview) {
  can_write_ = true;
  export_->setEnabled(!writing_->is_busy());
  counts_->setText(
      tr("%1 records will be written, %2 of them with a changed label%3.%4%5")
          .arg(number(preview.report.records), number(preview.report.changed),
               preview.report.dropped == 0
                   ? QString()
                   : tr("; %1 excluded rows are left out").arg(number(preview.report.dropped)),
               noise_words(preview.report.noisy),
               preview.report.changed == 0 ? QString() : tr(" Changed records come first below.")));
  table_->setRowCount(static_cast<int>(preview.before.size()) + 1);
  const auto put = [&](int row, int column, const std::string& bytes, bool changed) {
    auto* item = new QTableWidgetItem(record_text(bytes));
    if (!changed) {
      item->setForeground(current_colours().muted);
    }
    table_->setItem(row, column, item);
  };
  put(0, 0, preview.header, false);
  put(0, 1, preview.header, false);
  for (std::size_t i = 0; i < preview.before.size(); ++i) {
    const bool changed = preview.before[i] != preview.after[i];
    put(static_cast<int>(i) + 1, 0, preview.before[i], changed);
    put(static_cast<int>(i) + 1, 1, preview.after[i], changed);
  }
}

void ExportPage::ask_for_file() {
  const QString file = QFileDialog::getSaveFileName(this, tr("Export"));
  if (!file.isEmpty()) {
    export_to(std::filesystem::path(file.toStdString()));
  }
}

void ExportPage::export_to(const std::filesystem::path& file) {
  ExportOptions wanted = options();
  wanted.output = file;
  const auto beside = [&](const QCheckBox* box, const char* ending) {
    return box->isChecked() ? std::optional(file.parent_path() / (file.stem().string() + ending))
                            : std::nullopt;
  };
  wanted.provenance = beside(provenance_, ".provenance.jsonl");
  wanted.recipe = beside(recipe_, ".recipe.json");
  wanted.report = beside(report_, ".report.html");
  const Control stop = begin_writing(tr("Writing\u2026"));
  const ProgressRelay relay(session_, this, [this](std::size_t done, std::size_t all) {
    writing_->show_share(done, all);
  });
  session_.read(
      this,
      [wanted, stop, relay](const Project& project,
                            const Control&) mutable -> std::optional<ExportReport> {
        try {
          add_filters(wanted, project);
          return export_project(project, wanted, stop, [&relay](std::size_t done, std::size_t all) {
            relay.report(done, all);
          });
        } catch (const Interrupted&) {
          return std::nullopt;
        }
      },
      [this, file](const std::optional<ExportReport>& report) {
        const QString name = QString::fromStdString(file.filename().string());
        if (!report) {
          end_writing(tr("Cancelled: %1 was not written.").arg(name));
          return;
        }
        end_writing(tr("%1: %2 records, %3 with a changed label, %4 left out.%5")
                        .arg(name, number(report->records), number(report->changed),
                             number(report->dropped), noise_words(report->noisy)));
      },
      [this](const QString& sentence) { end_writing(sentence); }, ReadLane::slow);
}

void ExportPage::ask_for_folder() {
  const QString folder = QFileDialog::getSaveFileName(this, tr("Folder for the model"));
  if (!folder.isEmpty()) {
    export_model_to(std::filesystem::path(folder.toStdString()));
  }
}

void ExportPage::export_model_to(const std::filesystem::path& folder) {
  const Control stop = begin_writing(tr("Writing the model\u2026"));
  session_.read(
      this,
      [folder, stop, write = services_.export_model](
          const Project& project, const Control&) -> std::optional<std::int64_t> {
        try {
          return write(project, folder, stop);
        } catch (const Interrupted&) {
          return std::nullopt;
        }
      },
      [this, folder](const std::optional<std::int64_t>& run) {
        const QString name = QString::fromStdString(folder.filename().string());
        end_writing(run ? tr("%1: the strong model of run %2.").arg(name, QString::number(*run))
                        : tr("Cancelled: %1 was not written.").arg(name));
      },
      [this](const QString& sentence) { end_writing(sentence); }, ReadLane::slow);
}

Control ExportPage::begin_writing(const QString& words) {
  export_->setEnabled(false);
  export_model_->setEnabled(false);
  return writing_->begin(words);
}

void ExportPage::end_writing(const QString& sentence) {
  writing_->end(sentence);
  export_->setEnabled(can_write_);
  export_model_->setEnabled(true);
  navigator_.say(sentence);
}

}  // namespace noiseal::ui
