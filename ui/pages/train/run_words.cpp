// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_words.h"

#include <QCoreApplication>

namespace noiseal::ui {
namespace {

QString words(const char* text) {
  return QCoreApplication::translate("RunWords", text);
}

}  // namespace

QString work_words(const LongJob* job, const RunStarted& started) {
  if (job == nullptr) {
    return {};
  }
  if (job->state() == JobState::paused) {
    return words("paused");
  }
  if (job->state() == JobState::stopping) {
    return words("stopping after this batch");
  }
  QString text = job->what();
  if (!started.device.empty()) {
    text +=
        words(", on %1 in %2")
            .arg(QString::fromStdString(started.device), QString::fromStdString(started.precision));
  }
  return text;
}

QString stored_words(const RunCurves& curves, std::int64_t run) {
  if (curves.epochs.empty()) {
    return run == 0 ? words(
                          "No run yet: Start trains a strong and a weak model on the given labels, "
                          "and the "
                          "charts move while they learn.")
                    : words("No epoch is stored yet.");
  }
  const QString count =
      words("%1 of %2 epochs").arg(curves.epochs.size()).arg(curves.planned_epochs);
  if (curves.clean_validation) {
    return words("%1, epoch %2 best by validation").arg(count).arg(curves.best_epoch);
  }
  return curves.epochs.front().choosing_accuracy
             ? words("%1, epoch %2 best by held-out rows with noise")
                   .arg(count)
                   .arg(curves.best_epoch)
             : words("%1, the last one counts: too few rows to choose by").arg(count);
}

std::vector<QString> notice_sentences(const RunNews& news, const RunCurves& curves) {
  std::vector<QString> sentences;
  for (const std::string& remark : news.remarks) {
    sentences.push_back(QString::fromStdString(remark));
  }
  for (const QString& sentence : {news.forecast, news.failure}) {
    if (!sentence.isEmpty()) {
      sentences.push_back(sentence);
    }
  }
  if (curves.labels_changed) {
    sentences.push_back(
        words("The given labels have changed since this run: its charts don't tell clean rows from "
              "noisy ones."));
  }
  for (const RunNotice& notice : curves.notices) {
    sentences.push_back(
        words("Epoch %1: %2").arg(notice.epoch).arg(QString::fromStdString(notice.message)));
  }
  if (news.unfinished != nullptr) {
    const QString why = QString::fromStdString(news.unfinished->note);
    sentences.push_back(words("Run %1 did not finish%2; %3 of its epochs are stored. Resume goes "
                              "on from there.")
                            .arg(news.unfinished->id)
                            .arg(why.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(why))
                            .arg(news.unfinished->last_epoch));
  }
  return sentences;
}

}  // namespace noiseal::ui
