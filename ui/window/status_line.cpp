// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>

#include "ui/bridge/project_session.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kHeight = 32;
constexpr int kBarWidth = 150;
constexpr int kBarSteps = 1000;
constexpr int kNewsMilliseconds = 8000;

QPushButton* plain_button(const QString& text, const char* name, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  button->setObjectName(QString::fromLatin1(name));
  set_role(button, "plain");
  return button;
}

QLabel* plain_label(const char* name, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(QString::fromLatin1(name));
  label->setTextFormat(Qt::PlainText);
  set_role(label, "muted");
  return label;
}

}  // namespace

StatusLine::StatusLine(ProjectSession& session, QWidget* parent) : QFrame(parent) {
  set_role(this, "status");
  setObjectName(QStringLiteral("status-line"));
  setFixedHeight(kHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kNear, 0, kNear, 0);
  row->setSpacing(kNear);
  what_ = plain_label("status-job", this);
  bar_ = new QProgressBar(this);
  bar_->setObjectName(QStringLiteral("status-progress"));
  bar_->setAccessibleName(tr("Progress"));
  bar_->setTextVisible(false);
  bar_->setFixedWidth(kBarWidth);
  time_ = plain_label("status-time", this);
  pause_ = plain_button(tr("Pause"), "status-pause", this);
  stop_ = plain_button(tr("Stop"), "status-stop", this);
  meter_ = plain_label("status-meter", this);
  news_ = plain_label("status-news", this);
  row->addWidget(what_);
  row->addWidget(bar_);
  row->addWidget(time_);
  row->addWidget(pause_);
  row->addWidget(stop_);
  row->addWidget(meter_);
  row->addStretch();
  row->addWidget(news_);
  news_end_ = new QTimer(this);
  news_end_->setSingleShot(true);
  news_end_->setInterval(kNewsMilliseconds);
  connect(news_end_, &QTimer::timeout, news_, &QLabel::clear);
  connect(pause_, &QPushButton::clicked, this, [this] {
    if (job_) {
      job_->state() == JobState::paused ? job_->go_on() : job_->pause();
    }
  });
  connect(stop_, &QPushButton::clicked, this, [this] {
    if (job_) {
      job_->stop();
    }
  });
  connect(&session, &ProjectSession::job_started, this, &StatusLine::watch);
  connect(&session, &ProjectSession::job_ended, this, &StatusLine::forget_job);
  forget_job();
}

void StatusLine::say(const QString& sentence) {
  news_->setText(sentence);
  news_end_->start();
}

void StatusLine::show_meter(const QString& words) {
  meter_->setText(words);
}

void StatusLine::watch(LongJob* job) {
  job_ = job;
  connect(job, &LongJob::progressed, this, &StatusLine::show_job);
  connect(job, &LongJob::state_changed, this, &StatusLine::show_job);
  for (QWidget* widget : std::initializer_list<QWidget*>{what_, bar_, time_, stop_}) {
    widget->show();
  }
  pause_->setVisible(job->description().can_pause);
  stop_->setToolTip(job->description().when_stopped);
  show_job();
}

void StatusLine::show_job() {
  if (!job_) {
    return;
  }
  const QString& title = job_->description().title;
  const QString words =
      job_->what().isEmpty() ? title : QStringLiteral("%1: %2").arg(title, job_->what());
  // Long words must not make a small window wider.
  what_->setText(what_->fontMetrics().elidedText(words, Qt::ElideRight, width() / 2));
  what_->setToolTip(words);
  if (job_->share() < 0) {
    bar_->setRange(0, 0);
  } else {
    bar_->setRange(0, kBarSteps);
    bar_->setValue(static_cast<int>(job_->share() * kBarSteps));
  }
  const std::optional<double> left = job_->seconds_left();
  switch (job_->state()) {
    case JobState::paused:
      time_->setText(tr("paused"));
      break;
    case JobState::stopping:
      time_->setText(tr("stopping"));
      break;
    default:
      time_->setText(left ? tr("%1 left").arg(QString::fromStdString(duration_text(*left)))
                          : QString());
  }
  pause_->setText(job_->state() == JobState::paused ? tr("Go on") : tr("Pause"));
  const bool at_work = job_->state() == JobState::running || job_->state() == JobState::paused;
  pause_->setEnabled(at_work);
  stop_->setEnabled(at_work);
}

void StatusLine::forget_job() {
  job_ = nullptr;
  meter_->clear();
  for (QWidget* widget : std::initializer_list<QWidget*>{what_, bar_, time_, pause_, stop_}) {
    widget->hide();
  }
}

}  // namespace noiseal::ui
