// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/bulk_step.h"

#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <algorithm>
#include <cstddef>
#include <iterator>

#include "ui/pages/review/big_step.h"

namespace noiseal::ui {
namespace {

constexpr std::size_t kRowsAtOnce = 10'000;

/// What a choice for these rows would change, counted part by part.
BulkDecision preview(const ReviewDesk& desk, const std::vector<std::size_t>& positions,
                     const Choice& choice, const BatchProgress& progress) {
  BulkDecision all;
  for (std::size_t from = 0; from < positions.size(); from += kRowsAtOnce) {
    progress(from);
    const auto begin = positions.begin() + static_cast<std::ptrdiff_t>(from);
    const std::size_t n = std::min(kRowsAtOnce, positions.size() - from);
    BulkDecision part = desk.preview_many({begin, begin + static_cast<std::ptrdiff_t>(n)}, choice);
    all.left_out += part.left_out;
    std::move(part.decisions.begin(), part.decisions.end(), std::back_inserter(all.decisions));
    for (const LabelMove& move : part.moves) {
      const auto same = std::find_if(all.moves.begin(), all.moves.end(), [&](const LabelMove& m) {
        return m.from == move.from && m.to == move.to;
      });
      if (same == all.moves.end()) {
        all.moves.push_back(move);
      } else {
        same->rows += move.rows;
      }
    }
  }
  std::stable_sort(all.moves.begin(), all.moves.end(),
                   [](const LabelMove& a, const LabelMove& b) { return a.rows > b.rows; });
  return all;
}

}  // namespace

BulkStep::BulkStep(BigStep& step, QWidget* page) : QObject(page), step_(step), page_(page) {}

void BulkStep::start(const std::vector<std::size_t>& positions, const QStringList& labels,
                     const Choice& choice) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(labels.size()));
  for (const QString& label : labels) {
    names.push_back(label.toStdString());
  }
  step_.count(
      tr("Counting what would change"), positions.size(),
      [positions, names, choice](ReviewDesk& desk, const BatchProgress& progress) {
        return bulk_sentence(preview(desk, positions, choice, progress), names);
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
      });
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
