// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/noise_dialog.h"

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
#include <algorithm>
#include <limits>

#include "core/data/noise.h"
#include "core/pipeline/project_noise.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

/// On the worker's thread: what the noise needs, then the noise.
NoiseReport add_noise(NoiseSpec spec, const Services& services, JobContext& context) {
  const Project& project = context.project();
  if (spec.type == "matrix") {
    const LabelSet labels(project.labels().names());
    const std::vector<double> values = read_noise_matrix(spec.matrix_file, labels);
    spec.matrix = MatrixF(labels.size(), labels.size());
    std::ranges::transform(values, spec.matrix.values().begin(),
                           [](double value) { return static_cast<float>(value); });
  } else if (spec.type == "instance-a") {
    spec.probabilities = services.small_model_probabilities(project, spec.seed, context.control());
  } else if (spec.type == "instance-b") {
    spec.vectors = services.row_vectors(project, context.control());
  }
  context.control().check_point();
  return apply_noise(project, spec);
}

}  // namespace

NoiseDialog::NoiseDialog(ProjectSession& session, const Services& services, QWidget* parent)
    : QDialog(parent), session_(session), services_(services) {
  setObjectName(QStringLiteral("noise-dialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Add noise"));
  setMinimumWidth(480);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kApart, kApart, kApart, kApart);
  column->setSpacing(kNear);
  auto* words = new QLabel(
      tr("Makes given labels of training rows wrong on purpose, to see whether they are found "
         "again. The labels as they are now are kept as the right ones (gold labels); adding noise "
         "once more starts from them. Your file is not touched."),
      this);
  words->setWordWrap(true);
  column->addWidget(words);

  type_ = new QComboBox(this);
  type_->setObjectName(QStringLiteral("noise-type"));
  type_->addItem(tr("Symmetric: any other label"), QStringLiteral("symmetric"));
  type_->addItem(tr("Asymmetric: the next label"), QStringLiteral("asymmetric"));
  type_->addItem(tr("Pair: the label before"), QStringLiteral("pair"));
  type_->addItem(tr("From a table of rates"), QStringLiteral("matrix"));
  if (services_.small_model_probabilities) {
    type_->addItem(tr("Where a small model is unsure"), QStringLiteral("instance-a"));
  }
  if (services_.row_vectors) {
    type_->addItem(tr("By the text's meaning"), QStringLiteral("instance-b"));
  }
  meaning_ = new QLabel(this);
  meaning_->setWordWrap(true);
  set_role(meaning_, "muted");
  rate_ = new QDoubleSpinBox(this);
  rate_->setObjectName(QStringLiteral("noise-rate"));
  rate_->setRange(0, 100);
  rate_->setDecimals(1);
  rate_->setSuffix(tr(" %"));
  rate_->setValue(40);
  seed_ = new QSpinBox(this);
  seed_->setObjectName(QStringLiteral("noise-seed"));
  seed_->setRange(0, std::numeric_limits<int>::max());
  seed_->setValue(1);
  matrix_ = new QLineEdit(this);
  matrix_->setObjectName(QStringLiteral("noise-matrix"));
  matrix_->setPlaceholderText(tr("CSV: a row for each gold label, a column for each given one"));
  browse_ = new QPushButton(tr("Choose…"), this);
  connect(browse_, &QPushButton::clicked, this, [this] {
    const QString file = QFileDialog::getOpenFileName(this, tr("Table of rates"));
    if (!file.isEmpty()) {
      matrix_->setText(file);
    }
  });
  file_ = new QWidget(this);
  auto* file = new QHBoxLayout(file_);
  file->setContentsMargins(0, 0, 0, 0);
  file->addWidget(matrix_, 1);
  file->addWidget(browse_);
  form_ = new QFormLayout;
  form_->setSpacing(kClose);
  form_->addRow(tr("Kind"), type_);
  form_->addRow(QString(), meaning_);
  form_->addRow(tr("Rows made wrong"), rate_);
  form_->addRow(tr("Table"), file_);
  form_->addRow(tr("Seed"), seed_);
  auto* seed_meaning = new QLabel(tr("The same seed always makes the same rows wrong."), this);
  seed_meaning->setWordWrap(true);
  set_role(seed_meaning, "muted");
  form_->addRow(QString(), seed_meaning);
  column->addLayout(form_);
  problem_ = new QLabel(this);
  problem_->setObjectName(QStringLiteral("noise-problem"));
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  problem_->hide();
  column->addWidget(problem_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  QPushButton* add = buttons->addButton(tr("Add noise"), QDialogButtonBox::AcceptRole);
  add->setObjectName(QStringLiteral("noise-add"));
  set_role(add, "primary");
  connect(buttons, &QDialogButtonBox::accepted, this, &NoiseDialog::start);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  column->addWidget(buttons);
  connect(type_, &QComboBox::currentIndexChanged, this, &NoiseDialog::explain);
  explain();
}

void NoiseDialog::explain() {
  const QString type = type_->currentData().toString();
  const std::pair<const char*, QString> meanings[] = {
      {"symmetric",
       tr("Each chosen row gets any other label, all equally likely: careless mistakes.")},
      {"asymmetric",
       tr("Each chosen row gets the label that comes next in the list of labels: two labels are "
          "mixed up, which is harder to find.")},
      {"pair", tr("Each chosen row gets the label before its own in the list of labels.")},
      {"matrix", tr("For each label its own rates, read from a file; the share is theirs.")},
      {"instance-a", tr("A small model is trained first; rows it is unsure of get the label it "
                        "would confuse them with.")},
      {"instance-b", tr("Rows with similar texts get the same wrong labels, as a careless "
                        "annotator would give them.")}};
  for (const auto& [name, meaning] : meanings) {
    if (type == QLatin1String(name)) {
      meaning_->setText(meaning);
    }
  }
  const bool matrix = type == QLatin1String("matrix");
  form_->setRowVisible(rate_, !matrix);
  form_->setRowVisible(file_, matrix);
}

void NoiseDialog::start() {
  NoiseSpec spec;
  spec.type = type_->currentData().toString().toStdString();
  spec.rate = rate_->value() / 100;
  spec.seed = static_cast<std::uint64_t>(seed_->value());
  spec.matrix_file = matrix_->text().toStdString();
  ProjectSession* session = &session_;
  const LongJob* job = session_.start_job(
      {.title = tr("Adding noise"),
       .when_stopped = tr("Stopped now, it changes nothing."),
       .can_pause = false},
      this,
      [spec, services = services_](JobContext& context) {
        return add_noise(spec, services, context);
      },
      [this, session](const NoiseReport& report) {
        const QLocale locale;
        Q_EMIT done_with(tr("%1 of %2 training rows have a wrong given label now.")
                             .arg(locale.toString(static_cast<qulonglong>(report.changed)),
                                  locale.toString(static_cast<qulonglong>(report.rows))));
        session->announce(ProjectPart::rows);
        accept();
      },
      [this](const Failure& failure) {
        setEnabled(true);
        problem_->setText(QString::fromStdString(failure.sentence));
        problem_->setVisible(!failure.stopped);
      });
  if (job == nullptr) {
    problem_->setText(tr("Something else is at work; wait until it is done, or stop it."));
    problem_->show();
    return;
  }
  problem_->hide();
  setEnabled(false);
}

}  // namespace noiseal::ui
