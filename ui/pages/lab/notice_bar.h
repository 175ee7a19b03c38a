// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace noiseal::ui {

/// A sentence above an experiment, with a button for what can be done about it.
class NoticeBar : public QFrame {
  Q_OBJECT

 public:
  /// name: of the bar; its words are called that with "-words".
  NoticeBar(const char* name, const char* button_name, const QString& button, QWidget* parent);

  void say(const QString& sentence);
  void explain_button(const QString& explanation);

 Q_SIGNALS:
  void pressed();

 private:
  QLabel* words_;
  QPushButton* button_;
};

}  // namespace noiseal::ui
