// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/theme/elided_label.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kRunWidth = 190;
constexpr int kComparedWidth = 150;

qlonglong id_of(std::int64_t run) {
  return static_cast<qlonglong>(run);
}

}  // namespace

QString shown_state(RunState state) {
  // The engine calls a run new until its first epoch is stored.
  return state == RunState::created ? RunBar::tr("begun")
                                    : QString::fromStdString(run_state_name(state));
}

QString run_title(const RunRecord& run) {
  const QString name = QString::fromStdString(run.name).simplified();
  const QString state = shown_state(run.state);
  return name.isEmpty() ? RunBar::tr("Run %1, %2").arg(run.id).arg(state)
                        : RunBar::tr("Run %1, %2, %3").arg(run.id).arg(name, state);
}

RunBar::RunBar(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("run-bar"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kClose);
  run_ = new QComboBox(this);
  run_->setObjectName(QStringLiteral("run-choice"));
  run_->setAccessibleName(tr("Run shown"));
  run_->setFixedWidth(kRunWidth);
  words_ = new ElidedLabel(this);
  words_->setObjectName(QStringLiteral("run-words"));
  set_role(words_, "muted");
  compared_ = new QComboBox(this);
  compared_->setObjectName(QStringLiteral("run-compared"));
  compared_->setAccessibleName(tr("Run to compare with"));
  compared_->setFixedWidth(kComparedWidth);
  manage_ = new QPushButton(tr("Runs…"), this);
  manage_->setObjectName(QStringLiteral("runs"));
  manage_->setToolTip(tr("Rename or delete runs"));
  row->addWidget(run_);
  row->addWidget(words_, 1);
  row->addWidget(compared_);
  row->addWidget(manage_);
  connect(run_, &QComboBox::activated, this,
          [this] { Q_EMIT run_chosen(run_->currentData().toLongLong()); });
  connect(compared_, &QComboBox::activated, this, [this] {
    const std::int64_t run = compared_->currentData().toLongLong();
    Q_EMIT compare_wanted(run == 0 ? std::nullopt : std::optional(run));
  });
  connect(manage_, &QPushButton::clicked, this, &RunBar::manage_wanted);
  show_runs({}, 0, std::nullopt);
}

void RunBar::show_runs(const std::vector<RunRecord>& runs, std::int64_t shown,
                       std::optional<std::int64_t> compared) {
  const QSignalBlocker quiet(run_);
  const QSignalBlocker quiet_too(compared_);
  run_->clear();
  compared_->clear();
  compared_->addItem(tr("Compare with…"), qlonglong{0});
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    run_->addItem(run_title(*run), id_of(run->id));
    if (run->id != shown && run->last_epoch > 0) {
      compared_->addItem(run_title(*run), id_of(run->id));
    }
  }
  run_->setCurrentIndex(run_->findData(id_of(shown)));
  compared_->setCurrentIndex(std::max(0, compared_->findData(id_of(compared.value_or(0)))));
  run_->setVisible(!runs.empty());
  compared_->setVisible(compared_->count() > 1);
  manage_->setVisible(!runs.empty());
}

void RunBar::say(const QString& words) {
  words_->setText(words);
}

}  // namespace noiseal::ui
