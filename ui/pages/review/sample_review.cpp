// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/sample_review.h"

#include <QLocale>

#include "core/pipeline/random_review.h"
#include "ui/pages/review/desk_link.h"

namespace noiseal::ui {
namespace {

struct Next {
  SampleProgress progress;
  DeskView view;
};

QString number(std::size_t value) {
  return QLocale().toString(static_cast<qulonglong>(value));
}

}  // namespace

void SampleReview::start(std::int64_t sample) {
  sample_ = sample;
  show_next();
}

void SampleReview::show_next() {
  desk_.ask(
      [sample = sample_](ReviewDesk& desk, const Project& project) {
        Next next;
        next.progress = sample_progress(project, sample);
        if (!next.progress.complete()) {
          next.view = desk.show_row(next.progress.waiting.front().row);
        }
        return next;
      },
      [this](const Next& next) {
        if (next.progress.complete()) {
          leave();
          Q_EMIT finished();
          return;
        }
        Q_EMIT next_row(next.view,
                        tr("Random sample: row %1 of %2. Neither the given label nor the "
                           "suggestion is shown.")
                            .arg(number(next.progress.reviewed + 1), number(next.progress.size)));
      },
      [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

}  // namespace noiseal::ui
