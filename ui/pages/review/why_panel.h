// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>

#include "core/pipeline/review_card.h"

class QPlainTextEdit;
class QPushButton;

namespace noiseal::ui {

/// What the annotator saw and said about the row.
class WhyPanel : public QFrame {
  Q_OBJECT

 public:
  explicit WhyPanel(QWidget* parent = nullptr);

  void show_card(const ReviewCard& card, const QStringList& labels);
  /// No row, or nothing of it may be shown.
  void clear();

 Q_SIGNALS:
  /// A person wants to see the request that the answer came from.
  void request_wanted();

 private:
  QPlainTextEdit* text_;
  QPushButton* request_;
};

}  // namespace noiseal::ui
