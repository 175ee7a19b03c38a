// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/audit_dialog.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <optional>

#include "core/base/error.h"
#include "ui/pages/review/step_progress.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

QString number(std::size_t value) {
  return QLocale().toString(static_cast<qulonglong>(value));
}

/// What the newest samples of both purposes say.
struct SampleWords {
  QString audit;
  QString estimate;
  std::int64_t open_sample = 0;
  std::int64_t audited = 0;
  std::size_t population = 0;  ///< rows that the audited sample stands for
};

SampleWords read_words(const Project& project) {
  SampleWords words;
  if (const auto sample = project.review_samples().newest(SamplePurpose::accept)) {
    const SampleProgress progress = sample_progress(project, sample->id);
    if (!progress.complete()) {
      words.open_sample = sample->id;
      words.audit = AuditDialog::tr("Audit of error scores from %1 on: %2 of %3 rows reviewed.")
                        .arg(sample->threshold.value_or(0))
                        .arg(number(progress.reviewed), number(progress.size));
    } else {
      const AuditResult result = audit_result(progress);
      words.audit = AuditDialog::tr(
                        "Of %1 suggestions with an error score of %2 or more, drawn at random "
                        "out of %3 and reviewed blind, %4 are right: %5 % (%6 to %7 %, 95 % "
                        "Clopper-Pearson).")
                        .arg(number(result.reviewed))
                        .arg(sample->threshold.value_or(0))
                        .arg(number(sample->population), number(result.right),
                             QString::number(100 * result.precision, 'f', 1),
                             QString::number(100 * result.interval.low, 'f', 1),
                             QString::number(100 * result.interval.high, 'f', 1));
      if (sample->batch != 0) {
        words.audit += QLatin1Char(' ') + AuditDialog::tr("The rest was accepted.");
      } else {
        words.audited = sample->id;
        words.population = sample->population;
      }
    }
  }
  if (const auto sample = project.review_samples().newest(SamplePurpose::errors_left)) {
    const SampleProgress progress = sample_progress(project, sample->id);
    if (!progress.complete()) {
      words.open_sample = sample->id;
    }
  }
  words.estimate = QString::fromStdString(stop_advice(project).sentence);
  return words;
}

}  // namespace

AuditDialog::AuditDialog(ProjectSession& session, std::string reviewer, QWidget* parent)
    : QDialog(parent),
      session_(session),
      reviewer_(std::move(reviewer)),
      score_(new QDoubleSpinBox(this)),
      size_(new QSpinBox(this)),
      audit_(new QLabel(this)),
      estimate_(new QLabel(this)),
      said_(new QLabel(this)),
      start_(new QPushButton(tr("Draw the sample and review it"), this)),
      estimate_start_(new QPushButton(tr("Draw a sample of all undecided rows"), this)),
      go_on_(new QPushButton(tr("Go on with the sample"), this)),
      accept_(new QPushButton(tr("Accept the rest"), this)),
      progress_(new StepProgress(session, this)) {
  setObjectName(QStringLiteral("review-audit-dialog"));
  setWindowTitle(tr("Auto-accept"));
  auto* what = new QLabel(
      tr("Choose from which error score on suggestions may be accepted, and how many rows are "
         "checked first. A random sample of them is then reviewed with neither label in sight. "
         "Once all of it is reviewed you see how many suggestions are right, and can accept the "
         "rest as one step. Another score draws a fresh sample."),
      this);
  score_->setObjectName(QStringLiteral("review-audit-score"));
  score_->setRange(-1, 1);
  score_->setSingleStep(0.05);
  score_->setDecimals(3);
  score_->setValue(0.9);
  size_->setObjectName(QStringLiteral("review-audit-size"));
  size_->setRange(10, 10'000);
  size_->setValue(100);
  start_->setObjectName(QStringLiteral("review-audit-start"));
  estimate_start_->setObjectName(QStringLiteral("review-estimate-start"));
  go_on_->setObjectName(QStringLiteral("review-audit-go-on"));
  accept_->setObjectName(QStringLiteral("review-audit-accept"));
  said_->setObjectName(QStringLiteral("review-audit-said"));
  audit_->setObjectName(QStringLiteral("review-audit-words"));
  for (QLabel* label : {what, audit_, estimate_, said_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
  }
  set_role(what, "muted");
  for (QPushButton* button : {start_, estimate_start_, go_on_, accept_}) {
    button->setAutoDefault(false);
  }
  auto* form = new QFormLayout;
  form->addRow(tr("Error score, this or more"), score_);
  form->addRow(tr("Rows in the sample"), size_);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(start_);
  buttons->addWidget(go_on_);
  buttons->addWidget(accept_);
  buttons->addStretch();
  auto* left_title = new QLabel(tr("Errors left"), this);
  set_role(left_title, "title");
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kApart, kApart, kApart, kApart);
  layout->setSpacing(kNear);
  layout->addWidget(what);
  layout->addLayout(form);
  layout->addLayout(buttons);
  layout->addWidget(audit_);
  layout->addWidget(left_title);
  layout->addWidget(estimate_);
  layout->addWidget(estimate_start_, 0, Qt::AlignLeft);
  layout->addWidget(said_);
  layout->addStretch();
  resize(560, 460);
  connect(start_, &QPushButton::clicked, this, [this] { draw(SamplePurpose::accept); });
  connect(estimate_start_, &QPushButton::clicked, this,
          [this] { draw(SamplePurpose::errors_left); });
  connect(go_on_, &QPushButton::clicked, this, [this] {
    const std::int64_t sample = open_sample_;
    close();
    Q_EMIT review_wanted(sample);
  });
  connect(accept_, &QPushButton::clicked, this, &AuditDialog::accept_the_rest);
  go_on_->hide();
  accept_->hide();
  load();
}

void AuditDialog::load() {
  session_.read(
      this, [](const Project& project, const Control&) { return read_words(project); },
      [this](const SampleWords& words) {
        audit_->setText(words.audit);
        audit_->setVisible(!words.audit.isEmpty());
        estimate_->setText(words.estimate);
        open_sample_ = words.open_sample;
        audited_ = words.audited;
        population_ = words.population;
        go_on_->setVisible(open_sample_ != 0);
        accept_->setVisible(audited_ != 0);
      },
      {}, ReadLane::slow);
}

void AuditDialog::draw(SamplePurpose purpose) {
  SampleDraw wanted;
  wanted.purpose = purpose;
  wanted.threshold = score_->value();
  wanted.size = static_cast<std::size_t>(size_->value());
  wanted.reviewer = reviewer_;
  session_.write(
      this,
      [wanted](const Project& project, const Control&) { return draw_sample(project, wanted); },
      [this](std::int64_t sample) {
        close();
        Q_EMIT review_wanted(sample);
      },
      [this](const QString& sentence) { said_->setText(sentence); });
}

void AuditDialog::accept_the_rest() {
  accept_->setEnabled(false);
  said_->clear();
  const BatchProgress progress = progress_->begin(tr("Accepting the rest"), population_);
  session_.write(
      this,
      [sample = audited_, reviewer = reviewer_, progress, control = progress_->control()](
          const Project& project, const Control&) -> std::optional<std::size_t> {
        project.interrupt_when(control);  // while it reads; then progress ends it
        try {
          return accept_rest(project, sample, reviewer, progress);
        } catch (const Interrupted&) {
          return std::nullopt;
        }
      },
      [this](const std::optional<std::size_t>& rows) {
        progress_->end();
        accept_->setEnabled(true);
        if (!rows) {
          said_->setText(tr("Cancelled: nothing was changed."));
          return;
        }
        Q_EMIT accepted_rest(*rows);
        said_->setText(tr("%1 suggestions accepted. Undo takes them back.").arg(number(*rows)));
        load();
      },
      [this](const QString& sentence) {
        progress_->end();
        accept_->setEnabled(true);
        said_->setText(sentence);
      });
}

}  // namespace noiseal::ui
