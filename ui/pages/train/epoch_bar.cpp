// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/epoch_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kMillisecondsAnEpoch = 900;

}  // namespace

EpochBar::EpochBar(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("epoch-bar"));
  set_role(this, "panel");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kNear, kClose, kNear, kClose);
  row->setSpacing(kNear);
  play_ = new QPushButton(tr("Play"), this);
  play_->setObjectName(QStringLiteral("play"));
  play_->setToolTip(tr("Replay the run epoch by epoch"));
  slider_ = new QSlider(Qt::Horizontal, this);
  slider_->setObjectName(QStringLiteral("epoch-slider"));
  slider_->setAccessibleName(tr("Epoch"));
  slider_->setTickPosition(QSlider::TicksBelow);
  slider_->setTickInterval(1);
  slider_->setPageStep(1);
  text_ = new QLabel(this);
  text_->setObjectName(QStringLiteral("epoch-text"));
  text_->setTextFormat(Qt::PlainText);
  text_->setMinimumWidth(210);
  set_role(text_, "muted");
  explain_ = new QPushButton(tr("Explain"), this);
  explain_->setObjectName(QStringLiteral("explain"));
  explain_->setToolTip(tr("What the figures say about the memory effect"));
  explain_->hide();
  row->addWidget(play_);
  row->addWidget(slider_, 1);
  row->addWidget(text_);
  row->addWidget(explain_);
  connect(explain_, &QPushButton::clicked, this, &EpochBar::explain_wanted);
  timer_.setInterval(kMillisecondsAnEpoch);
  connect(&timer_, &QTimer::timeout, this, &EpochBar::step);
  connect(play_, &QPushButton::clicked, this, [this] { playing() ? stop_playing() : play(); });
  connect(slider_, &QSlider::valueChanged, this, [this](int epoch) {
    say();
    waiting_ = true;
    Q_EMIT epoch_chosen(epoch);
  });
  connect(slider_, &QSlider::sliderPressed, this, &EpochBar::stop_playing);
  clear();
}

void EpochBar::clear() {
  stop_playing();
  const QSignalBlocker quiet(slider_);
  slider_->setRange(0, 0);
  warm_up_ = 0;
  planned_ = 0;
  training_ = 0;
  slider_->setEnabled(false);
  play_->setEnabled(false);
  explain_->hide();
  say();
}

void EpochBar::show_curves(const RunCurves& curves) {
  const bool follow = at_the_end();
  warm_up_ = curves.warm_up_epochs;
  planned_ = curves.planned_epochs;
  if (curves.epochs.empty()) {
    say();
    return;
  }
  const int last = curves.epochs.back().epoch;
  if (training_ <= last) {
    training_ = 0;
  }
  const QSignalBlocker quiet(slider_);
  slider_->setRange(1, last);
  if (follow && !playing()) {
    slider_->setValue(last);
  }
  slider_->setEnabled(last > 1);
  play_->setEnabled(last > 1);
  say();
}

void EpochBar::show_training(int epoch) {
  training_ = epoch;
  say();
}

int EpochBar::epoch() const {
  return slider_->value();
}

bool EpochBar::at_the_end() const {
  return slider_->value() >= slider_->maximum() && !playing();
}

void EpochBar::set_epoch(int epoch) {
  slider_->setValue(epoch);
}

void EpochBar::offer_explanation(bool offered) {
  explain_->setVisible(offered);
}

void EpochBar::play() {
  if (slider_->maximum() < 2) {
    return;
  }
  play_->setText(tr("Stop"));
  timer_.start();
  if (slider_->value() >= slider_->maximum()) {
    slider_->setValue(1);
  }
}

void EpochBar::stop_playing() {
  timer_.stop();
  play_->setText(tr("Play"));
}

void EpochBar::step() {
  if (waiting_) {
    return;
  }
  if (slider_->value() >= slider_->maximum()) {
    stop_playing();
    Q_EMIT played();
    return;
  }
  slider_->setValue(slider_->value() + 1);
}

void EpochBar::say() {
  if (training_ > 0 && at_the_end()) {
    text_->setText(tr("epoch %1 in training").arg(training_));
    return;
  }
  if (slider_->value() == 0) {
    text_->setText({});
    return;
  }
  const QString phase = slider_->value() <= warm_up_ ? tr("warm-up") : tr("noise-aware");
  text_->setText(planned_ > 0 ? tr("epoch %1 of %2, %3")
                                    .arg(slider_->value())
                                    .arg(planned_)
                                    .arg(planned_ == warm_up_ ? tr("plain training") : phase)
                              : tr("epoch %1, %2").arg(slider_->value()).arg(phase));
}

}  // namespace noiseal::ui
