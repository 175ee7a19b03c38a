// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <vector>

#include "ui/pages/lab/experiment_card.h"

class QScrollArea;

namespace noiseal::ui {

/// All experiments, one card each; one of them is chosen. Up and Down go through them.
class ExperimentList : public QFrame {
  Q_OBJECT

 public:
  explicit ExperimentList(QWidget* parent = nullptr);

  [[nodiscard]] ExperimentKind chosen() const { return chosen_; }
  void choose(ExperimentKind kind);
  /// why_not: why nothing can be run; empty: it can.
  void show_states(const ExperimentQueue& queue, const QString& why_not);

 Q_SIGNALS:
  void chosen_changed(noiseal::ExperimentKind kind);
  void acted(noiseal::ExperimentKind kind, noiseal::ui::CardAction action);

 private:
  ExperimentKind chosen_ = ExperimentKind::separation;
  QScrollArea* scroll_;
  std::vector<ExperimentCard*> cards_;
};

}  // namespace noiseal::ui
