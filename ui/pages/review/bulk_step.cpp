// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/bulk_step.h"

#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

#include "ui/pages/review/big_step.h"
#include "ui/pages/review/desk_link.h"

namespace noiseal::ui {

BulkStep::BulkStep(DeskLink& desk, BigStep& step, QWidget* page)
    : QObject(page), desk_(desk), step_(step), page_(page) {}

void BulkStep::start(const std::vector<std::size_t>& positions, const Choice& choice) {
  desk_.ask(
      [positions, choice](ReviewDesk& desk, const Project& project) {
        return bulk_sentence(desk.preview_many(positions, choice), project.labels().names());
      },
      [this, positions, choice](const std::string& sentence) {
        if (is_wanted(QString::fromStdString(sentence) + QLatin1Char('.'))) {
          step_.start(tr("Storing %1 decisions")
                          .arg(QLocale().toString(static_cast<qulonglong>(positions.size()))),
                      positions.size(),
                      [positions, choice](ReviewDesk& desk, const BatchProgress& progress) {
                        return desk.decide_many(positions, choice, progress);
                      });
        } else {
          Q_EMIT given_up();
        }
      },
      [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

bool BulkStep::is_wanted(const QString& sentence) const {
  QMessageBox question(QMessageBox::NoIcon, tr("Decide many rows"), sentence, QMessageBox::NoButton,
                       page_);
  question.setObjectName(QStringLiteral("review-bulk-question"));
  question.setTextFormat(Qt::PlainText);
  question.setInformativeText(tr("They are stored as one step that can be undone."));
  auto* yes = question.addButton(tr("Decide these rows"), QMessageBox::AcceptRole);
  auto* no = question.addButton(QMessageBox::Cancel);
  question.setDefaultButton(no);
  question.exec();
  return question.clickedButton() == yes;
}

}  // namespace noiseal::ui
