// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/export/write_progress.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

constexpr int kSteps = 1000;

}  // namespace

WriteProgress::WriteProgress(QWidget* parent)
    : QWidget(parent),
      bar_(new QProgressBar(this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      said_(new QLabel(this)) {
  bar_->setObjectName(QStringLiteral("export-progress"));
  bar_->setTextVisible(false);
  cancel_->setObjectName(QStringLiteral("export-cancel"));
  cancel_->setAutoDefault(false);
  said_->setObjectName(QStringLiteral("export-said"));
  said_->setTextFormat(Qt::PlainText);
  said_->setWordWrap(true);
  auto* line = new QHBoxLayout;
  line->setSpacing(kClose);
  line->addWidget(bar_, 1);
  line->addWidget(cancel_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kClose);
  layout->addLayout(line);
  layout->addWidget(said_);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    control_.request_stop();
    cancel_->setEnabled(false);
    said_->setText(tr("Stopping\u2026"));
  });
  end({});
}

Control WriteProgress::begin(const QString& words) {
  control_ = Control();
  busy_ = true;
  bar_->setRange(0, 0);
  bar_->show();
  cancel_->setEnabled(true);
  cancel_->show();
  said_->setText(words);
  return control_;
}

void WriteProgress::show_share(std::size_t done, std::size_t all) {
  if (busy_ && all > 0) {
    bar_->setRange(0, kSteps);
    bar_->setValue(static_cast<int>(kSteps * std::min(done, all) / all));
  }
}

void WriteProgress::end(const QString& sentence) {
  busy_ = false;
  bar_->hide();
  cancel_->hide();
  said_->setText(sentence);
}

QString WriteProgress::sentence() const {
  return said_->text();
}

}  // namespace noiseal::ui
