// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/llm_question.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr QSize kFirstSize{640, 520};

QLabel* plain_label(const QString& words, const char* name, QWidget* parent) {
  auto* label = new QLabel(words, parent);
  label->setObjectName(QString::fromLatin1(name));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

}  // namespace

LlmQuestion::LlmQuestion(const LlmNotice& notice, PilotState pilot, QWidget* parent)
    : QDialog(parent) {
  setObjectName(QStringLiteral("llm-question"));
  setWindowTitle(tr("Texts leave this program"));
  resize(kFirstSize);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(kClose);
  QStringList sentences;
  for (const std::string& sentence : notice.sentences) {
    sentences << QString::fromStdString(sentence);
  }
  column->addWidget(plain_label(sentences.join(QStringLiteral("\n\n")), "llm-sentences", this));
  column->addWidget(plain_label(
      tr("The request for one row, posted to %1. Row and examples are drawn by chance: the run "
         "takes the nearest reliable rows as examples, known once its models are trained.")
          .arg(QString::fromStdString(notice.address)),
      "llm-address", this));
  auto* request = new QPlainTextEdit(QString::fromStdString(notice.request), this);
  request->setObjectName(QStringLiteral("llm-request"));
  request->setAccessibleName(tr("The request for one row"));
  request->setReadOnly(true);
  column->addWidget(request, 1);
  pilot_ =
      new QCheckBox(tr("Stop after the first 20 rows and say what the rest takes and costs"), this);
  pilot_->setObjectName(QStringLiteral("llm-pilot"));
  pilot_->setToolTip(tr("Resume then goes on; nothing is asked twice."));
  pilot_->setChecked(!notice.free && pilot == PilotState::to_come);
  pilot_->setVisible(pilot == PilotState::to_come);
  column->addWidget(pilot_);
  auto* cancel = new QPushButton(tr("Cancel"), this);
  cancel->setObjectName(QStringLiteral("llm-cancel"));
  cancel->setDefault(true);
  auto* start = new QPushButton(tr("Send and start"), this);
  start->setObjectName(QStringLiteral("llm-start"));
  start->setAutoDefault(false);
  set_role(start, "primary");
  auto* row = new QHBoxLayout;
  row->addStretch();
  row->addWidget(cancel);
  row->addWidget(start);
  column->addLayout(row);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(start, &QPushButton::clicked, this, &QDialog::accept);
}

AfterPilot LlmQuestion::after_pilot() const {
  return pilot_->isChecked() ? AfterPilot::stop : AfterPilot::go_on;
}

}  // namespace noiseal::ui
