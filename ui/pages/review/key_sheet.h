// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/pages/review/review_keys.h"

class QLabel;
class QTableWidget;

namespace noiseal::ui {

/// Every key of the Review page; a double click, or the button, gives a command another key.
class KeySheet : public QDialog {
  Q_OBJECT

 public:
  explicit KeySheet(ReviewKeys& keys, QWidget* parent = nullptr);

  /// Gives the command this key alone. False, with a sentence below the table, when the key is
  /// another command's or can't be used.
  bool set_key(ReviewCommand command, const QKeySequence& key);

 private:
  void fill();
  void ask_for_key();

  ReviewKeys& keys_;
  QTableWidget* table_;
  QLabel* words_;
};

}  // namespace noiseal::ui
