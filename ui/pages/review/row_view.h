// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include "core/pipeline/review_card.h"

class QLabel;
class QPlainTextEdit;

namespace noiseal::ui {

class BiographyChart;
class WitnessCard;

/// How much of a row is shown.
enum class Sight : std::uint8_t {
  all,         ///< every witness
  no_advice,   ///< blind mode before the choice: text and given label
  text_alone,  ///< a row of a random sample: the text
};

/// One row under review: its text in large letters, the other columns, the four witnesses, its
/// training story. Text of the data is never taken for markup.
class RowView : public QWidget {
  Q_OBJECT

 public:
  explicit RowView(QWidget* parent = nullptr);

  void show_card(const ReviewCard& card, const QStringList& labels, Sight sight);
  /// No row: words about why.
  void show_words(const QString& words);
  /// A line above the text, e.g. "Blind mode"; empty: none.
  void set_banner(const QString& words);

 private:
  QString meta_words(const ReviewCard& card, Sight sight) const;
  void show_witnesses(const ReviewCard& card, const QStringList& labels, Sight sight);

  QLabel* banner_;
  QLabel* meta_;
  QPlainTextEdit* text_;
  QLabel* state_;
  QLabel* numbers_;
  WitnessCard* given_;
  WitnessCard* strong_;
  WitnessCard* weak_;
  WitnessCard* annotator_;
  BiographyChart* biography_;
};

}  // namespace noiseal::ui
