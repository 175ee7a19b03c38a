// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/big_step.h"

#include <QWidget>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "ui/pages/review/desk_link.h"
#include "ui/pages/review/step_progress.h"

namespace noiseal::ui {

BigStep::BigStep(ProjectSession& session, DeskLink& desk, QWidget* page)
    : QObject(page), desk_(desk), progress_(new StepProgress(session, page)) {}

template <class Value>
void BigStep::run(const QString& what, std::size_t rows,
                  std::function<Value(ReviewDesk&, const BatchProgress&)> work,
                  std::function<void(const Value&)> answer) {
  desk_.ask(
      [work = std::move(work), progress = progress_->begin(what, rows)](
          ReviewDesk& desk, const Project&) -> std::optional<Value> {
        try {
          return work(desk, progress);
        } catch (const Interrupted&) {
          return std::nullopt;
        }
      },
      [this, answer = std::move(answer)](const std::optional<Value>& value) {
        drop();
        if (value) {
          answer(*value);
        } else {
          Q_EMIT cancelled();
        }
      },
      [this](const QString& sentence) {
        drop();
        Q_EMIT failed(sentence);
      });
}

void BigStep::start(const QString& what, std::size_t rows, Work work) {
  run<DeskView>(what, rows, std::move(work), [this](const DeskView& view) { Q_EMIT done(view); });
}

void BigStep::count(const QString& what, std::size_t rows, Count work,
                    std::function<void(const std::string&)> counted) {
  run<std::string>(what, rows, std::move(work),
                   [this, counted = std::move(counted)](const std::string& sentence) {
                     if (progress_->control().stop_requested()) {  // just when it was done
                       Q_EMIT cancelled();
                     } else {
                       counted(sentence);
                     }
                   });
}

void BigStep::drop() {
  progress_->end();
}

}  // namespace noiseal::ui
