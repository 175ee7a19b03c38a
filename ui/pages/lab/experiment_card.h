// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <cstdint>

#include "ui/pages/lab/experiment_queue.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace noiseal::ui {

/// What a card's buttons do.
enum class CardAction : std::uint8_t { run, take_out, pause, stop, go_on };

/// An experiment in the list: its question, how it stands, and what can be done with it now.
class ExperimentCard : public QFrame {
  Q_OBJECT

 public:
  ExperimentCard(ExperimentKind kind, QWidget* parent = nullptr);

  [[nodiscard]] ExperimentKind kind() const { return kind_; }
  void show_state(const CardState& state);
  /// run: what the button says; why_not: why it can't be pressed; empty: it can.
  void show_run_button(const QString& run, const QString& why_not);
  void set_chosen(bool chosen);

 Q_SIGNALS:
  void chosen();
  void acted(noiseal::ui::CardAction action);
  /// To the card before (-1) or after (1).
  void stepped(int by);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;

 private:
  void show_buttons();

  ExperimentKind kind_;
  CardState state_;
  QString run_;
  QString why_not_;
  QLabel* words_;
  QProgressBar* bar_;
  QPushButton* first_;
  QPushButton* stop_;
};

}  // namespace noiseal::ui
