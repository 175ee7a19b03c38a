// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/big_step.h"

#include <QProgressDialog>
#include <algorithm>
#include <climits>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "ui/bridge/progress_relay.h"
#include "ui/pages/review/desk_link.h"

namespace noiseal::ui {
namespace {

constexpr int kShownAfter = 300;  ///< milliseconds

int as_int(std::size_t value) {
  return static_cast<int>(std::min<std::size_t>(value, INT_MAX));
}

}  // namespace

BigStep::BigStep(ProjectSession& session, DeskLink& desk, QWidget* page)
    : QObject(page), session_(session), desk_(desk), page_(page) {}

void BigStep::start(const QString& what, std::size_t rows, Work work) {
  const Control control;
  show_dialog(what, rows, control);
  const ProgressRelay relay(session_, this, [this](std::size_t reached, std::size_t all) {
    if (dialog_ && !dialog_->wasCanceled()) {
      dialog_->setValue(as_int(std::min(reached, all - 1)));  // the last one closes it
    }
  });
  const BatchProgress progress = [control, relay, rows](std::size_t reached) {
    control.check_point();
    relay.report(reached, rows);
  };
  desk_.ask(
      [work = std::move(work), progress](ReviewDesk& desk,
                                         const Project&) -> std::optional<DeskView> {
        try {
          return work(desk, progress);
        } catch (const Interrupted&) {
          return std::nullopt;
        }
      },
      [this](const std::optional<DeskView>& view) {
        drop();
        if (view) {
          Q_EMIT done(*view);
        } else {
          Q_EMIT cancelled();
        }
      },
      [this](const QString& sentence) {
        drop();
        Q_EMIT failed(sentence);
      });
}

void BigStep::show_dialog(const QString& what, std::size_t rows, const Control& control) {
  if (rows <= 1) {
    return;
  }
  dialog_ = new QProgressDialog(what, tr("Cancel"), 0, as_int(rows), page_);
  dialog_->setObjectName(QStringLiteral("review-progress"));
  dialog_->setWindowTitle(tr("Review"));
  dialog_->setWindowModality(Qt::WindowModal);
  dialog_->setMinimumDuration(kShownAfter);
  dialog_->setAutoClose(false);
  dialog_->setAutoReset(false);
  dialog_->setValue(0);
  connect(dialog_, &QProgressDialog::canceled, this, [control] { control.request_stop(); });
}

void BigStep::drop() {
  if (dialog_) {
    dialog_->hide();
    dialog_->deleteLater();
    dialog_.clear();
  }
}

}  // namespace noiseal::ui
