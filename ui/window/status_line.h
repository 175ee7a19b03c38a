// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>

class QLabel;
class QProgressBar;
class QPushButton;
class QTimer;

namespace noiseal::ui {

class LongJob;
class ProjectSession;

/// The foot of the window: the long job with its time left, Pause and Stop; short news at the end.
class StatusLine : public QFrame {
  Q_OBJECT

 public:
  explicit StatusLine(ProjectSession& session, QWidget* parent = nullptr);

  /// Words at the right end for some seconds.
  void say(const QString& sentence);
  /// Words beside the job until it ends.
  void show_meter(const QString& words);

 private:
  void watch(LongJob* job);
  void show_job();
  void forget_job();

  QPointer<LongJob> job_;
  QLabel* what_;
  QProgressBar* bar_;
  QLabel* time_;
  QPushButton* pause_;
  QPushButton* stop_;
  QLabel* meter_;
  QLabel* news_;
  QTimer* news_end_;
};

}  // namespace noiseal::ui
