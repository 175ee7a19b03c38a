// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/step_progress.h"

#include <QProgressDialog>
#include <algorithm>
#include <climits>

#include "ui/bridge/progress_relay.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {
namespace {

constexpr int kShownAfter = 300;  ///< milliseconds

int as_int(std::size_t value) {
  return static_cast<int>(std::min<std::size_t>(value, INT_MAX));
}

}  // namespace

StepProgress::StepProgress(ProjectSession& session, QWidget* page)
    : QObject(page), session_(session), page_(page) {}

BatchProgress StepProgress::begin(const QString& what, std::size_t rows) {
  end();
  control_ = Control();
  if (rows > 1) {
    dialog_ = new QProgressDialog(what, tr("Cancel"), 0, as_int(rows), page_);
    dialog_->setObjectName(QStringLiteral("review-progress"));
    dialog_->setWindowTitle(tr("Review"));
    dialog_->setWindowModality(Qt::WindowModal);
    dialog_->setMinimumDuration(kShownAfter);
    dialog_->setAutoClose(false);
    dialog_->setAutoReset(false);
    dialog_->setValue(0);
    connect(dialog_, &QProgressDialog::canceled, this,
            [control = control_] { control.request_stop(); });
  }
  const ProgressRelay relay(
      session_, this, [this, dialog = dialog_](std::size_t reached, std::size_t all) {
        if (dialog && dialog == dialog_ && !dialog->wasCanceled()) {
          dialog->setValue(as_int(std::min(reached, all - 1)));  // the last one closes it
        }
      });
  return [control = control_, relay, rows](std::size_t reached) {
    control.check_point();
    relay.report(reached, rows);
  };
}

void StepProgress::end() {
  if (dialog_) {
    dialog_->hide();
    dialog_->deleteLater();
    dialog_.clear();
  }
}

}  // namespace noiseal::ui
