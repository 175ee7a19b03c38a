// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <cstddef>

#include "core/base/control.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace noiseal::ui {

/// How far the writing of a file is, a way to cancel it, and what became of it.
class WriteProgress : public QWidget {
  Q_OBJECT

 public:
  explicit WriteProgress(QWidget* parent = nullptr);

  /// Writing begins; the control stops when a person cancels.
  Control begin(const QString& words);
  /// all: 0: not known.
  void show_share(std::size_t done, std::size_t all);
  /// It has ended, one way or another.
  void end(const QString& sentence);
  [[nodiscard]] bool is_busy() const { return busy_; }
  [[nodiscard]] QString sentence() const;

 private:
  QProgressBar* bar_;
  QPushButton* cancel_;
  QLabel* said_;
  Control control_;
  bool busy_ = false;
};

}  // namespace noiseal::ui
