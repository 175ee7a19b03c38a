// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include "core/pipeline/run_curves.h"

class QLabel;
class QPushButton;
class QSlider;

namespace noiseal::ui {

/// Chooses the epoch that the charts show, and plays the run like a film.
class EpochBar : public QFrame {
  Q_OBJECT

 public:
  explicit EpochBar(QWidget* parent = nullptr);

  /// The stored epochs; the slider stands on the last one while nobody has moved it.
  void show_curves(const RunCurves& curves);
  /// An epoch is in training: the charts show estimates of it while the slider is at its end.
  void show_training(int epoch);
  void clear();
  [[nodiscard]] int epoch() const;
  /// Whether what is newest is to be shown as it comes.
  [[nodiscard]] bool at_the_end() const;
  void set_epoch(int epoch);
  /// The charts of the epoch asked for are there: the film may go on.
  void charts_came() { waiting_ = false; }
  /// Whether the figures tell the memory effect.
  void offer_explanation(bool offered);
  void play();
  void stop_playing();
  [[nodiscard]] bool playing() const { return timer_.isActive(); }

 Q_SIGNALS:
  void epoch_chosen(int epoch);
  void played();  ///< to the end
  void explain_wanted();

 private:
  void step();
  void say();

  QPushButton* play_;
  QPushButton* explain_;
  QSlider* slider_;
  QLabel* text_;
  QTimer timer_;
  bool waiting_ = false;
  int warm_up_ = 0;
  int planned_ = 0;
  int training_ = 0;
};

}  // namespace noiseal::ui
