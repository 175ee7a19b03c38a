// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/import_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <limits>

#include "ui/pages/start/import_columns_table.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kWidth = 940;
constexpr int kHeight = 660;
constexpr double kUsualShare = 10;

enum Validation { kNoValidation, kDrawn, kFromFile };

QComboBox* make_choice(const char* name, QWidget* parent) {
  auto* choice = new QComboBox(parent);
  choice->setObjectName(QString::fromLatin1(name));
  return choice;
}

std::filesystem::path path_of(const QString& text) {
  return text.trimmed().toStdString();
}

QString report_sentence(const ImportReport& report) {
  const QLocale locale;
  const auto number = [&](std::size_t value) {
    return locale.toString(static_cast<qulonglong>(value));
  };
  QString sentence =
      QObject::tr("%1 rows to train on, %2 to validate, %3 to test")
          .arg(number(report.train_rows), number(report.valid_rows), number(report.test_rows));
  if (report.bad_record_count > 0) {
    sentence += QObject::tr(", %1 set aside").arg(number(report.bad_record_count));
  }
  return sentence;
}

}  // namespace

ImportDialog::ImportDialog(ProjectSession& session, const std::filesystem::path& file,
                           QWidget* parent)
    : QDialog(parent), session_(session), file_(file) {
  setObjectName(QStringLiteral("import-dialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("New project from %1").arg(QString::fromStdString(file.filename().string())));
  resize(kWidth, kHeight);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kApart, kApart, kApart, kApart);
  column->setSpacing(kNear);

  columns_ = new ImportColumnsTable(this);
  format_ = new QLabel(tr("Reading the first records …"), this);
  format_->setObjectName(QStringLiteral("import-format"));
  format_->setTextFormat(Qt::PlainText);
  format_->setWordWrap(true);
  set_role(format_, "muted");
  auto* choices = new QHBoxLayout;
  choices->setSpacing(kFar);
  choices->addLayout(make_format(), 2);
  choices->addLayout(make_parts(), 3);
  problem_ = new QLabel(this);
  problem_->setObjectName(QStringLiteral("import-problem"));
  problem_->setTextFormat(Qt::PlainText);
  problem_->setWordWrap(true);

  auto* target = new QHBoxLayout;
  project_ = new QLineEdit(this);
  project_->setObjectName(QStringLiteral("import-project"));
  project_->setAccessibleName(tr("Project file to be made"));
  std::filesystem::path name = file;
  project_->setText(QString::fromStdString(name.replace_extension(".noiseal").string()));
  auto* browse = new QPushButton(tr("Choose…"), this);
  connect(browse, &QPushButton::clicked, this, [this] {
    const QString chosen = QFileDialog::getSaveFileName(
        this, tr("Project file to be made"), project_->text(), tr("Projects (*.noiseal)"));
    if (!chosen.isEmpty()) {
      project_->setText(chosen);
    }
  });
  target->addWidget(new QLabel(tr("Project file"), this));
  target->addWidget(project_, 1);
  target->addWidget(browse);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  import_ = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
  import_->setObjectName(QStringLiteral("import-now"));
  import_->setEnabled(false);
  set_role(import_, "primary");
  connect(buttons, &QDialogButtonBox::accepted, this, &ImportDialog::start);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  column->addLayout(choices);
  column->addWidget(format_);
  column->addWidget(columns_, 1);
  column->addWidget(problem_);
  column->addLayout(target);
  column->addWidget(buttons);
  connect(columns_, &ImportColumnsTable::roles_changed, this, &ImportDialog::check);
  connect(project_, &QLineEdit::textChanged, this, &ImportDialog::check);
  look();
}

QFormLayout* ImportDialog::make_format() {
  encoding_ = make_choice("import-encoding", this);
  encoding_->addItem(tr("Guess"), QString());
  for (const char* name : {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "ISO-8859-1",
                           "ISO-8859-2", "ISO-8859-15", "windows-1250", "windows-1251", "KOI8-R",
                           "GB18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR"}) {
    encoding_->addItem(QString::fromLatin1(name), QString::fromLatin1(name));
  }
  delimiter_ = make_choice("import-delimiter", this);
  delimiter_->addItem(tr("Guess"), QString());
  delimiter_->addItem(tr("Comma"), QStringLiteral(","));
  delimiter_->addItem(tr("Semicolon"), QStringLiteral(";"));
  delimiter_->addItem(tr("Tab"), QStringLiteral("tab"));
  delimiter_->addItem(tr("Bar"), QStringLiteral("|"));
  header_ = make_choice("import-header", this);
  header_->addItem(tr("Guess"), static_cast<int>(HeaderLine::guess));
  header_->addItem(tr("Names the columns"), static_cast<int>(HeaderLine::present));
  header_->addItem(tr("Is a record"), static_cast<int>(HeaderLine::absent));
  for (QComboBox* choice : {encoding_, delimiter_, header_}) {
    connect(choice, &QComboBox::activated, this, &ImportDialog::look);
  }
  strict_ = new QCheckBox(tr("Refuse the file when a record can't be used"), this);
  strict_->setObjectName(QStringLiteral("import-strict"));
  strict_->setToolTip(tr("Otherwise such records are set aside and listed"));
  auto* form = new QFormLayout;
  form->setSpacing(kClose);
  form->addRow(tr("Encoding"), encoding_);
  form->addRow(tr("Separator"), delimiter_);
  form->addRow(tr("First line"), header_);
  form->addRow(strict_);
  return form;
}

QWidget* ImportDialog::file_choice(QLineEdit*& line, const char* name, const QString& placeholder) {
  auto* both = new QWidget(this);
  line = new QLineEdit(both);
  line->setObjectName(QString::fromLatin1(name));
  line->setPlaceholderText(placeholder);
  auto* button = new QPushButton(tr("Choose…"), both);
  auto* row = new QHBoxLayout(both);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(line, 1);
  row->addWidget(button);
  connect(button, &QPushButton::clicked, this, [this, line] {
    const QString folder = QString::fromStdString(file_.parent_path().string());
    const QString chosen = QFileDialog::getOpenFileName(this, tr("Choose a file"), folder);
    if (!chosen.isEmpty()) {
      line->setText(chosen);
    }
  });
  return both;
}

QFormLayout* ImportDialog::make_parts() {
  validation_ = make_choice("import-validation", this);
  validation_->addItems({tr("None"), tr("Draw from the rows"), tr("From a file")});
  validation_->setCurrentIndex(kDrawn);
  share_ = new QDoubleSpinBox(this);
  share_->setObjectName(QStringLiteral("import-share"));
  share_->setAccessibleName(tr("Share of the rows to validate on"));
  share_->setRange(0.1, 90);
  share_->setDecimals(1);
  share_->setSuffix(tr(" %"));
  share_->setValue(kUsualShare);
  seed_ = new QSpinBox(this);
  seed_->setObjectName(QStringLiteral("import-seed"));
  seed_->setAccessibleName(tr("Seed of the draw"));
  seed_->setRange(0, std::numeric_limits<int>::max());
  seed_->setValue(1);
  seed_->setPrefix(tr("seed "));
  valid_choice_ =
      file_choice(valid_file_, "import-valid-file", tr("Rows whose labels are certain"));
  auto* drawn = new QHBoxLayout;
  drawn->addWidget(validation_);
  drawn->addWidget(share_);
  drawn->addWidget(seed_);
  drawn->addStretch();
  drop_overlap_ = new QCheckBox(tr("Set training rows aside whose text is in the test file"), this);
  drop_overlap_->setObjectName(QStringLiteral("import-drop-overlap"));
  auto* form = new QFormLayout;
  form->setSpacing(kClose);
  form->addRow(tr("Validation rows"), drawn);
  form->addRow(QString(), valid_choice_);
  form->addRow(tr("Test file"), file_choice(test_file_, "import-test-file", tr("None")));
  form->addRow(QString(), drop_overlap_);
  const auto show_choice = [this, form] {
    const int chosen = validation_->currentIndex();
    share_->setVisible(chosen == kDrawn);
    seed_->setVisible(chosen == kDrawn);
    form->setRowVisible(valid_choice_, chosen == kFromFile);
    drop_overlap_->setEnabled(!test_file_->text().trimmed().isEmpty());
  };
  connect(validation_, &QComboBox::currentIndexChanged, this, show_choice);
  connect(test_file_, &QLineEdit::textChanged, this, show_choice);
  show_choice();
  return form;
}

ImportOptions ImportDialog::options() const {
  ImportOptions options;
  options.file = file_;
  options.project = path_of(project_->text());
  options.encoding = encoding_->currentData().toString().toStdString();
  options.delimiter = delimiter_->currentData().toString().toStdString();
  options.header = static_cast<HeaderLine>(header_->currentData().toInt());
  options.bad_records = strict_->isChecked() ? BadRecords::refuse_file : BadRecords::set_aside;
  options.seed = static_cast<std::uint64_t>(seed_->value());
  if (validation_->currentIndex() == kDrawn) {
    options.valid_share = share_->value() / 100;
  } else if (validation_->currentIndex() == kFromFile && !valid_file_->text().isEmpty()) {
    options.valid_file = path_of(valid_file_->text());
  }
  if (!test_file_->text().trimmed().isEmpty()) {
    options.test_file = path_of(test_file_->text());
    options.test_overlap =
        drop_overlap_->isChecked() ? TestOverlap::set_aside : TestOverlap::report;
  }
  return options;
}

void ImportDialog::look() {
  look_.cancel();
  import_->setEnabled(false);
  look_ = session_.compute(
      this, [options = options()](const Control&) { return preview_import(options); },
      [this](const ImportPreview& preview) { show_preview(preview); },
      [this](const QString& sentence) { show_problem(sentence); });
}

void ImportDialog::show_preview(const ImportPreview& preview) {
  preview_ = preview;
  const FileFormat& format = preview.format;
  QString words = tr("Read as %1").arg(QString::fromStdString(format.encoding));
  if (format.kind == FileKind::json_lines) {
    words += tr(", JSON lines");
  } else {
    words += format.delimiter == '\t'
                 ? tr(", separated by tabs")
                 : tr(", separated by \"%1\"").arg(QLatin1Char(format.delimiter));
    words += format.has_header ? tr(", the first line names the columns")
                               : tr(", without a line of column names");
  }
  words += '.';
  for (const std::string& problem : preview.problems) {
    words += tr("\nCan't be used: %1").arg(QString::fromStdString(problem));
  }
  format_->setText(words);
  columns_->show_preview(preview);
  check();
}

void ImportDialog::show_problem(const QString& sentence) {
  problem_->setText(sentence);
  problem_->setVisible(!sentence.isEmpty());
  import_->setEnabled(false);
}

void ImportDialog::check() {
  const ColumnRoles roles = columns_->roles();
  QString missing;
  if (preview_.columns.empty()) {
    return;
  }
  if (roles.text.empty()) {
    missing = tr("Say which column is the text: choose it above the column.");
  } else if (!roles.label) {
    missing = tr("Say which column is the given label: choose it above the column.");
  } else if (project_->text().trimmed().isEmpty()) {
    missing = tr("Name the project file to be made.");
  }
  show_problem(missing);
  import_->setEnabled(missing.isEmpty());
}

void ImportDialog::start() {
  ImportOptions options = this->options();
  const ColumnRoles roles = columns_->roles();
  const auto name = [&](std::size_t place) { return column_reference(preview_.columns, place); };
  const auto name_of = [&](const std::optional<std::size_t>& place) {
    return place ? std::optional(name(*place)) : std::nullopt;
  };
  for (const std::size_t place : roles.text) {
    options.text_columns.push_back(name(place));
  }
  options.label_column = name_of(roles.label);
  options.gold_column = name_of(roles.gold);
  options.id_column = name_of(roles.id);
  options.split_column = name_of(roles.split);
  options.open_roles = OpenRoles::leave_out;
  const LongJob* job = session_.start_job(
      {.title = tr("Importing %1").arg(QString::fromStdString(file_.filename().string())),
       .when_stopped = tr("Stopped now, no project is made."),
       .can_pause = true},
      this,
      [options](JobContext& context) {
        return import_project(
            options,
            [&](const std::filesystem::path& file, std::uint64_t done, std::uint64_t all) {
              context.report(all == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(all),
                             "reading " + file.filename().string());
            },
            context.control());
      },
      [this, project = options.project](const ImportReport& report) {
        // The session may open another project once the job has ended.
        QMetaObject::invokeMethod(
            this,
            [this, project, sentence = report_sentence(report)] {
              Q_EMIT imported(QString::fromStdString(project.string()), sentence);
              accept();
            },
            Qt::QueuedConnection);
      },
      [this](const Failure& failure) {
        setEnabled(true);
        show_problem(failure.stopped ? tr("Stopped; no project was made.")
                                     : QString::fromStdString(failure.sentence));
        import_->setEnabled(true);
      });
  if (job == nullptr) {
    show_problem(tr("Something else is at work; wait until it is done, or stop it."));
    import_->setEnabled(true);
    return;
  }
  show_problem({});
  setEnabled(false);
}

}  // namespace noiseal::ui
